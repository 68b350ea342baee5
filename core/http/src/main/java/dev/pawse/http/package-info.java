/** JSON over HTTPS for providers: retries, errors, paging and the call budget. */
@NullMarked
package dev.pawse.http;

import org.jspecify.annotations.NullMarked;

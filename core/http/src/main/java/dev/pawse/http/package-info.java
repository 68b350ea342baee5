/** JSON over HTTPS for providers: retries, errors, paging, the call budget, and logs that are followed. */
@NullMarked
package dev.pawse.http;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.pawse.http;

import org.jspecify.annotations.NullMarked;

/** A small provider outside the kit's own package, proven as any other is. */
@NullMarked
package dev.pawse.demo;

import org.jspecify.annotations.NullMarked;

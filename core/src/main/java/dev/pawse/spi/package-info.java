/** The ports and the values that cross them: all that the author of an adapter imports. */
@NullMarked
package dev.pawse.spi;

import org.jspecify.annotations.NullMarked;

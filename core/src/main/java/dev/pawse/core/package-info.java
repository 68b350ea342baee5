/** The engine: wakes, rests and watches apps through the ports of {@link dev.pawse.spi}. */
@NullMarked
package dev.pawse.core;

import org.jspecify.annotations.NullMarked;

/** A stateful fake of Clever Cloud's API with apps behind it. */
@NullMarked
package dev.pawse.clever.fake;

import org.jspecify.annotations.NullMarked;

/** A stateful fake of Scalingo's API with apps behind it. */
@NullMarked
package dev.pawse.scalingo.fake;

import org.jspecify.annotations.NullMarked;

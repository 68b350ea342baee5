/** A stateful fake of Heroku's API with apps behind it. */
@NullMarked
package dev.pawse.heroku.fake;

import org.jspecify.annotations.NullMarked;

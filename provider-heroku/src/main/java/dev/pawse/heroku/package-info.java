/** Apps on Heroku. */
@NullMarked
package dev.pawse.heroku;

import org.jspecify.annotations.NullMarked;

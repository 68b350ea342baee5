/** Apps on Clever Cloud. */
@NullMarked
package dev.pawse.clever;

import org.jspecify.annotations.NullMarked;

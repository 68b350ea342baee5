/** Apps on Scalingo. */
@NullMarked
package dev.pawse.scalingo;

import org.jspecify.annotations.NullMarked;

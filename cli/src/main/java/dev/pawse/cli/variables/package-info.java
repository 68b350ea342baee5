/** How config variables are written down and read from what others wrote. */
@NullMarked
package dev.pawse.cli.variables;

import org.jspecify.annotations.NullMarked;

/** Tests of what is written down. */
@NullMarked
package dev.pawse.cli.variables;

import org.jspecify.annotations.NullMarked;

/** The command line: from the words a user typed to a result, an error and an exit code. */
@NullMarked
package dev.pawse.cli;

import org.jspecify.annotations.NullMarked;

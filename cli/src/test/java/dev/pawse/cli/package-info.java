/** The command line from the outside: words in, results, errors and exit codes out. */
@NullMarked
package dev.pawse.cli;

import org.jspecify.annotations.NullMarked;

/** The command line: thin commands over the engine and the providers. */
@NullMarked
package dev.pawse.cli;

import org.jspecify.annotations.NullMarked;

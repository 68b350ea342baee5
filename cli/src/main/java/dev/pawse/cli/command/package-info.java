/** The commands, one class each. */
@NullMarked
package dev.pawse.cli.command;

import org.jspecify.annotations.NullMarked;

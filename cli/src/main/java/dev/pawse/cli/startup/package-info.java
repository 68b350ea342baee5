/** What makes short commands start fast: an archive of the classes that they load, made once for each Java. */
@NullMarked
package dev.pawse.cli.startup;

import org.jspecify.annotations.NullMarked;

/** What is done with the commands' annotations when Pawse is compiled. */
@NullMarked
package dev.pawse.cli.specs;

import org.jspecify.annotations.NullMarked;

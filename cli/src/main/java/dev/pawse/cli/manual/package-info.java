/** What is rendered from the commands when Pawse is built: the reference, the manual pages, the scripts for completion. */
@NullMarked
package dev.pawse.cli.manual;

import org.jspecify.annotations.NullMarked;

/** The built distribution with real processes, from the outside. */
@NullMarked
package dev.pawse.cli.endtoend;

import org.jspecify.annotations.NullMarked;

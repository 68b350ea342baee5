@NullMarked
package dev.pawse.cli.manual;

import org.jspecify.annotations.NullMarked;

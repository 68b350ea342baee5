@NullMarked
package dev.pawse.cli.startup;

import org.jspecify.annotations.NullMarked;

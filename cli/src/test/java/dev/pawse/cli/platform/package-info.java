/** The real engine and proxy in front of each platform's fake. */
@NullMarked
package dev.pawse.cli.platform;

import org.jspecify.annotations.NullMarked;

/** The apps of {@code pawse demo}: small real web servers, each a process of its own. */
@NullMarked
package dev.pawse.cli.demo;

import org.jspecify.annotations.NullMarked;

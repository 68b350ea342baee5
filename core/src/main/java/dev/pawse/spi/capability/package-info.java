/** What a provider may be able to do: one small interface for each group of commands. */
@NullMarked
package dev.pawse.spi.capability;

import org.jspecify.annotations.NullMarked;

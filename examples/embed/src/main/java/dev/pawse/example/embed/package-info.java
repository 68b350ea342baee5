/** Another Java service that embeds Pawse. */
@NullMarked
package dev.pawse.example.embed;

import org.jspecify.annotations.NullMarked;

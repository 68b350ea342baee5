/** What several Pawse processes share, kept in Redis. */
@NullMarked
package dev.pawse.redis;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.pawse.redis;

import org.jspecify.annotations.NullMarked;

/** Contracts and fakes, published: an adapter proves itself by implementing them. */
@NullMarked
package dev.pawse.testkit;

import org.jspecify.annotations.NullMarked;

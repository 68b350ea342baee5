/** Benchmarks of the proxy: JMH for single paths, a load harness for the whole. */
@NullMarked
package dev.pawse.proxy.bench;

import org.jspecify.annotations.NullMarked;

/** The streaming HTTP proxy: finds the app of a request, wakes it if it sleeps, and relays. */
@NullMarked
package dev.pawse.proxy;

import org.jspecify.annotations.NullMarked;

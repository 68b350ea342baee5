package dev.pawse.spi;

import java.time.Clock;

/**
 * What a provider is made of.
 *
 * @param name the user's word for this instance, which {@link AppId#provider()} repeats; often equal to the type
 * @param settings the part of the configuration that belongs to this instance
 * @param clock the time for everything that the provider times
 */
public record ProviderContext(String name, Settings settings, Clock clock) {}

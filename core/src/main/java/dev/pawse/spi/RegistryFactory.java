package dev.pawse.spi;

import java.time.Clock;

/** Makes the registries of one type. Found by {@link java.util.ServiceLoader}, as {@link ProviderFactory} is. */
public interface RegistryFactory {
    /** The type's name as users write it in {@code REGISTRY_TYPE}, e.g. {@code redis}. */
    String type();

    /**
     * Makes a registry from its settings; makes no network call.
     *
     * @throws PawseException {@link Reason#INVALID} when a setting is missing or wrong
     */
    Registry create(Settings settings, Clock clock);
}

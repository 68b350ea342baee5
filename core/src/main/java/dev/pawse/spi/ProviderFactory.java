package dev.pawse.spi;

import dev.pawse.spi.capability.Capability;
import java.util.Set;

/**
 * Makes the providers of one type. Found by {@link java.util.ServiceLoader}: a jar names its implementation in
 * {@code META-INF/services/dev.pawse.spi.ProviderFactory}.
 */
public interface ProviderFactory {
    /** The type's name as users write it, e.g. {@code aws-ecs}: lower case, digits and dashes. */
    String type();

    /** One line for people: which platform, which API. */
    String description();

    /** What its providers can do, told without making one. */
    Set<Class<? extends Capability>> capabilities();

    /** What one enters to log in. */
    default LoginForm loginForm() {
        return LoginForm.none("it asks for no login");
    }

    /**
     * Makes a provider from its settings. Reads the settings and wires objects; makes no network call.
     *
     * @throws PawseException {@link Reason#INVALID} when a setting is missing or wrong; {@link Reason#UNAUTHORIZED} when there
     *     are no credentials, with all the ways to give some
     */
    Provider create(ProviderContext context);
}

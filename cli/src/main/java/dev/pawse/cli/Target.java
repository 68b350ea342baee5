package dev.pawse.cli;

import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Capability;

/**
 * The app that a command is about.
 *
 * @param id which app
 * @param provider who runs it
 */
public record Target(AppId id, Provider provider) {
    /**
     * What the provider can do.
     *
     * @throws PawseException {@link Reason#UNSUPPORTED} when it cannot
     */
    public <C extends Capability> C require(Class<C> type) {
        return provider.require(type);
    }

    /**
     * The app as it is now.
     *
     * @throws PawseException {@link Reason#NOT_FOUND} when there is none of that name
     */
    public App app() {
        return provider.app(id)
                .orElseThrow(() ->
                        new PawseException(Reason.NOT_FOUND, "there is no app " + id.name() + " on " + id.provider()));
    }

    /** How a user would name it in the next command. */
    public String flag() {
        return "-a " + id.provider() + ":" + id.name();
    }
}

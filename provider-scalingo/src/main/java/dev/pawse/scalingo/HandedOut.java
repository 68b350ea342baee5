package dev.pawse.scalingo;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** Reads the addresses that the platform hands out: of logs, deployments, one-off containers, backups. They are never told. */
final class HandedOut {
    private HandedOut() {}

    /**
     * An address.
     *
     * @param what what it leads to, for people
     * @throws PawseException {@link Reason#UNAVAILABLE} when it is none
     */
    static URI address(@Nullable String text, String what) {
        try {
            URI address = new URI(text == null ? "" : text);
            if (address.getHost() != null) {
                return address;
            }
        } catch (URISyntaxException e) {
            // Its message would show the address, which is as good as a password.
        }
        throw new PawseException(Reason.UNAVAILABLE, "scalingo told no address of " + what);
    }
}

package dev.pawse.spi;

import java.util.Map;
import java.util.Optional;

/**
 * What somebody entered once to log in and what the front-end keeps for the provider.
 *
 * @param secrets by the keys that {@link LoginForm} names
 * @param origin where it is kept, for people
 */
public record StoredLogin(Map<String, Secret> secrets, String origin) {
    public StoredLogin {
        secrets = Map.copyOf(secrets);
    }

    public Optional<Secret> secret(String key) {
        return Optional.ofNullable(secrets.get(key));
    }

    public CredentialSource source() {
        return new CredentialSource(origin, null);
    }
}

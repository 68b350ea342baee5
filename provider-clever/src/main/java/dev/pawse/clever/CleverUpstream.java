package dev.pawse.clever;

import dev.pawse.spi.Settings;
import java.util.Locale;

/**
 * Where requests for an app are sent: the platform's own domains, because a custom domain may point at the proxy itself.
 *
 * @param scheme {@code https}, or {@code http} in a private set-up
 * @param domain whose names, and itself, are an upstream
 */
record CleverUpstream(String scheme, String domain) {
    static CleverUpstream of(Settings settings) {
        String scheme = settings.text("upstream-scheme").orElse("https").toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw settings.invalid("upstream-scheme", "is '" + scheme + "'; right is https or http");
        }
        String domain = settings.text("upstream-domain").orElse("cleverapps.io").toLowerCase(Locale.ROOT);
        if (!domain.matches("[a-z0-9-]+(\\.[a-z0-9-]+)*")) {
            throw settings.invalid("upstream-domain", "is '" + domain + "'; right is a domain such as cleverapps.io");
        }
        return new CleverUpstream(scheme, domain);
    }

    boolean includes(Domain name) {
        return name.host().equals(domain) || name.host().endsWith("." + domain);
    }

    int port(Domain name) {
        return name.port() > 0 ? name.port() : scheme.equals("https") ? 443 : 80;
    }
}

package dev.pawse.clever;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of an app's domains, which the platform writes as {@code host/} or {@code host/path}.
 *
 * @param host lower case; a leading {@code *.} is a wildcard
 * @param port 0 where the entry names none, as all of the public platform do
 * @param path without slashes around it; empty when all paths are the app's
 */
record Domain(String host, int port, String path) {
    private static final Pattern FORM =
            Pattern.compile("((?:\\*\\.)?[a-z0-9_-]+(?:\\.[a-z0-9_-]+)*)(?::(\\d{1,5}))?(?:/(.*))?");

    /** Reads an entry; empty when it is no domain. */
    static Optional<Domain> parse(String fqdn) {
        int slash = fqdn.indexOf('/');
        String name = (slash < 0 ? fqdn : fqdn.substring(0, slash)).toLowerCase(Locale.ROOT);
        Matcher form = FORM.matcher(slash < 0 ? name : name + fqdn.substring(slash));
        if (!form.matches()) {
            return Optional.empty();
        }
        int port = form.group(2) == null ? 0 : Integer.parseInt(form.group(2));
        String path = form.group(3) == null ? "" : form.group(3).replaceAll("/+$", "");
        return Optional.of(new Domain(form.group(1), port, path));
    }

    boolean isWildcard() {
        return host.startsWith("*");
    }

    @Override
    public String toString() {
        return host + (port > 0 ? ":" + port : "") + (path.isEmpty() ? "" : "/" + path);
    }
}

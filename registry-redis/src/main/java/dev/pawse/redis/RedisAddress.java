package dev.pawse.redis;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which kind of Redis there is and where, as a URL says it; {@code rediss} in place of {@code redis} is TLS. */
final class RedisAddress {
    /** What is right where an address is wrong. */
    static final String RIGHT =
            "right is an address such as redis://127.0.0.1:6379, rediss://user:password@redis.example.com,"
                    + " redis-sentinel://host1,host2,host3/0#primary or redis-cluster://host1,host2";

    private static final Pattern SHAPE = Pattern.compile("([a-z-]+)://([^/?#]*)(/[^?#]*)?(\\?[^#]*)?(?:#(.*))?");
    private static final Pattern PLACE =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?))(?::(\\d{1,5}))?");
    private static final int LAST_PORT = 65_535;

    private final Kind kind;
    private final boolean tls;
    private final List<Place> places;
    private final int database;
    private final String primary;
    private final @Nullable String user;
    private final @Nullable String password;

    private RedisAddress(
            Kind kind,
            boolean tls,
            List<Place> places,
            int database,
            String primary,
            @Nullable String user,
            @Nullable String password) {
        this.kind = kind;
        this.tls = tls;
        this.places = List.copyOf(places);
        this.database = database;
        this.primary = primary;
        this.user = user;
        this.password = password;
    }

    /** How several servers are one Redis. */
    enum Kind {
        /** There is one. */
        SERVER("", 6379),
        /** Sentinels name the one to write to. */
        SENTINEL("-sentinel", 26_379),
        /** Each has a part of the keys. */
        CLUSTER("-cluster", 6379);

        private final String suffix;
        private final int port;

        Kind(String suffix, int port) {
            this.suffix = suffix;
            this.port = port;
        }
    }

    /** One host and port. */
    record Place(String host, int port) {
        @Override
        public String toString() {
            return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
        }
    }

    /**
     * Reads an address.
     *
     * @param wrong makes the failure of what is wrong with it; no part of an address that may hold a password is quoted
     */
    static RedisAddress parse(String text, Function<String, ? extends RuntimeException> wrong) {
        Matcher parts = SHAPE.matcher(text.strip());
        if (!parts.matches()) {
            throw wrong.apply("is no address; " + RIGHT);
        }
        String scheme = parts.group(1);
        Kind kind = kind(scheme)
                .orElseThrow(() -> wrong.apply("begins with '" + scheme + ":', which is no kind of Redis; " + RIGHT));
        String authority = parts.group(2);
        // Whatever stands behind the host may be the rest of a password with a character that has to be encoded.
        if (text.lastIndexOf('@') > text.indexOf("://") + 3 + authority.length()) {
            throw wrong.apply("has an @ behind the hosts; in a user or password write / as %2F, ? as %3F and # as %23");
        }
        if (parts.group(4) != null) {
            throw wrong.apply("has something behind a question mark, which has no meaning here; " + RIGHT);
        }
        int at = authority.lastIndexOf('@');
        @Nullable String user = null;
        @Nullable String password = null;
        if (at >= 0) {
            String info = authority.substring(0, at);
            int colon = info.indexOf(':');
            if (colon < 0) {
                throw wrong.apply("has a user without a password; right is user:password@host or :password@host");
            }
            user = colon == 0 ? null : decoded(info.substring(0, colon), wrong);
            password = decoded(info.substring(colon + 1), wrong);
        }
        List<Place> places = places(authority.substring(at + 1), kind, wrong);
        int database = database(Optional.ofNullable(parts.group(3)).orElse(""), kind, wrong);
        String primary = primary(parts.group(5), kind, wrong);
        return new RedisAddress(kind, scheme.startsWith("rediss"), places, database, primary, user, password);
    }

    Kind kind() {
        return kind;
    }

    boolean tls() {
        return tls;
    }

    List<Place> places() {
        return places;
    }

    /** 0 in a cluster. */
    int database() {
        return database;
    }

    /** What the sentinels call the servers they watch; empty where there are none. */
    String primary() {
        return primary;
    }

    Optional<String> user() {
        return Optional.ofNullable(user);
    }

    Optional<String> password() {
        return Optional.ofNullable(password);
    }

    /** Its name in messages: the hosts, and never a secret. */
    @Override
    public String toString() {
        StringBuilder name = new StringBuilder();
        for (Place place : places) {
            name.append(name.length() == 0 ? "" : ",").append(place);
        }
        return kind == Kind.SENTINEL ? name + "#" + primary : name.toString();
    }

    private static Optional<Kind> kind(String scheme) {
        for (Kind kind : Kind.values()) {
            if (scheme.equals("redis" + kind.suffix) || scheme.equals("rediss" + kind.suffix)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    private static List<Place> places(String hosts, Kind kind, Function<String, ? extends RuntimeException> wrong) {
        List<Place> places = new ArrayList<>();
        String[] each = hosts.split(",", -1);
        for (int i = 0; i < each.length; i++) {
            Matcher place = PLACE.matcher(each[i].strip());
            int port = place.matches() && place.group(3) != null ? Integer.parseInt(place.group(3)) : kind.port;
            if (!place.matches() || port < 1 || port > LAST_PORT) {
                throw wrong.apply(String.format(
                        Locale.ROOT,
                        "has a host (number %d) that is not a name or an address with a port from 1 to %d; %s",
                        i + 1,
                        LAST_PORT,
                        RIGHT));
            }
            places.add(new Place(place.group(1) != null ? place.group(1) : place.group(2), port));
        }
        if (kind == Kind.SERVER && places.size() > 1) {
            throw wrong.apply(
                    "names several hosts, and is neither redis-sentinel:// nor redis-cluster://, which can; " + RIGHT);
        }
        return places;
    }

    private static int database(String path, Kind kind, Function<String, ? extends RuntimeException> wrong) {
        if (path.isEmpty() || path.equals("/")) {
            return 0;
        }
        if (!path.matches("/\\d{1,5}")) {
            throw wrong.apply("has a path that is not the number of a database; " + RIGHT);
        }
        int database = Integer.parseInt(path.substring(1));
        if (kind == Kind.CLUSTER && database != 0) {
            throw wrong.apply("names the database " + database + ", and a cluster has 0 alone");
        }
        return database;
    }

    private static String primary(
            @Nullable String fragment, Kind kind, Function<String, ? extends RuntimeException> wrong) {
        boolean named = fragment != null && !fragment.isEmpty();
        if (kind == Kind.SENTINEL && !named) {
            throw wrong.apply("lacks # and what the sentinels call the primary; " + RIGHT);
        }
        if (kind != Kind.SENTINEL && fragment != null) {
            throw wrong.apply("has something behind a #, which only redis-sentinel:// has a use for; " + RIGHT);
        }
        return fragment == null ? "" : fragment;
    }

    private static String decoded(String text, Function<String, ? extends RuntimeException> wrong) {
        try {
            // A plus is a plus here, and not the space of a form.
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw wrong.apply("has a % in its user or password that is not followed by two hex digits");
        }
    }
}

package dev.pawse.clever;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import java.util.HashMap;
import java.util.Map;

/** Where a PostgreSQL database is, as the variables that its tools read; the password is nowhere else. */
final class PostgresAddress {
    private static final String PREFIX = "POSTGRESQL_ADDON_";

    private final Map<String, String> variables;
    private final Secret password;
    private final String database;

    private PostgresAddress(Map<String, String> variables, Secret password, String database) {
        this.variables = Map.copyOf(variables);
        this.password = password;
        this.database = database;
    }

    /**
     * Reads what the add-on tells an app. Where it tells of a way past the connection pooler, that one is taken: a dump needs a
     * session of its own.
     */
    static PostgresAddress of(Map<String, String> addon) {
        String host = addon.getOrDefault(PREFIX + "DIRECT_HOST", addon.getOrDefault(PREFIX + "HOST", ""));
        String port = addon.getOrDefault(PREFIX + "DIRECT_PORT", addon.getOrDefault(PREFIX + "PORT", "5432"));
        String database = addon.getOrDefault(PREFIX + "DB", "");
        String user = addon.getOrDefault(PREFIX + "USER", "");
        if (host.isEmpty() || database.isEmpty() || user.isEmpty()) {
            throw new PawseException(
                    Reason.UNAVAILABLE,
                    "the database's add-on does not tell its host, name and user: it may still be made");
        }
        Map<String, String> variables = new HashMap<>();
        variables.put("PGHOST", host);
        variables.put("PGPORT", port);
        variables.put("PGDATABASE", database);
        variables.put("PGUSER", user);
        variables.put("PGCONNECT_TIMEOUT", "15");
        return new PostgresAddress(variables, Secret.of(addon.getOrDefault(PREFIX + "PASSWORD", "")), database);
    }

    /** Puts them into a process's environment. */
    void putInto(Map<String, String> environment) {
        environment.putAll(variables);
        environment.put("PGPASSWORD", password.reveal());
    }

    String database() {
        return database;
    }

    /** A tool's words without the password. */
    String redacted(String text) {
        return password.reveal().isEmpty() ? text : text.replace(password.reveal(), "***");
    }

    @Override
    public String toString() {
        return "PostgresAddress[" + database + "]";
    }
}

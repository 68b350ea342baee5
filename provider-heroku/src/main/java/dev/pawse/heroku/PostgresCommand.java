package dev.pawse.heroku;

import dev.pawse.spi.ShellWords;

/**
 * Lines of shell for PostgreSQL's tools in a one-off dyno. The database's address is taken from the dyno's own environment and
 * handed on in variables that the tools read: neither an address nor a password is ever an argument, here or there.
 */
final class PostgresCommand {
    /** The last line of an upload: without it, the rest was lost on the way. */
    static final String END_OF_UPLOAD = "pawse-end";

    /** Takes an address apart. What is encoded by percent signs is decoded, for which the shell of a dyno, bash, has a printf. */
    private static final String CONNECT = """
            pawse_u=${ADDRESS#*://}; pawse_c=${pawse_u%@*}; pawse_h=${pawse_u##*@};
            pawse_d=${pawse_h#*/}; pawse_d=${pawse_d%%\\?*}; pawse_h=${pawse_h%%/*};
            pawse_text() { printf '%b' "$(printf '%s' "$1" | sed 's/\\\\/\\\\\\\\/g; s/%\\([0-9A-Fa-f][0-9A-Fa-f]\\)/\\\\x\\1/g')"; };
            case "$pawse_h" in *:*) PGPORT="${pawse_h##*:}";; *) PGPORT=5432;; esac;
            PGHOST="${pawse_h%:*}"; PGUSER="$(pawse_text "${pawse_c%%:*}")"; PGPASSWORD="$(pawse_text "${pawse_c#*:}")";
            PGDATABASE="$(pawse_text "$pawse_d")"; PGSSLMODE="${PGSSLMODE:-require}";
            export PGHOST PGPORT PGUSER PGPASSWORD PGDATABASE PGSSLMODE;
            """.replace('\n', ' ');

    private static final String RECEIVE = "pawse_f=$(mktemp) && cat > \"$pawse_f\""
            + " && [ \"$(tail -n 1 \"$pawse_f\")\" = " + END_OF_UPLOAD + " ]"
            + " && sed '$d' \"$pawse_f\" | base64 -d > \"$pawse_f.dump\" && ";

    private PostgresCommand() {}

    /**
     * The database's own shell.
     *
     * @param variable the config var that holds the address
     * @param sql what to run instead of opening it; empty for none
     * @param terminal whether a person types; else the shell is kept from seeing the dyno's terminal, at which it would prompt
     */
    static String shell(String variable, String sql, boolean terminal) {
        if (!sql.isEmpty()) {
            return connect(variable) + "psql --command " + ShellWords.quoted(sql);
        }
        return connect(variable) + (terminal ? "psql" : "cat | psql");
    }

    /** Receives a dump in pg_dump's own format on its input, in Base64, and puts it in the place of what is there. */
    static String restore(String variable) {
        return connect(variable) + RECEIVE + "pg_restore --clean --if-exists --no-owner --no-acl"
                + " --dbname \"$PGDATABASE\" \"$pawse_f.dump\"";
    }

    /** The same for a dump that is a script; all of it or nothing. */
    static String replay(String variable) {
        return connect(variable) + RECEIVE
                + "{ echo 'DROP SCHEMA public CASCADE; CREATE SCHEMA public;'; cat \"$pawse_f.dump\"; }"
                + " | psql --quiet --single-transaction --set ON_ERROR_STOP=1";
    }

    private static String connect(String variable) {
        return CONNECT.replace("ADDRESS", variable);
    }
}

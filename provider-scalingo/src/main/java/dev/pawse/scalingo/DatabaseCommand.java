package dev.pawse.scalingo;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;

/**
 * The lines that a one-off container's shell runs for a database. They name the variable that holds the address and never the address:
 * the shell itself takes it apart and hands user and password on as variables, so that they are in no command line, here or there. User
 * and password are made by the platform of letters, digits, dashes and underscores.
 */
final class DatabaseCommand {
    private DatabaseCommand() {}

    /** Opens the database's own shell. */
    static String shell(String engine, String variable) {
        return switch (engine) {
            case "postgresql" -> postgres(variable, "psql");
            case "mysql" -> mysql(variable, "mysql -h \"$H\" -P \"$P\" -u \"$U\" \"$D\"");
            case "redis" ->
                parts(variable)
                        + "export REDISCLI_AUTH=\"$W\"; dbclient-fetcher redis >&2 && redis-cli -h \"$H\" -p \"$P\"";
            default -> throw unsupported(engine, "a shell of");
        };
    }

    /**
     * Loads a file.
     *
     * @param file as it is called in the container
     * @param archive whether it is an archive of PostgreSQL's custom format rather than statements
     */
    static String load(String engine, String variable, String file, boolean archive) {
        return switch (engine) {
            case "postgresql" ->
                postgres(
                        variable,
                        archive
                                ? "pg_restore --clean --if-exists --no-owner --no-privileges --no-comments -d \"$D\" "
                                        + file
                                : "psql -q -v ON_ERROR_STOP=1 --single-transaction -f " + file);
            case "mysql" -> mysql(variable, "mysql -h \"$H\" -P \"$P\" -u \"$U\" \"$D\" < " + file);
            default -> throw unsupported(engine, "loading a dump into");
        };
    }

    private static String postgres(String variable, String command) {
        return parts(variable)
                + "export PGHOST=\"$H\" PGPORT=\"$P\" PGUSER=\"$U\" PGPASSWORD=\"$W\" PGDATABASE=\"$D\" PGSSLMODE=prefer; "
                + "dbclient-fetcher pgsql >&2 && " + command;
    }

    private static String mysql(String variable, String command) {
        return parts(variable) + "export MYSQL_PWD=\"$W\"; dbclient-fetcher mysql >&2 && " + command;
    }

    /** Takes {@code scheme://user:password@host:port/database?…} apart: U, W, H, P, D. */
    private static String parts(String variable) {
        return "A=\"${" + variable + "#*://}\"; L=\"${A%@*}\"; R=\"${A##*@}\"; U=\"${L%%:*}\"; W=\"${L#*:}\"; "
                + "N=\"${R%%/*}\"; H=\"${N%:*}\"; P=\"${N##*:}\"; D=\"${R#*/}\"; D=\"${D%%\\?*}\"; ";
    }

    private static PawseException unsupported(String engine, String what) {
        return new PawseException(
                Reason.UNSUPPORTED,
                "scalingo: " + what + " " + engine
                        + " is not possible from here; \"pawse shell\" opens a container that" + " reaches it");
    }
}

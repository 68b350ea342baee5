package dev.pawse.cli.command;

import dev.pawse.cli.Problem;
import dev.pawse.cli.Session;
import dev.pawse.cli.Similar;
import dev.pawse.cli.Target;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Databases;
import dev.pawse.spi.capability.Databases.Database;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The database that a command is about.
 *
 * @param target the app that it belongs to
 * @param port how it is reached
 * @param database which one
 */
record ChosenDatabase(Target target, Databases port, Database database) {
    static final String FLAG = "Which one; else the app's only or main one.";

    /** The one of that id, or the main one. */
    static ChosenDatabase of(Session session, @Nullable String id) {
        return choose(session, id, false);
    }

    /** The same for what cannot be undone: of several one has to be named. */
    static ChosenDatabase certain(Session session, @Nullable String id) {
        return choose(session, id, true);
    }

    String id() {
        return database.id();
    }

    String app() {
        return target.id().name();
    }

    /** E.g. {@code main of shop}. */
    String text() {
        return id() + " of " + app();
    }

    /** E.g. {@code postgresql 16.4}. */
    String engine() {
        return database.version() == null ? database.engine() : database.engine() + " " + database.version();
    }

    private static ChosenDatabase choose(Session session, @Nullable String id, boolean certain) {
        Target target = session.targets().app();
        Databases port = target.require(Databases.class);
        List<Database> all = port.databases(target.id());
        if (all.isEmpty()) {
            throw new PawseException(Reason.NOT_FOUND, target.id().name() + " has no database");
        }
        if (id == null && certain && all.size() > 1) {
            throw Problem.usage(target.id().name() + " has " + all.size() + " databases: " + names(all))
                    .next("--database " + all.get(0).id())
                    .about(target.id())
                    .failure();
        }
        return new ChosenDatabase(target, port, id == null ? all.get(0) : named(target, all, id));
    }

    private static Database named(Target target, List<Database> all, String id) {
        return all.stream()
                .filter(database -> database.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Problem.of(Reason.NOT_FOUND, target.id().name() + " has no database " + id)
                        .similar(Similar.to(id, all.stream().map(Database::id).toList())
                                .orElse(names(all)))
                        .next("pawse db list " + target.flag())
                        .about(target.id())
                        .failure());
    }

    private static String names(List<Database> all) {
        return String.join(", ", all.stream().map(Database::id).toList());
    }
}

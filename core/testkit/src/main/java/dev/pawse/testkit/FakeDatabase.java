package dev.pawse.testkit;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import dev.pawse.spi.capability.Databases.Backup;
import dev.pawse.spi.capability.Databases.Database;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** A database of an app of a {@link FakeProvider}: one text. Safe for many threads. */
public final class FakeDatabase {
    private final String id;
    private final Clock clock;
    private final List<Backup> backups = new ArrayList<>();
    private String content = "";

    FakeDatabase(String id, Clock clock) {
        this.id = id;
        this.clock = clock;
    }

    public String id() {
        return id;
    }

    /** Replaces what it holds. */
    public synchronized void fill(String value) {
        content = value;
    }

    /** What it holds. */
    public synchronized String content() {
        return content;
    }

    synchronized Database seen() {
        return new Database(id, "postgresql", "16.4", content.getBytes(StandardCharsets.UTF_8).length);
    }

    Secret url() {
        return Secret.of("postgres://owner:" + id + "-password@127.0.0.1:5432/" + id);
    }

    synchronized List<Backup> backups() {
        return List.copyOf(backups);
    }

    /** The contents, as a backup that the platform keeps from now on. */
    synchronized byte[] dump() {
        byte[] dump = ("dump of\n" + content).getBytes(StandardCharsets.UTF_8);
        backups.add(0, new Backup("b" + (backups.size() + 1), id, clock.instant(), dump.length));
        return dump;
    }

    synchronized void load(byte[] dump) {
        String text = new String(dump, StandardCharsets.UTF_8);
        if (!text.startsWith("dump of\n")) {
            throw new PawseException(Reason.INVALID, "this is no dump of a database");
        }
        content = text.substring("dump of\n".length());
    }
}

package dev.pawse.heroku.fake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A Postgres add-on whose content is a file, where the stand-ins of PostgreSQL's tools find it, with its transfers. Guarded by the
 * account's lock.
 */
final class FakeDatabase {
    final String id = UUID.randomUUID().toString();
    final String name;
    final String variable = "DATABASE_URL";
    final List<FakeTransfer> transfers = new ArrayList<>();
    private final Path file;
    private final String password;

    private FakeDatabase(String name, Path file, String password) {
        this.name = name;
        this.file = file;
        this.password = password;
    }

    static FakeDatabase create(Path folder, int number) {
        String password = "p" + UUID.randomUUID().toString().replace("-", "");
        FakeDatabase made =
                new FakeDatabase("postgresql-round-" + (10_000 + number), folder.resolve("d" + number), password);
        made.fill("");
        try {
            Files.writeString(folder.resolve("d" + number + ".password"), password);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return made;
    }

    String url() {
        return "postgres://u" + id.substring(0, 8) + ":" + password + "@127.0.0.1:5432/" + file.getFileName();
    }

    String content() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void fill(String content) {
        try {
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    FakeTransfer capture(Clock clock, Duration takes) {
        byte[] dump = ("PGDMP" + content()).getBytes(StandardCharsets.UTF_8);
        return add(new FakeTransfer(nextNumber(), "pg_dump", "gof3r", dump, clock, takes));
    }

    FakeTransfer restore(byte[] dump, Clock clock, Duration takes) {
        fill(new String(dump, StandardCharsets.UTF_8).substring("PGDMP".length()));
        return add(new FakeTransfer(nextNumber(), "gof3r", "pg_restore", dump, clock, takes));
    }

    Optional<FakeTransfer> transfer(String uuidOrNumber) {
        return transfers.stream()
                .filter(one -> one.uuid.equals(uuidOrNumber)
                        || String.valueOf(one.number).equals(uuidOrNumber))
                .findFirst();
    }

    Map<String, @Nullable Object> addOn(HostedApp owner) {
        return Json.object(
                "addon_service", Json.object("id", "service-postgres", "name", "heroku-postgresql"),
                "app", owner.reference(),
                "config_vars", List.of(variable),
                "created_at", Json.time(owner.createdAt),
                "id", id,
                "name", name,
                "plan", Json.object("id", "plan-essential", "name", "heroku-postgresql:essential-0"),
                "state", "provisioned",
                "updated_at", Json.time(owner.createdAt),
                "web_url", null);
    }

    /** What the plain version of the API leaves out is there only where it is asked for. */
    Map<String, @Nullable Object> attachment(HostedApp owner, boolean whole) {
        Map<String, @Nullable Object> addOn = Json.object("id", id, "name", name, "app", owner.reference());
        if (whole) {
            addOn.put("plan", Json.object("id", "plan-essential", "name", "heroku-postgresql:essential-0"));
        }
        Map<String, @Nullable Object> attachment = Json.object(
                "addon",
                addOn,
                "app",
                owner.reference(),
                "created_at",
                Json.time(owner.createdAt),
                "id",
                "attachment-" + id,
                "name",
                "DATABASE",
                "namespace",
                null,
                "log_input_url",
                null,
                "updated_at",
                Json.time(owner.createdAt),
                "web_url",
                null);
        if (whole) {
            attachment.put("config_vars", List.of(variable));
        }
        return attachment;
    }

    Map<String, @Nullable Object> info() {
        return Json.object(
                "addon_id",
                id,
                "name",
                name,
                "resource_url",
                null,
                "info",
                List.of(
                        info("Plan", "Essential 0"),
                        info("Status", "Available"),
                        info("PG Version", "16.4"),
                        info("Data Size", "8.6 MB / 1 GB (0.84%)"),
                        info("Continuous Protection", "Off")));
    }

    private static Map<String, @Nullable Object> info(String name, String value) {
        return Json.object("name", name, "values", List.of(value));
    }

    private int nextNumber() {
        return transfers.stream().mapToInt(one -> one.number).max().orElse(0) + 1;
    }

    private FakeTransfer add(FakeTransfer transfer) {
        transfers.add(transfer);
        return transfer;
    }
}

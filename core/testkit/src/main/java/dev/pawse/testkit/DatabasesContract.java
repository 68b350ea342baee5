package dev.pawse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.AppId;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Databases;
import dev.pawse.spi.capability.Databases.Backup;
import dev.pawse.spi.capability.Databases.Database;
import dev.pawse.spi.capability.Shell;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every provider does that handles databases. The app of the cloud has exactly one. */
public interface DatabasesContract extends ProviderContract {
    /** Replaces what the app's database holds; the text stands for all of it. */
    void fillDatabase(AppId app, String content);

    /** What the app's database holds. */
    String databaseContent(AppId app);

    /** An app that exists and has no database. */
    AppId appWithoutDatabase();

    @Test
    default void anAppsDatabaseIsListed() {
        assertThat(databases().databases(app())).singleElement().satisfies(database -> {
            assertThat(database.id()).isNotBlank();
            assertThat(database.engine()).isNotBlank();
            assertThat(database.bytes()).isGreaterThanOrEqualTo(-1);
        });
    }

    @Test
    default void aDumpThatIsLoadedBringsBackWhatWasThere() {
        fillDatabase(app(), "what was there");
        byte[] dump = dump(null);
        fillDatabase(app(), "what came after");

        databases().loadDatabase(app(), null, new ByteArrayInputStream(dump), cloud().operationTime());

        assertThat(databaseContent(app())).isEqualTo("what was there");
    }

    @Test
    default void aDatabaseNamedByItsIdIsTheSameAsTheOnlyOne() {
        String id = only().id();
        fillDatabase(app(), "what was there");
        byte[] dump = dump(id);
        fillDatabase(app(), "what came after");

        databases().loadDatabase(app(), id, new ByteArrayInputStream(dump), cloud().operationTime());

        assertThat(databaseContent(app())).isEqualTo("what was there");
        assertThat(databases().databaseUrl(app(), id)).isEqualTo(databases().databaseUrl(app(), null));
    }

    @Test
    default void aDumpChangesNothing() {
        fillDatabase(app(), "what was there");

        assertThat(dump(null)).isNotEmpty();

        assertThat(databaseContent(app())).isEqualTo("what was there");
    }

    @Test
    default void theAddressIsASecret() {
        assertThat(databases().databaseUrl(app(), null).reveal()).contains("://");
        assertThat(databases().databases(app()).toString())
                .doesNotContain(databases().databaseUrl(app(), null).reveal());
    }

    @Test
    default void backupsComeNewestFirstAndNameTheirDatabase() {
        dump(null);
        cloud().tick();
        dump(null);

        List<Backup> backups = databases().backups(app(), null);

        assertThat(backups).extracting(Backup::createdAt).isSortedAccordingTo(Comparator.<Instant>reverseOrder());
        assertThat(backups).allMatch(backup -> backup.database().equals(only().id()));
    }

    @Test
    default void theDatabasesShellOpensAndEndsWithItsInput() throws IOException {
        try (Shell.Session session = databases().openDatabaseShell(app(), null, Shell.Request.run(List.of()))) {
            session.input().close();

            assertThat(session.exitCode(cloud().patience())).hasValue(0);
        }
    }

    @Test
    default void anAppWithoutADatabaseHasNone() {
        AppId without = appWithoutDatabase();

        assertThat(databases().databases(without)).isEmpty();
        Fails.with(Reason.NOT_FOUND, () -> databases().databaseUrl(without, null));
        assertNothingToDumpOrLoad(without, null);
    }

    @Test
    default void anUnknownDatabaseIsNotFound() {
        fillDatabase(app(), "what was there");

        Fails.with(Reason.NOT_FOUND, () -> databases().databaseUrl(app(), "no-such-database"));
        assertNothingToDumpOrLoad(app(), "no-such-database");
        assertThat(databaseContent(app())).isEqualTo("what was there");
    }

    @Test
    default void anUnknownAppHasNoDatabases() {
        Fails.with(Reason.NOT_FOUND, () -> databases().databases(cloud().unknownApp()));
        assertNothingToDumpOrLoad(cloud().unknownApp(), null);
    }

    private void assertNothingToDumpOrLoad(AppId app, @Nullable String database) {
        ByteArrayOutputStream to = new ByteArrayOutputStream();
        Fails.with(Reason.NOT_FOUND, () -> databases().backups(app, database));
        Fails.with(Reason.NOT_FOUND, () -> databases().dumpDatabase(app, database, to, cloud().operationTime()));
        Fails.with(
                Reason.NOT_FOUND,
                () -> databases()
                        .loadDatabase(
                                app, database, new ByteArrayInputStream(new byte[] {1}), cloud().operationTime()));
        Fails.with(
                Reason.NOT_FOUND,
                () -> databases()
                        .openDatabaseShell(app, database, Shell.Request.run(List.of()))
                        .close());
        assertThat(to.size()).as("bytes of a dump that failed").isZero();
    }

    private Databases databases() {
        return provider().require(Databases.class);
    }

    private AppId app() {
        return cloud().app();
    }

    private Database only() {
        return databases().databases(app()).get(0);
    }

    private byte[] dump(@Nullable String database) {
        ByteArrayOutputStream to = new ByteArrayOutputStream();
        databases().dumpDatabase(app(), database, to, cloud().operationTime());
        return to.toByteArray();
    }
}

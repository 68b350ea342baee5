package dev.pawse.heroku;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pawse.heroku.fake.FakeHeroku;
import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Databases;
import dev.pawse.spi.capability.Databases.Backup;
import dev.pawse.spi.capability.Databases.Database;
import dev.pawse.spi.capability.Shell;
import dev.pawse.testkit.ApiReply;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class HerokuDatabasesTest {
    private static final AppId SHOP = Harness.id("shop");
    private static final Duration WAIT = Duration.ofMinutes(5);

    private final FakeHeroku heroku = FakeHeroku.start();
    private final Provider provider = Harness.provider(heroku);
    private final Databases databases = provider.require(Databases.class);

    HerokuDatabasesTest() {
        heroku.addApp("shop", heroku.formation());
        heroku.addDatabase("shop");
    }

    @AfterEach
    void close() {
        provider.close();
        heroku.close();
    }

    @Test
    void versionAndSizeAreTold() {
        Database only = databases.databases(SHOP).get(0);

        assertThat(only.version()).isEqualTo("16.4");
        assertThat(only.bytes()).isEqualTo((long) (8.6 * 1024 * 1024));
    }

    @Test
    void aLargeDumpArrivesWhole() {
        String content = "line of a dump, ünïcødé ✓\n".repeat(20_000);
        heroku.fillDatabase("shop", "what was there");

        load("PGDMP" + content);

        assertThat(heroku.databaseContent("shop")).isEqualTo(content);
    }

    @Test
    void aScriptIsReplayedInOneTransaction() {
        load("CREATE TABLE things ();\n");

        assertThat(heroku.databaseContent("shop")).isEqualTo("CREATE TABLE things ();\n");
        assertThat(heroku.toolCalls())
                .singleElement()
                .asString()
                .startsWith("psql ")
                .contains("--single-transaction");
    }

    @Test
    void aDumpThatBreaksOffChangesNothing() {
        heroku.fillDatabase("shop", "what was there");
        InputStream whole = new ByteArrayInputStream("PGDMP".repeat(20_000).getBytes(StandardCharsets.UTF_8));
        InputStream breaks = new SequenceInputStream(whole, new BrokenStream());

        assertThatExceptionOfType(PawseException.class)
                .isThrownBy(() -> databases.loadDatabase(SHOP, null, breaks, WAIT))
                .withMessageContaining("the disk is gone");

        assertThat(heroku.databaseContent("shop")).isEqualTo("what was there");
        assertThat(heroku.toolCalls()).isEmpty();
    }

    @Test
    void anEmptyOrCompressedDumpIsRefusedBeforeAnythingStarts() {
        assertInvalid(new byte[0], "empty");
        assertInvalid(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0}, "gzip");
        assertThat(heroku.api().count(request -> request.path().endsWith("/dynos")))
                .isZero();
    }

    @Test
    void aRestoreThatFailsTellsTheLastWordsOfIt() {
        heroku.forgetPassword("shop");

        assertThatExceptionOfType(PawseException.class)
                .isThrownBy(() -> load("PGDMPcontent"))
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Reason.FAILED))
                .withMessageContaining("exit code 2")
                .withMessageContaining("password authentication failed");
    }

    @Test
    void noAddressAndNoPasswordIsEverInACommandLine() throws IOException {
        String url = databases.databaseUrl(SHOP, null).reveal();
        String password = url.replaceFirst("postgres://[^:]*:([^@]*)@.*", "$1");
        load("PGDMPcontent");
        load("SELECT 1;\n");
        try (Shell.Session session = databases.openDatabaseShell(SHOP, null, Shell.Request.run(List.of("SELECT 1")))) {
            assertThat(new String(session.output().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("content: SELECT 1;");
        }

        assertThat(heroku.toolCalls()).hasSize(3).noneMatch(call -> call.contains(password) || call.contains("://"));
        assertThat(heroku.api().requests())
                .filteredOn(request ->
                        request.path().endsWith("/dynos") && request.method().equals("POST"))
                .hasSize(3)
                .noneMatch(request -> request.text().contains(password));
    }

    @Test
    void aBackupThatFailsTellsWhy() {
        heroku.transferTime(Duration.ofMillis(300));
        heroku.api().fail(request -> request.path().contains("/transfers/"), 1, request -> {
            heroku.failTransfer("shop");
            return ApiReply.text(503, "text/html", "<html>");
        });
        ByteArrayOutputStream to = new ByteArrayOutputStream();

        assertThatExceptionOfType(PawseException.class)
                .isThrownBy(() -> databases.dumpDatabase(SHOP, null, to, WAIT))
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Reason.FAILED))
                .withMessageContaining("b001")
                .withMessageContaining("the connection was lost");
        assertThat(to.size()).isZero();
    }

    @Test
    void aBackupThatTakesTooLongGoesOn() {
        heroku.transferTime(Duration.ofHours(1));

        assertThatExceptionOfType(PawseException.class)
                .isThrownBy(
                        () -> databases.dumpDatabase(SHOP, null, new ByteArrayOutputStream(), Duration.ofSeconds(10)))
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT))
                .withMessageContaining("goes on");
        assertThat(databases.backups(SHOP, null)).isEmpty();
    }

    @Test
    void backupsAreCalledAsHerokusOwnCommandLineCallsThem() {
        databases.dumpDatabase(SHOP, null, new ByteArrayOutputStream(), WAIT);

        assertThat(databases.backups(SHOP, null)).extracting(Backup::id).containsExactly("b001");
    }

    @Test
    void aDatabaseGoesByTheNamesOfItsAttachmentsToo() {
        assertThat(databases.databaseUrl(SHOP, "DATABASE_URL")).isEqualTo(databases.databaseUrl(SHOP, null));
        assertThat(databases.databaseUrl(SHOP, "database")).isEqualTo(databases.databaseUrl(SHOP, null));
    }

    private void load(String dump) {
        databases.loadDatabase(SHOP, null, new ByteArrayInputStream(dump.getBytes(StandardCharsets.UTF_8)), WAIT);
    }

    private void assertInvalid(byte[] dump, String said) {
        assertThatExceptionOfType(PawseException.class)
                .isThrownBy(() -> databases.loadDatabase(SHOP, null, new ByteArrayInputStream(dump), WAIT))
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Reason.INVALID))
                .withMessageContaining(said);
    }

    /** A disk that is gone. */
    private static final class BrokenStream extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("the disk is gone");
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            throw new IOException("the disk is gone");
        }
    }
}

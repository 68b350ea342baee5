package dev.pawse.clever;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawse.clever.fake.FakeClever;
import dev.pawse.spi.AppId;
import dev.pawse.spi.Formation;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Databases;
import dev.pawse.spi.capability.Shell.Request;
import dev.pawse.spi.capability.Shell.Session;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CleverDatabasesTest {
    private static final AppId SHOP = new AppId("test", "shop");
    private static final Duration LONG = Duration.ofSeconds(15);

    @TempDir
    Path tools;

    private final FakeClever platform = FakeClever.start();

    CleverDatabasesTest() {
        platform.addApp("shop", Formation.of(Map.of("web", 1)));
        platform.addDatabase("shop");
        platform.fillDatabase("shop", "rows");
    }

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void noToolSeesThePasswordOnItsCommandLine() throws IOException {
        try (Provider provider = provider(Map.of(), platform.tools())) {
            Databases databases = provider.require(Databases.class);
            byte[] dump = dump(databases);
            databases.loadDatabase(SHOP, null, new ByteArrayInputStream(dump), LONG);
            shell(databases, "select * from users where password = 'tell-nobody-4711'");
        }
        assertThat(platform.toolCommands())
                .hasSize(3)
                .noneMatch(line -> line.contains(platform.databasePassword("shop")))
                .noneMatch(line -> line.contains("tell-nobody-4711"))
                .noneMatch(line -> line.contains("://"));
    }

    @Test
    void theRealCommandLineOfAToolThatRunsHoldsNoPassword() throws IOException {
        Path waits = tools.resolve("psql");
        Files.writeString(waits, "#!/bin/sh\necho ready\n/bin/cat > /dev/null\n");
        Files.setPosixFilePermissions(waits, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (Provider provider = provider(Map.of(), tools);
                Session session =
                        provider.require(Databases.class).openDatabaseShell(SHOP, null, Request.run(List.of()))) {
            assertThat(session.output().read()).isEqualTo('r');

            List<String> lines = ProcessHandle.current()
                    .descendants()
                    .map(child -> commandLine(child.pid()))
                    .filter(line -> line.contains("psql"))
                    .toList();

            assertThat(lines).isNotEmpty().noneMatch(line -> line.contains(platform.databasePassword("shop")));
        }
    }

    @Test
    void aPlainDumpIsLoadedToo() {
        try (Provider provider = provider(Map.of(), platform.tools())) {
            byte[] sql = "create table t ();".getBytes(StandardCharsets.UTF_8);

            provider.require(Databases.class).loadDatabase(SHOP, null, new ByteArrayInputStream(sql), LONG);
        }
        assertThat(platform.databaseContent("shop")).isEqualTo("create table t ();");
    }

    @Test
    void withoutTheToolsItSaysWhatIsMissingAndWhatElseWorks() {
        try (Provider provider = provider(Map.of(), tools)) {
            assertThatThrownBy(() -> dump(provider.require(Databases.class)))
                    .isInstanceOfSatisfying(
                            PawseException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNSUPPORTED))
                    .hasMessageContaining("pg_dump is not on this machine")
                    .hasMessageContaining("install PostgreSQL's client tools")
                    .hasMessageContaining("latest-backup");
        }
    }

    @Test
    void theNewestBackupServesAsADumpWithoutAnyTool() {
        platform.backUpDatabase("shop");
        platform.fillDatabase("shop", "newer rows");
        platform.backUpDatabase("shop");
        platform.fillDatabase("shop", "rows of now");
        try (Provider provider = provider(Map.of("dump", "latest-backup"), tools)) {
            Databases databases = provider.require(Databases.class);

            assertThat(dump(databases)).asString(StandardCharsets.UTF_8).isEqualTo("PGDMPnewer rows");
            assertThat(databases.backups(SHOP, null)).hasSize(2);
        }
    }

    @Test
    void aDatabaseWithoutABackupSaysSo() {
        try (Provider provider = provider(Map.of("dump", "latest-backup"), tools)) {
            assertThatThrownBy(() -> dump(provider.require(Databases.class)))
                    .isInstanceOfSatisfying(
                            PawseException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_FOUND))
                    .hasMessageContaining("has no backup yet");
        }
    }

    @Test
    void aToolThatFailsIsToldInItsOwnWordsWithoutThePassword() throws IOException {
        Path fails = tools.resolve("pg_dump");
        Files.writeString(fails, "#!/bin/sh\necho \"pg_dump: error: no luck with $PGPASSWORD\" >&2\nexit 4\n");
        Files.setPosixFilePermissions(fails, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (Provider provider = provider(Map.of(), tools)) {
            assertThatThrownBy(() -> dump(provider.require(Databases.class)))
                    .isInstanceOfSatisfying(
                            PawseException.class, e -> assertThat(e.reason()).isEqualTo(Reason.FAILED))
                    .hasMessage("pg_dump ended with 4: pg_dump: error: no luck with ***");
        }
    }

    @Test
    void aToolThatDoesNotEndIsStopped() throws IOException {
        Path hangs = tools.resolve("pg_dump");
        Files.writeString(hangs, "#!/bin/sh\nexec /bin/sleep 600\n");
        Files.setPosixFilePermissions(hangs, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (Provider provider = provider(Map.of(), tools)) {
            assertThatThrownBy(() -> provider.require(Databases.class)
                            .dumpDatabase(SHOP, null, OutputStream.nullOutputStream(), Duration.ofMillis(200)))
                    .isInstanceOfSatisfying(
                            PawseException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TIMEOUT));
        }
    }

    @Test
    void aDumpThatCannotBeWrittenFails() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException("no space left");
            }
        };
        try (Provider provider = provider(Map.of(), platform.tools())) {
            assertThatThrownBy(() -> provider.require(Databases.class).dumpDatabase(SHOP, null, full, LONG))
                    .isInstanceOf(PawseException.class);
        }
    }

    private static void shell(Databases databases, String statement) throws IOException {
        try (Session session = databases.openDatabaseShell(SHOP, null, Request.run(List.of(statement)))) {
            assertThat(session.output().readAllBytes())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("rows");
            assertThat(session.exitCode(LONG)).hasValue(0);
        }
    }

    private static byte[] dump(Databases databases) {
        ByteArrayOutputStream to = new ByteArrayOutputStream();
        databases.dumpDatabase(SHOP, null, to, LONG);
        return to.toByteArray();
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(pid), "cmdline"));
        } catch (IOException e) {
            return ProcessHandle.of(pid)
                    .flatMap(child -> child.info().commandLine())
                    .orElse("");
        }
    }

    private Provider provider(Map<String, String> more, Path path) {
        Map<String, String> values = Setup.settings(platform);
        values.putAll(more);
        return Setup.provider(
                values, Clock.systemUTC(), Map.of("PATH", path + (path.equals(tools) ? "" : ":/usr/bin:/bin")));
    }
}

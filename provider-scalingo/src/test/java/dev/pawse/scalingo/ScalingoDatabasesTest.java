package dev.pawse.scalingo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawse.scalingo.fake.FakeScalingo;
import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Databases;
import dev.pawse.spi.capability.Shell;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ScalingoDatabasesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ScalingoFixture fixture = new ScalingoFixture();
    private final FakeScalingo fake = fixture.fake;
    private final Provider provider = fixture.provider();
    private final Databases databases = provider.require(Databases.class);

    @AfterEach
    void close() {
        provider.close();
        fixture.close();
    }

    @Test
    void noAddressAndNoPasswordIsInACommandLine() throws IOException {
        load("PGDMP\nan archive");
        load("select 1;");
        try (Shell.Session session =
                databases.openDatabaseShell(ScalingoFixture.SHOP, null, Shell.Request.run(List.of()))) {
            session.input().close();
            assertThat(session.exitCode(PATIENCE)).hasValue(0);
        }

        assertThat(fake.commands("shop"))
                .hasSize(3)
                .allSatisfy(command -> assertThat(command)
                        .contains("SCALINGO_POSTGRESQL_URL")
                        .doesNotContain("s3cret", "scalingo-dbs.com", "31234"));
    }

    @Test
    void statementsAreLoadedAsStatements() {
        load("create table a ();");

        assertThat(fake.databaseContent("shop")).isEqualTo("create table a ();");
    }

    @Test
    void aLoadThatEndsBadlyTellsWhatWasWritten() {
        fake.variable(
                "shop",
                "SCALINGO_POSTGRESQL_URL",
                databases.databaseUrl(ScalingoFixture.SHOP, null).reveal().replace("s3cret-of-the-database", ""));

        PawseException failure = catchThrowableOfType(PawseException.class, () -> load("PGDMP\nan archive"));

        assertThat(failure.reason()).isEqualTo(Reason.FAILED);
        assertThat(failure).hasMessageContaining("exit code 2").hasMessageContaining("no password");
    }

    @Test
    void aBackupThatFailsIsAFailure() {
        fake.failBackups(true);

        PawseException failure = catchThrowableOfType(
                PawseException.class,
                () -> databases.dumpDatabase(
                        ScalingoFixture.SHOP, null, OutputStream.nullOutputStream(), PATIENCE.multipliedBy(10)));

        assertThat(failure.reason()).isEqualTo(Reason.FAILED);
    }

    @Test
    void aDumpIsTheArchivesLastFileByteForByte() {
        fake.fillDatabase("shop", "x".repeat(100_000));
        ByteArrayOutputStream dump = new ByteArrayOutputStream();

        databases.dumpDatabase(ScalingoFixture.SHOP, null, dump, PATIENCE.multipliedBy(10));

        assertThat(dump.toString(StandardCharsets.UTF_8)).isEqualTo("PGDMP\n" + "x".repeat(100_000));
    }

    @Test
    void aDumpThatIsTooLargeIsRefusedBeforeAnythingRuns() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                return length;
            }
        };

        PawseException failure = catchThrowableOfType(
                PawseException.class, () -> databases.loadDatabase(ScalingoFixture.SHOP, null, endless, PATIENCE));

        assertThat(failure.reason()).isEqualTo(Reason.INVALID);
        assertThat(failure).hasMessageContaining("100 MiB");
        assertThat(fake.commands("shop")).isEmpty();
    }

    @Test
    void severalDatabasesHaveToBeNamed() {
        String second = fake.addDatabase("shop", "mysql");

        PawseException failure =
                catchThrowableOfType(PawseException.class, () -> databases.databaseUrl(ScalingoFixture.SHOP, null));

        assertThat(failure.reason()).isEqualTo(Reason.INVALID);
        assertThat(failure).hasMessageContaining(second);
    }

    @Test
    void whatHasNoLoaderSaysSo() {
        String id = fake.addDatabase("stock", "mongo");
        ByteArrayInputStream dump = new ByteArrayInputStream(new byte[] {1});

        PawseException failure = catchThrowableOfType(
                PawseException.class, () -> databases.loadDatabase(new AppId("scalingo", "stock"), id, dump, PATIENCE));

        assertThat(failure.reason()).isEqualTo(Reason.UNSUPPORTED);
    }

    private void load(String dump) {
        databases.loadDatabase(
                ScalingoFixture.SHOP, null, new ByteArrayInputStream(dump.getBytes(StandardCharsets.UTF_8)), PATIENCE);
    }
}

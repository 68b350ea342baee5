package dev.pawse.heroku;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PostgresCommandTest {
    @ParameterizedTest
    @CsvSource({
        "postgres://u1:p1@db.example.com:5433/d1, db.example.com 5433 u1 p1 d1 require",
        "postgres://u1:p1@db.example.com/d1, db.example.com 5432 u1 p1 d1 require",
        "postgresql://u1:p%40%3A%25%5C1@db.example.com:5432/d1?sslmode=x, db.example.com 5432 u1 p@:%\\1 d1 require"
    })
    void theToolsFindTheDatabaseByTheirVariables(String address, String found)
            throws IOException, InterruptedException {
        String line = PostgresCommand.shell("HEROKU_POSTGRESQL_RED_URL", "", true)
                .replaceFirst(
                        "psql$",
                        "printf '%s' \"\\$PGHOST \\$PGPORT \\$PGUSER \\$PGPASSWORD \\$PGDATABASE \\$PGSSLMODE\"");
        ProcessBuilder bash = new ProcessBuilder("bash", "-c", line).redirectErrorStream(true);
        bash.environment().put("HEROKU_POSTGRESQL_RED_URL", address);
        bash.environment().remove("PGSSLMODE");

        Process process = bash.start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isZero();
        assertThat(told).isEqualTo(found);
    }
}

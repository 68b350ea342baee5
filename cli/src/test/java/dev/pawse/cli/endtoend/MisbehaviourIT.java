package dev.pawse.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever a client sends or an app does: the answer says what happened, and the next one is served. */
final class MisbehaviourIT {
    @TempDir
    static Path folder;

    @SuppressWarnings("NullAway.Init") // Started before all tests.
    private static RunningPawse pawse;

    @BeforeAll
    static void start() throws Exception {
        pawse = RunningPawse.in(folder, """
                        apps:
                          good:
                            processes: { web: { command: "APP", quantity: 1 } }
                            environment: { STARTS: starts }
                            hosts: [good.example.test]
                          bad:
                            processes: { web: { command: "exit 3", quantity: 1 } }
                            hosts: [bad.example.test]
                        """)
                .set("START_AND_STOP_MAX_IDLE_TIME", "10m")
                .start();
    }

    @AfterAll
    static void stop() throws Exception {
        assertThat(pawse.terminate()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "GET / HTTP/1.1|Host: %%%||, 400",
        "GET / HTTP/1.1|Host: a b||, 400",
        "GET / HTTP/1.1||, 400",
        "GET //[ HTTP/1.1|Host: good.example.test|Connection: close||, 200",
        "GET / HTTP/1.1|Host: 1.2.3.4|Connection: close||, 421",
        "GET //good.example.test/ HTTP/1.1|Host: unknown.example.test|Connection: close||, 421",
        "POST / HTTP/1.1|Host: good.example.test|Content-Length: 1|Transfer-Encoding: chunked||0||, 400"
    })
    void theAnswerFitsAndTheNextRequestIsServed(String request, int status) throws Exception {
        String answer = pawse.raw(request.replace("|", "\r\n"));

        assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
        assertThat(pawse.get("good", "/").body()).startsWith("web.1 ");
    }

    @Test
    void anAppThatDoesNotStartIsAnsweredWithItsReason() throws Exception {
        var answer = pawse.get("bad", "/");

        assertThat(answer.statusCode()).isIn(502, 503, 504);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(pawse.logged()).contains("local/bad");
    }

    @Test
    void anAppThatResetsItsConnectionIsAnsweredWith502() throws Exception {
        assertThat(pawse.get("good", "/reset").statusCode()).isEqualTo(502);
        assertThat(pawse.get("good", "/").statusCode()).isEqualTo(200);
    }
}

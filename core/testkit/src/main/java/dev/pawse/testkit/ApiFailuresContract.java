package dev.pawse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import dev.pawse.spi.Reason;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;

/**
 * What a provider makes of an API's bad days: each refusal becomes its reason, nothing is taken for what it is not, and no secret is
 * told. The API is an {@link ApiServer}; logs are read from {@code java.util.logging}, so a test has its SLF4J go there
 * ({@code slf4j-jdk14}).
 */
public interface ApiFailuresContract {
    /** The server behind the provider. */
    ApiServer api();

    /** A provider of that server, with the time limits it usually has; the test closes it. */
    Provider patientProvider();

    /** A provider of that server which gives up on a silent one within about two seconds; the test closes it. */
    Provider impatientProvider();

    /** An app that is there. */
    AppId presentApp();

    /** Texts that nobody may see: the credentials, values of variables. */
    List<String> secrets();

    /** Whether a request is one of those that {@link Provider#app} makes, rather than one for a token. */
    default boolean isAboutApps(ApiRequest request) {
        return request.path().contains("app") || request.path().contains("summary");
    }

    /** The method of the requests that {@link Provider#app} makes. */
    default String methodOfCalls() {
        return "GET";
    }

    @Test
    default void wrongCredentialsAreUnauthorized() {
        assertReason(
                Reason.UNAUTHORIZED, request -> ApiReply.json(401, "{\"id\":\"unauthorized\",\"message\":\"no\"}"));
    }

    @Test
    default void whatIsNotAllowedIsForbidden() {
        assertReason(Reason.FORBIDDEN, request -> ApiReply.json(403, "{\"id\":\"forbidden\",\"message\":\"no\"}"));
    }

    @Test
    default void whatCannotBeProcessedIsInvalid() {
        assertReason(Reason.INVALID, request -> ApiReply.json(422, "{\"id\":\"invalid_params\",\"message\":\"no\"}"));
    }

    @Test
    default void tooManyCallsAreRateLimited() {
        assertReason(
                Reason.RATE_LIMITED,
                request -> ApiReply.text(429, "text/plain", "Retry later").with("Retry-After", "3600"));
    }

    @Test
    default void aRateLimitTellsHowLongToWait() {
        PawseException failure = failure(
                request -> ApiReply.text(429, "text/plain", "Retry later").with("Retry-After", "3600"));

        assertThat(failure.retryAfter())
                .hasValueSatisfying(wait -> assertThat(wait.toSeconds()).isEqualTo(3600));
    }

    @Test
    default void aCallThatCameTooSoonIsTriedAgain() {
        try (Provider provider = patientProvider()) {
            api().fail(
                            this::isAboutApps,
                            1,
                            request -> ApiReply.text(429, "text/plain", "Retry later")
                                    .with("Retry-After", "0"));

            assertThat(provider.app(presentApp())).isPresent();
        }
    }

    @Test
    default void aPassingFailureIsTriedAgain() {
        try (Provider provider = patientProvider()) {
            api().fail(this::isAboutApps, 1, request -> ApiReply.text(503, "text/html", "<html>sorry</html>"));

            assertThat(provider.app(presentApp())).isPresent();
        }
    }

    @Test
    default void aPlatformThatFailsIsUnavailable() {
        assertReason(Reason.UNAVAILABLE, request -> ApiReply.text(500, "text/html", "<html>sorry</html>"));
    }

    @Test
    default void anAnswerThatIsNoJsonIsUnavailable() {
        assertReason(Reason.UNAVAILABLE, request -> ApiReply.text(200, "text/html", "<html>welcome</html>"));
    }

    @Test
    default void anAnswerOfAnotherShapeIsUnavailable() {
        assertReason(Reason.UNAVAILABLE, request -> ApiReply.json(200, "\"what?\""));
    }

    @Test
    default void anAnswerThatIsCutOffIsUnavailable() {
        assertReason(Reason.UNAVAILABLE, request -> ApiReply.cutOff("application/json", "{\"id\":"));
    }

    @Test
    default void aSilentPlatformIsUnavailable() {
        api().fail(this::isAboutApps, Integer.MAX_VALUE, api().silence());
        try (Provider provider = impatientProvider()) {
            Fails.with(Reason.UNAVAILABLE, () -> provider.app(presentApp()));
        } finally {
            api().heal();
        }
    }

    @Test
    default void aPlatformThatIsNotThereIsUnavailable() {
        try (Provider provider = patientProvider()) {
            api().close();

            Fails.with(Reason.UNAVAILABLE, () -> provider.app(presentApp()));
        }
    }

    @Test
    default void aFailureIsOneSentenceWithoutMarkup() {
        String message = failure(request -> ApiReply.text(500, "text/html", "<html>\n<body>sorry</body></html>"))
                .message();

        assertThat(message).doesNotContain("<", "\n").isNotBlank();
    }

    @Test
    default void noSecretIsEverLogged() {
        // Threads of the client's go on logging while it is read.
        Collection<String> told = new ConcurrentLinkedQueue<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                told.add(new SimpleFormatter().format(record));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger root = Logger.getLogger("");
        Level before = root.getLevel();
        handler.setLevel(Level.ALL);
        root.setLevel(Level.ALL);
        root.addHandler(handler);
        try (Provider provider = patientProvider()) {
            provider.apps();
            provider.app(presentApp());
            api().fail(
                            this::isAboutApps,
                            Integer.MAX_VALUE,
                            request -> ApiReply.text(500, "text/plain", String.join(" ", secrets())));
            told.add(printed(failureOf(provider)));
            api().heal();
            api().fail(
                            this::isAboutApps,
                            Integer.MAX_VALUE,
                            request -> ApiReply.json(200, "[\"" + String.join(" ", secrets()) + "\"]"));
            told.add(printed(failureOf(provider)));
            told.add(provider.toString());
        } finally {
            root.removeHandler(handler);
            root.setLevel(before);
            api().heal();
        }

        assertThat(told).as("what was logged").isNotEmpty();
        assertThat(told).as("log lines of calls").anyMatch(line -> line.contains(methodOfCalls() + " "));
        for (String secret : secrets()) {
            assertThat(told).noneMatch(line -> line.contains(secret));
        }
    }

    private void assertReason(Reason reason, ApiServer.Route route) {
        assertThat(failure(route).reason()).isEqualTo(reason);
    }

    private PawseException failure(ApiServer.Route route) {
        api().fail(this::isAboutApps, Integer.MAX_VALUE, route);
        try (Provider provider = patientProvider()) {
            Throwable failure = catchThrowable(() -> provider.app(presentApp()));
            assertThat(failure).isInstanceOf(PawseException.class);
            return (PawseException) failure;
        } finally {
            api().heal();
        }
    }

    /** A provider may tell for a moment what it has just heard, so it is asked until it fails. */
    private Throwable failureOf(Provider provider) {
        List<Throwable> failures = new ArrayList<>();
        Eventually.holds("a failure", Duration.ofSeconds(30), () -> {
            Throwable failure = catchThrowable(() -> provider.app(presentApp()));
            return failure != null && failures.add(failure);
        });
        return failures.get(0);
    }

    private static String printed(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}

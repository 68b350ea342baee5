package dev.pawse.scalingo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawse.scalingo.fake.FakeScalingo;
import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import dev.pawse.spi.Reason;
import dev.pawse.testkit.ApiFailuresContract;
import dev.pawse.testkit.ApiReply;
import dev.pawse.testkit.ApiServer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScalingoFailuresTest implements ApiFailuresContract {
    private final ScalingoFixture fixture = new ScalingoFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Override
    public ApiServer api() {
        return fixture.fake.api();
    }

    @Override
    public Provider patientProvider() {
        return fixture.provider();
    }

    @Override
    public Provider impatientProvider() {
        return fixture.provider("timeout", "500ms");
    }

    @Override
    public AppId presentApp() {
        return ScalingoFixture.SHOP;
    }

    @Override
    public List<String> secrets() {
        return List.of(FakeScalingo.API_TOKEN, "s3cret-of-the-database", "Basic ", "Bearer ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            400 | {"error":"There was a problem in the JSON"} | INVALID | There was a problem in the JSON
            400 | {"error":"another operation is running"} | CONFLICT | another operation is running
            402 | {"error":"verify your account","url":"https://x.test/pay"} | FORBIDDEN | verify your account (see https://x.test/pay)
            404 | {"resource":"app","error":"not found"} | NOT_FOUND | there is no such app
            404 | {"resource":"container_type","error":"not found"} | INVALID | there is no such container type
            409 | {"error":"taken"} | CONFLICT | taken
            422 | {"errors":{"name":["is short","is odd"],"size":["is wrong"]}} | INVALID | name is short, is odd; size is wrong
            429 | Retry later | RATE_LIMITED | too many calls
            """)
    void aRefusalSaysWhatThePlatformSaid(int status, String body, Reason reason, String words) {
        try (Provider provider = patientProvider()) {
            api().fail(
                            this::isAboutApps,
                            Integer.MAX_VALUE,
                            request -> ApiReply.json(status, body).with("Retry-After", "600"));

            PawseException failure = catchThrowableOfType(PawseException.class, () -> provider.app(presentApp()));

            assertThat(failure.reason()).isEqualTo(reason);
            assertThat(failure.message()).startsWith(words).contains("scalingo answered " + status);
        }
    }

    @Test
    void aLoginThatIsDownIsToldApartFromThePlatform() {
        try (Provider provider = patientProvider()) {
            api().fail(
                            request -> request.path().contains("exchange"),
                            Integer.MAX_VALUE,
                            request -> ApiReply.text(503, "text/html", "<html>"));

            PawseException failure = catchThrowableOfType(PawseException.class, () -> provider.app(presentApp()));

            assertThat(failure.reason()).isEqualTo(Reason.UNAVAILABLE);
            assertThat(failure.message()).contains("scalingo's login");
        }
    }

    @Test
    void aTokenThatWasTakenAwayIsNotTriedAtEachCall() {
        try (Provider provider = fixture.provider("api-token", "tk-us-wrong")) {
            for (int i = 0; i < 5; i++) {
                PawseException failure = catchThrowableOfType(PawseException.class, () -> provider.app(presentApp()));
                assertThat(failure.reason()).isEqualTo(Reason.UNAUTHORIZED);
            }

            assertThat(api().count(request -> request.path().contains("exchange")))
                    .isEqualTo(1);
        }
    }
}

package dev.pawse.heroku;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.heroku.fake.FakeHeroku;
import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Databases;
import dev.pawse.testkit.ApiFailuresContract;
import dev.pawse.testkit.ApiReply;
import dev.pawse.testkit.ApiServer;
import dev.pawse.testkit.FastClock;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HerokuFailuresTest implements ApiFailuresContract {
    private final FakeHeroku heroku = FakeHeroku.start();

    private final List<String> secrets;

    HerokuFailuresTest() {
        heroku.addApp("shop", heroku.formation());
        heroku.addDatabase("shop");
        try (Provider provider = Harness.provider(heroku)) {
            secrets = List.of(
                    heroku.token(),
                    provider.require(Databases.class)
                            .databaseUrl(Harness.id("shop"), null)
                            .reveal());
        }
    }

    @AfterEach
    void close() {
        heroku.close();
    }

    @Override
    public ApiServer api() {
        return heroku.api();
    }

    @Override
    public Provider patientProvider() {
        return Harness.provider(heroku, new FastClock(50), Map.of());
    }

    @Override
    public Provider impatientProvider() {
        return Harness.provider(heroku, new FastClock(50), Map.of("timeout", "500ms"));
    }

    @Override
    public AppId presentApp() {
        return Harness.id("shop");
    }

    @Override
    public List<String> secrets() {
        return secrets;
    }

    @ParameterizedTest
    @CsvSource({
        "403, two_factor, second factor",
        "402, delinquent, unpaid bill",
        "403, suspended, suspended",
        "422, verification_needed, credit card"
    })
    void whatTheAccountLacksIsSaidPlainly(int status, String id, String said) {
        PawseException failure = failure(status, id);

        assertThat(failure.reason()).isEqualTo(Reason.FORBIDDEN);
        assertThat(failure.message()).contains(said).contains("heroku answered " + status);
    }

    @Test
    void whatHerokuSaysIsPassedOnWithItsIdAndTheRequest() {
        PawseException failure = failure(422, "invalid_params");

        assertThat(failure.message())
                .contains("It is not so.")
                .contains("[invalid_params]")
                .contains("request r-4711");
    }

    @Test
    void aRevokedTokenIsUnauthorized() {
        try (Provider provider = patientProvider()) {
            heroku.newToken();

            assertThat(thrown(provider).reason()).isEqualTo(Reason.UNAUTHORIZED);
        }
    }

    private PawseException failure(int status, String id) {
        heroku.api()
                .fail(
                        request -> true,
                        Integer.MAX_VALUE,
                        request -> ApiReply.json(status, "{\"id\":\"" + id + "\",\"message\":\"It is not so.\"}")
                                .with("Request-Id", "r-4711"));
        try (Provider provider = patientProvider()) {
            return thrown(provider);
        }
    }

    private PawseException thrown(Provider provider) {
        return Assertions.catchThrowableOfType(PawseException.class, () -> provider.app(presentApp()));
    }
}

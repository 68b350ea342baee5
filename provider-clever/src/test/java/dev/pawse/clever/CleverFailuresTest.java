package dev.pawse.clever;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawse.clever.fake.FakeClever;
import dev.pawse.spi.AppId;
import dev.pawse.spi.Formation;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import dev.pawse.spi.capability.ConfigVars;
import dev.pawse.testkit.ApiFailuresContract;
import dev.pawse.testkit.ApiReply;
import dev.pawse.testkit.ApiServer;
import dev.pawse.testkit.FastClock;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CleverFailuresTest implements ApiFailuresContract {
    private static final AppId SHOP = new AppId("test", "shop");

    private final FakeClever platform = FakeClever.start();

    CleverFailuresTest() {
        platform.addApp("shop", Formation.of(Map.of("web", 1)));
        platform.setVariable("shop", "API_KEY", "tell-nobody-4711");
    }

    @AfterEach
    void close() {
        platform.close();
    }

    @Override
    public ApiServer api() {
        return platform.api();
    }

    @Override
    public Provider patientProvider() {
        return Setup.provider(platform, new FastClock(50), Map.of());
    }

    @Override
    public Provider impatientProvider() {
        return Setup.provider(platform, new FastClock(50), Map.of("timeout", "500ms"));
    }

    @Override
    public AppId presentApp() {
        return SHOP;
    }

    @Override
    public List<String> secrets() {
        List<String> secrets = new ArrayList<>(platform.secrets());
        secrets.add("tell-nobody-4711");
        return secrets;
    }

    @Test
    void aRateLimitInTheFormOfAMissingRightIsWaitedFor() {
        try (Provider provider = patientProvider()) {
            api().fail(this::isAboutApps, 1, request -> error(403, 403, "You have performed that request too much."));

            assertThat(provider.app(SHOP)).isPresent();
        }
    }

    @Test
    void aRateLimitThatLastsIsToldAsOne() {
        PawseException failure = failure(
                403, "{\"id\":403,\"message\":\"You have performed that request too much.\",\"type\":\"error\"}");

        assertThat(failure.reason()).isEqualTo(Reason.RATE_LIMITED);
    }

    @Test
    void theRateLimitOfTheNewerApiIsToldAsOneToo() {
        PawseException failure = failure(429, "");

        assertThat(failure.reason()).isEqualTo(Reason.RATE_LIMITED);
    }

    @Test
    void aRateLimitKeepsOtherCallsAwayForAWhile() {
        Clock clock = new FastClock(50);
        try (Provider provider = Setup.provider(platform, clock)) {
            api().fail(this::isAboutApps, 1, request -> error(403, 403, "You have performed that request too much."));

            long before = clock.millis();
            assertThat(provider.app(SHOP)).isPresent();

            assertThat(clock.millis() - before).isGreaterThanOrEqualTo(4_500);
        }
    }

    @Test
    void anotherMissingRightIsForbidden() {
        PawseException failure =
                failure(403, "{\"id\":6451,\"message\":\"You don't have enough rights\",\"type\":\"error\"}");

        assertThat(failure.reason()).isEqualTo(Reason.FORBIDDEN);
        assertThat(failure.message()).contains("You don't have enough rights");
    }

    @Test
    void whoIsNotConnectedIsToldToLogIn() {
        PawseException failure = failure(401, "{\"id\":2001,\"message\":\"Not connected\",\"type\":\"error\"}");

        assertThat(failure.reason()).isEqualTo(Reason.UNAUTHORIZED);
        assertThat(failure.message()).contains("the token is wrong or has expired");
    }

    @Test
    void aTokenOnTheWrongHostIsToldWhereItBelongs() {
        PawseException failure =
                failure(403, "{\"id\":1504,\"message\":\"This token's scope is invalid.\",\"type\":\"error\"}");

        assertThat(failure.reason()).isEqualTo(Reason.FORBIDDEN);
        assertThat(failure.message()).contains("api-bridge.clever-cloud.com");
    }

    @Test
    void theNewerApisWordsAreTold() {
        PawseException failure =
                failure(403, "{\"code\":\"clever.core.forbidden\",\"error\":\"not yours\",\"context\":{}}");

        assertThat(failure.reason()).isEqualTo(Reason.FORBIDDEN);
        assertThat(failure.message()).contains("not yours");
    }

    @Test
    void theIdOfTheCallIsToldForThePlatformsSupport() {
        assertThat(failure(500, "{}").message()).contains("request 01FAKE");
    }

    @Test
    void anAddressThatNobodyServesIsNotFound() {
        try (Provider provider = patientProvider()) {
            api().fail(
                            request -> request.path().endsWith("/env"),
                            9,
                            request -> ApiReply.text(404, "text/html", "<html><body>no</body></html>"));

            assertThatThrownBy(() -> provider.require(ConfigVars.class).configVars(SHOP))
                    .isInstanceOfSatisfying(
                            PawseException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_FOUND))
                    .hasMessageNotContaining("<");
        }
    }

    @Test
    void jsonUnderTheNameOfTextIsRead() {
        try (Provider provider = patientProvider()) {
            ConfigVars vars = provider.require(ConfigVars.class);

            vars.setConfigVars(SHOP, Map.of("ONE", Secret.of("1"), "TWO", Secret.of("2")));

            assertThat(platform.variables("shop")).containsEntry("ONE", "1").containsEntry("TWO", "2");
        }
    }

    @Test
    void aLoginThatRunsOutIsUnauthorizedAndNotTriedAgain() {
        try (Provider provider = patientProvider()) {
            provider.apps();
            platform.expireLogins(true);
            long before = api().count(request -> true);

            assertThatThrownBy(provider::apps)
                    .isInstanceOfSatisfying(
                            PawseException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNAUTHORIZED));

            assertThat(api().count(request -> true)).isEqualTo(before + 1);
        }
    }

    private PawseException failure(int status, String body) {
        api().fail(
                        this::isAboutApps,
                        Integer.MAX_VALUE,
                        request -> ApiReply.json(status, body).with("Sozu-Id", "01FAKE"));
        try (Provider provider = patientProvider()) {
            return catchThrowableOfType(PawseException.class, () -> provider.app(SHOP));
        } finally {
            api().heal();
        }
    }

    private static ApiReply error(int status, int id, String message) {
        return ApiReply.json(status, "{\"id\":" + id + ",\"message\":\"" + message + "\",\"type\":\"error\"}");
    }
}

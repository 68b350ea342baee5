package dev.pawse.heroku;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pawse.heroku.fake.FakeHeroku;
import dev.pawse.spi.App;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Formation;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Urgency;
import dev.pawse.testkit.ApiReply;
import dev.pawse.testkit.ApiRequest;
import dev.pawse.testkit.FastClock;
import dev.pawse.testkit.ManualClock;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class HerokuAppsTest {
    private final FakeHeroku heroku = FakeHeroku.start();
    private final Provider provider = Harness.provider(heroku);

    @AfterEach
    void close() {
        provider.close();
        heroku.close();
    }

    @Test
    void everyPageOfALongListIsRead() {
        heroku.addEmptyApps("app-", 1_100);

        assertThat(provider.apps()).hasSize(1_100).extracting(App::id).doesNotHaveDuplicates();
        assertThat(heroku.api().count(request -> request.path().equals("/apps")))
                .isEqualTo(2);
    }

    @Test
    void theHostIsReadAndNeverBuiltFromTheName() {
        heroku.addApp("shop", heroku.formation(), "www.shop.example.com", "*.Shop.example.com");

        App app = app("shop");

        assertThat(app.hosts())
                .hasSize(3)
                .contains("www.shop.example.com", "*.shop.example.com")
                .anyMatch(host -> host.matches("shop-[0-9a-f]{12}\\.herokuapp\\.com"))
                .doesNotContain("shop.herokuapp.com");
        assertThat(app.endpoints())
                .containsExactly(heroku.address("shop")
                        .resolve("http://127.0.0.1:" + heroku.address("shop").getPort()));
    }

    @Test
    void anAppThatIsDeletedWhileTheListIsReadIsLeftOut() {
        heroku.addApp("shop", heroku.formation());
        heroku.addApp("gone", heroku.formation());
        heroku.api()
                .fail(
                        path("/apps/gone/formation"),
                        1,
                        request ->
                                ApiReply.json(404, "{\"id\":\"not_found\",\"message\":\"Couldn't find that app.\"}"));

        assertThat(provider.apps()).extracting(app -> app.id().name()).containsExactly("shop");
    }

    @Test
    void anAppThatMayNotBeReadIsListedAsUnknown() {
        heroku.addApp("locked", heroku.formation());
        heroku.api()
                .fail(
                        path("/apps/locked/formation"),
                        1,
                        request ->
                                ApiReply.json(403, "{\"id\":\"forbidden\",\"message\":\"You do not have access.\"}"));

        assertThat(provider.apps())
                .singleElement()
                .satisfies(app -> assertThat(app.state()).isEqualTo(AppState.UNKNOWN));
    }

    @Test
    void aListThatCannotBeReadWholeIsAFailure() {
        heroku.addApp("shop", heroku.formation());
        heroku.addApp("blog", heroku.formation());
        heroku.api()
                .fail(
                        path("/apps/blog/dynos"),
                        Integer.MAX_VALUE,
                        request -> ApiReply.text(500, "text/html", "<html>"));

        assertThatExceptionOfType(PawseException.class)
                .isThrownBy(provider::apps)
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Reason.UNAVAILABLE));
    }

    @Test
    void onlyTheAppsOfTheTeamsAskedForAreSeen() {
        heroku.addApp("shop", heroku.formation());
        heroku.addApp("blog", heroku.formation());
        heroku.moveToTeam("blog", "acme");

        try (Provider ofTeam = Harness.provider(heroku, new FastClock(50), Map.of("teams", "acme"))) {
            assertThat(ofTeam.apps()).extracting(app -> app.id().name()).containsExactly("blog");
            assertThat(ofTeam.app(Harness.id("blog"))).isPresent();
            assertThat(ofTeam.app(Harness.id("shop"))).isEmpty();
        }
    }

    @Test
    void anAppThatWasNeverDeployedIsOfNoKnownState() {
        heroku.addEmptyApps("fresh", 1);

        assertThat(app("fresh0").state()).isEqualTo(AppState.UNKNOWN);
        assertThat(app("fresh0").formation()).isEqualTo(Formation.empty());
    }

    @Test
    void theReleasePhaseIsNoPartOfTheFormation() {
        heroku.addApp("shop", heroku.formation());

        assertThat(app("shop").formation().processes()).containsOnlyKeys("web", "worker", "cron");
    }

    @Test
    void anAppWhoseWebProcessesCrashedHasCrashed() {
        heroku.addApp("shop", heroku.formation());

        heroku.crash("shop");

        assertThat(app("shop").state()).isEqualTo(AppState.CRASHED);
    }

    @Test
    void anEcoAppThatSleepsByItselfRuns() {
        heroku.addApp("shop", heroku.formation());

        heroku.sleepEco("shop");

        assertThat(app("shop").state()).isEqualTo(AppState.RUNNING);
        assertThat(app("shop").details()).containsKey("eco");
    }

    @Test
    void aWorkerHasNoEndpoint() {
        heroku.addApp("queue", Formation.of(Map.of("worker", 1)));

        assertThat(app("queue").endpoints()).isEmpty();
        assertThat(app("queue").state()).isEqualTo(AppState.RUNNING);
    }

    @Test
    void thePagesOfTheRouterAreThePlatforms() throws IOException, InterruptedException {
        heroku.addApp("shop", heroku.formation());
        assertThat(isPlatformAnswer()).isFalse();

        heroku.scaleByHand("shop", heroku.formation().zeroed());

        assertThat(isPlatformAnswer()).isTrue();
    }

    @Test
    void sweepsBelieveDomainsForAWhile() {
        ManualClock clock = ManualClock.create();
        heroku.addApp("shop", heroku.formation());
        try (Provider sweeping = Harness.provider(heroku, clock, Map.of("domains-every", "30m"))) {
            Urgency.SWEEP.run(sweeping::apps);
            heroku.addDomain("shop", "new.example.com");

            assertThat(Urgency.SWEEP.call(sweeping::apps).get(0).hosts()).doesNotContain("new.example.com");
            assertThat(sweeping.app(Harness.id("shop")).orElseThrow().hosts()).contains("new.example.com");
            clock.advance(Duration.ofMinutes(31));
            heroku.addDomain("shop", "newer.example.com");

            assertThat(Urgency.SWEEP.call(sweeping::apps).get(0).hosts()).contains("newer.example.com");
        }
    }

    @Test
    void aSweepCostsTwoCallsForWhatRunsAndOneForWhatRests() {
        heroku.addApp("runs", heroku.formation());
        heroku.addApp("rests", heroku.formation().zeroed());
        Urgency.SWEEP.run(provider::apps);
        long before = heroku.api().requests().size();

        Urgency.SWEEP.run(provider::apps);

        assertThat(heroku.api().requests().size() - before).isEqualTo(1 + 2 + 1);
    }

    @Test
    void aLookOfAWakeCostsTwoCalls() {
        heroku.addApp("shop", heroku.formation());
        Urgency.WAKE.run(() -> provider.app(Harness.id("shop")));
        long before = heroku.api().requests().size();

        Urgency.WAKE.run(() -> provider.app(Harness.id("shop")));

        assertThat(heroku.api().requests().size() - before).isEqualTo(2);
    }

    private App app(String name) {
        return provider.app(Harness.id(name)).orElseThrow();
    }

    private boolean isPlatformAnswer() throws IOException, InterruptedException {
        HttpResponse<Void> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(heroku.address("shop")).build(), HttpResponse.BodyHandlers.discarding());
        return provider.isPlatformAnswer(
                answer.statusCode(), name -> answer.headers().firstValue(name).orElse(null));
    }

    private static Predicate<ApiRequest> path(String path) {
        return request -> request.path().equals(path);
    }
}

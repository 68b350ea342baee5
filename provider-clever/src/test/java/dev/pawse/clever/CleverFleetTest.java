package dev.pawse.clever;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawse.clever.fake.FakeClever;
import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Formation;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import dev.pawse.spi.Urgency;
import dev.pawse.spi.capability.ConfigVars;
import dev.pawse.testkit.ApiReply;
import dev.pawse.testkit.FastClock;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CleverFleetTest {
    private static final Formation ONE = Formation.of(Map.of("web", 1));
    private static final Formation NONE = Formation.of(Map.of("web", 0));

    private final FastClock clock = new FastClock(20);
    private final FakeClever platform = FakeClever.start(clock);
    private final Provider provider = Setup.provider(platform, clock);

    @AfterEach
    void close() {
        provider.close();
        platform.close();
    }

    @Test
    void theUsersOwnAppsAreThereBesideThoseOfOrganisations() {
        platform.addApp("shop", ONE);
        platform.addOwnApp("blog", ONE);

        assertThat(provider.apps()).extracting(app -> app.id().name()).containsExactlyInAnyOrder("shop", "blog");
        assertThat(app("blog").state()).isEqualTo(AppState.RUNNING);
    }

    @Test
    void oneOrganisationMayBeAllThatCounts() {
        platform.addApp("shop", ONE);
        platform.addOwnApp("blog", ONE);

        for (String name : List.of("Acme", platform.organisation())) {
            try (Provider some = Setup.provider(platform, clock, Map.of("organisation", name))) {
                assertThat(some.apps()).extracting(app -> app.id().name()).containsExactly("shop");
                assertThat(some.app(id("blog"))).isEmpty();
            }
        }
    }

    @Test
    void anOrganisationThatIsNotThereIsNamedWithThoseThatAre() {
        try (Provider some = Setup.provider(platform, clock, Map.of("organisation", "Acne"))) {
            assertThatThrownBy(some::apps)
                    .isInstanceOfSatisfying(
                            PawseException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INVALID))
                    .hasMessageContaining("PROVIDER_TEST_ORGANISATION: there is no organisation 'Acne'")
                    .hasMessageContaining("Acme (" + platform.organisation() + ")");
        }
    }

    @Test
    void appsThatShareANameAreToldApartByTheirIds() {
        platform.addApp("shop", ONE);
        platform.addOwnApp("shop", NONE);
        platform.addApp("blog", NONE);

        List<App> apps = provider.apps();

        assertThat(apps)
                .extracting(app -> app.id().name())
                .doesNotHaveDuplicates()
                .contains("blog");
        assertThat(apps)
                .filteredOn(app -> app.id().name().matches("shop@[0-9a-f]{8}"))
                .hasSize(2);
        for (App app : apps) {
            assertThat(provider.app(app.id())).contains(app);
        }
        assertThatThrownBy(() -> provider.app(id("shop")))
                .hasMessageContaining("names several apps: right is one of shop@");
    }

    @Test
    void anAppIsFoundByThePlatformsIdToo() {
        platform.addApp("shop", ONE);

        assertThat(provider.app(id(platform.appId("shop")))).contains(app("shop"));
    }

    @Test
    void anAppThatIsMadeAnewUnderItsNameIsFound() {
        platform.addApp("shop", ONE);
        assertThat(app("shop").state()).isEqualTo(AppState.RUNNING);
        platform.deleteApp("shop");
        platform.addApp("shop", NONE);

        assertThat(app("shop").state()).isEqualTo(AppState.STOPPED);
    }

    @Test
    void aDeletedAppIsGoneAndARenamedOneHasItsNewName() {
        platform.addApp("shop", ONE);
        platform.addApp("blog", ONE);
        provider.apps();
        platform.deleteApp("shop");
        platform.rename("blog", "news");

        assertThat(provider.app(id("shop"))).isEmpty();
        assertThat(provider.app(id("blog"))).isEmpty();
        assertThat(provider.app(id("news"))).isPresent();
    }

    @Test
    void appsThatMayOnlyBeListedAreShownAndLeftAlone() {
        platform.addApp("shop", ONE);
        platform.addHiddenApp("vault", ONE);

        App hidden = provider.apps().stream()
                .filter(app -> app.id().equals(id("vault")))
                .findFirst()
                .orElseThrow();

        assertThat(hidden.alwaysOn()).isTrue();
        assertThat(hidden.state()).isEqualTo(AppState.UNKNOWN);
        assertThat(hidden.details().get("reason")).contains("enough rights");
        assertThat(app("shop").state()).isEqualTo(AppState.RUNNING);
    }

    @Test
    void domainsAreHostsAndThePlatformsOwnIsTheUpstream() {
        platform.addApp("shop", ONE, "www.Example.com", "*.shops.example.com", "example.com/api/");
        Map<String, String> publicDomains = Map.of("upstream-domain", "cleverapps.io", "upstream-scheme", "https");
        try (Provider real = Setup.provider(platform, clock, publicDomains)) {
            App app = real.app(id("shop")).orElseThrow();
            String own = platform.appId("shop").replace('_', '-') + ".cleverapps.io";

            assertThat(app.hosts())
                    .containsExactlyInAnyOrder("www.example.com", "*.shops.example.com", "example.com", own);
            assertThat(app.endpoints()).containsExactly(URI.create("https://" + own + ":443"));
            assertThat(app.details()).containsEntry("path-domains", "example.com/api");
        }
    }

    @Test
    void anAppWithoutADomainOfThePlatformHasNoUpstreamAndSaysSo() {
        platform.addApp("shop", ONE, "www.example.com");
        platform.removeDomain("shop", platform.appId("shop").replace('_', '-') + ".cleverapps.io");
        try (Provider real = Setup.provider(platform, clock, Map.of("upstream-domain", "cleverapps.io"))) {
            App app = real.app(id("shop")).orElseThrow();

            assertThat(app.endpoints()).isEmpty();
            assertThat(app.details().get("upstream")).startsWith("none: the app has no domain under cleverapps.io");
        }
    }

    @Test
    void anEndpointAnswersAsTheApp() throws Exception {
        platform.addApp("shop", ONE);

        var answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(app("shop").endpoints().get(0).resolve("/"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("shop");
    }

    @Test
    void aSweepAsksNothingOfItsOwnForAppsThatRest() {
        for (int number = 0; number < 40; number++) {
            platform.addApp("rests-" + number, NONE);
        }
        platform.addApp("runs", ONE);

        Urgency.SWEEP.run(provider::apps);

        // The account, the apps of its organisation, and the instances of the one that runs.
        assertThat(platform.api().requests()).hasSize(3);
    }

    @Test
    void aRefusedCallIsRareEvenWhereThePlatformAllowsFew() {
        for (int number = 0; number < 60; number++) {
            platform.addApp("runs-" + number, ONE);
        }
        platform.limitCalls(40, 330, clock);

        for (int sweep = 0; sweep < 3; sweep++) {
            Urgency.SWEEP.run(() -> assertThat(provider.apps()).hasSize(60));
        }

        assertThat(platform.refusedCalls()).isZero();
    }

    @Test
    void somebodyElsesChangeOfVariablesIsNotOverwritten() {
        platform.addApp("shop", ONE);
        platform.setVariable("shop", "KEPT", "1");
        ConfigVars vars = provider.require(ConfigVars.class);
        // Between the two looks somebody else sets one.
        platform.api().fail(request -> request.path().endsWith("/env"), 1, request -> {
            platform.setVariable("shop", "OTHER", "2");
            return ApiReply.json(200, "[{\"name\":\"KEPT\",\"value\":\"1\"}]");
        });
        Map<String, Secret> changes = Map.of("ONE", Secret.of("1"), "TWO", Secret.of("2"));

        assertThatThrownBy(() -> vars.setConfigVars(id("shop"), changes))
                .isInstanceOfSatisfying(
                        PawseException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CONFLICT));

        assertThat(platform.variables("shop")).containsOnlyKeys("KEPT", "OTHER");
    }

    private App app(String name) {
        return provider.app(id(name)).orElseThrow();
    }

    private static AppId id(String name) {
        return new AppId("test", name);
    }
}

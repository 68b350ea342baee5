package dev.pawse.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawse.ecs.fake.FakeAws;
import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Formation;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import dev.pawse.spi.ProviderContext;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Settings;
import dev.pawse.spi.capability.Scaling;
import dev.pawse.testkit.ApiReply;
import dev.pawse.testkit.Eventually;
import dev.pawse.testkit.ManualClock;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EcsAppsTest {
    private static final AppId SHOP = EcsFixture.SHOP;

    private final EcsFixture fixture = new EcsFixture();
    private final FakeAws aws = fixture.aws;
    private final Provider provider = fixture.provider();

    @AfterEach
    void close() {
        provider.close();
        fixture.close();
    }

    @Test
    void appsAreFoundBySettingsByTagsAndByTheirClusters() {
        service("elsewhere", "mail-web", Map.of("pawse:app", "mail"));
        service("blog", "web", Map.of());

        assertThat(provider.apps())
                .extracting(app -> app.id().name())
                .containsExactlyInAnyOrder("shop", "stock", "mail", "blog");
        assertThat(provider.app(new AppId("aws-ecs", "mail"))).isPresent();
        assertThat(provider.app(new AppId("aws-ecs", "blog"))).isPresent();
    }

    @Test
    void aClusterOfWhichNobodySaidThatItIsAnAppIsNotClaimed() {
        service("elsewhere", "mail-web", Map.of("pawse:app", "mail"));
        service("blog", "web", Map.of());
        service("wiki", "wiki-web", Map.of());
        aws.parameters().put("/paaws/apps/wiki/settings", "{}");

        assertThat(provider.apps())
                .filteredOn(app -> !app.claimed())
                .extracting(app -> app.id().name())
                .containsExactly("blog");
        assertThat(provider.app(new AppId("aws-ecs", "blog")).orElseThrow().claimed())
                .isFalse();
        assertThat(provider.app(new AppId("aws-ecs", "wiki")).orElseThrow().claimed())
                .isTrue();
    }

    @Test
    void aTagThatTheIndexStillTellsOfDoesNotMakeAnApp() {
        service("elsewhere", "mail-web", Map.of("pawse:app", "mail"));
        aws.indexLag(Duration.ofHours(1));
        assertThat(provider.apps()).hasSize(3);

        aws.ecs().deleteService("mail-web");

        assertThat(provider.apps()).extracting(app -> app.id().name()).containsExactlyInAnyOrder("shop", "stock");
    }

    @Test
    void anAppWhoseSettingsAreWrongDoesNotHideTheOthers() {
        aws.parameters().put("/paaws/apps/stock/settings", "{oops");

        assertThat(provider.apps())
                .filteredOn(app -> app.state() == AppState.UNKNOWN)
                .singleElement()
                .satisfies(app ->
                        assertThat(app.details().get("reason")).startsWith("/paaws/apps/stock/settings is no JSON"));
        assertThat(provider.apps()).hasSize(2);
    }

    @Test
    void whoMayNotLookEverywhereFindsAppsInTheOtherPlaces() {
        aws.attachPolicy(
                FakeAws.PRINCIPAL,
                "{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}, {\"Effect\": \"Deny\","
                        + " \"Action\": [\"tag:GetResources\", \"ecs:ListClusters\"], \"Resource\": \"*\"}]}");

        assertThat(provider.apps()).hasSize(2);
    }

    @Test
    void aSweepAsksByClusterAndNotByApp() {
        for (int i = 0; i < 18; i++) {
            aws.addApp("app-" + i, Formation.of(Map.of("web", 10, "worker", 3)));
        }
        aws.limitCallsAsAws();
        int before = aws.api().requests().size();

        List<App> apps = provider.apps();

        assertThat(apps).hasSize(20).allMatch(app -> app.state() == AppState.RUNNING);
        assertThat(apps)
                .filteredOn(app -> app.id().name().startsWith("app-"))
                .allMatch(app -> app.endpoints().size() == 10);
        assertThat(aws.api().count(FakeAws.calls("DescribeServices"))).isEqualTo(4);
        assertThat(aws.api().count(FakeAws.calls("DescribeTasks"))).isEqualTo(3);
        assertThat(aws.refusedCalls()).isZero();
        assertThat(aws.api().requests().size() - before).isLessThan(60);
    }

    @Test
    void aTaskIsReachedAtItsOwnAddress() {
        assertThat(shop().endpoints())
                .hasSize(3)
                .containsExactlyInAnyOrderElementsOf(aws.ecs().addresses("shop-web").stream()
                        .map(address -> URI.create("http://" + address))
                        .toList());
        assertThat(shop().hosts()).containsExactly("www.shop.test");
    }

    @Test
    void anAddressThatSomebodyToldComesFirst() {
        aws.ecs().tag("shop-web", "pawse:url", "https://shop.internal/");

        assertThat(shop().endpoints()).containsExactly(URI.create("https://shop.internal:443"));
    }

    @Test
    void aProxyOutsideOfTheNetworkAsksTheBalancer() {
        try (Provider outside = fixture.provider("upstream", "balancer")) {
            App shop = outside.app(SHOP).orElseThrow();
            assertThat(shop.endpoints())
                    .singleElement()
                    .satisfies(address -> assertThat(address.getHost()).startsWith("127."));
            assertThat(shop.upstreamHost())
                    .as("the balancer's rules tell apps apart by it")
                    .isEqualTo("www.shop.test");
            assertThat(shop().upstreamHost()).as("tasks are the app's alone").isNull();
            assertThat(outside.isPlatformAnswer(503, name -> name.equals("Server") ? "awselb/2.0" : null))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'*.b.test,a.test,*.a.test', a.test",
        "'*.b.test,*.a.test', pawse.a.test",
        "'a_b.test,c.test', c.test",
        "a_b.test, "
    })
    void aBalancerIsAskedByANameThatItsRulesKnow(String hosts, @Nullable String name) {
        aws.addApp("mail", Formation.of(Map.of("web", 1)), hosts.split(","));
        try (Provider outside = fixture.provider("upstream", "balancer")) {
            assertThat(outside.app(new AppId("aws-ecs", "mail")).orElseThrow().upstreamHost())
                    .isEqualTo(name);
        }
    }

    @Test
    void anAppOfWhichOnlyTasksRunThatStopIsNotThereYet() {
        aws.stopTime(Duration.ofDays(365));
        aws.bootTime(Duration.ofDays(365));
        Formation before = aws.formation("shop");
        Scaling scaling = provider.require(Scaling.class);

        scaling.stop(SHOP);
        assertThat(shop().state()).isEqualTo(AppState.STOPPING);
        scaling.start(SHOP, before);

        assertThat(shop().state()).isEqualTo(AppState.STARTING);
        assertThat(shop().endpoints()).isEmpty();
        assertThat(provider.apps())
                .filteredOn(app -> app.id().equals(SHOP))
                .singleElement()
                .extracting(App::state)
                .isEqualTo(AppState.STARTING);
    }

    @Test
    void aRegisteredServiceIsFoundInCloudMap() {
        String registry = aws.addCloudMapService("mail");
        String definition = aws.ecs().register("mail", "web", List.of("web"), Map.of());
        aws.ecs()
                .addService(
                        "mail",
                        "mail-web",
                        definition,
                        1,
                        Map.of(),
                        Map.of("serviceRegistries", List.of(Map.of("registryArn", registry))));

        try (Provider mapped = fixture.provider("upstream", "cloud-map")) {
            assertThat(mapped.app(new AppId("aws-ecs", "mail")).orElseThrow().endpoints())
                    .containsExactly(URI.create(
                            "http://" + aws.ecs().addresses("mail-web").get(0)));
        }
    }

    @Test
    void aWayThatDoesNotExistIsRefused() {
        assertThatThrownBy(() -> fixture.provider("upstream", "magic"))
                .isInstanceOf(PawseException.class)
                .hasMessageContaining("upstream", "cloud-map");
    }

    @Test
    void aLinkedDatabaseRestsAndWakesWithItsApp() {
        link("shop");
        aws.addDatabase("shop-db", Map.of());
        aws.databaseTime(Duration.ofSeconds(20));

        scaling().stop(SHOP);
        eventually(
                "the database is stopped", () -> aws.databaseStatus("shop-db").equals("stopped"));
        scaling().start(SHOP, aws.formation());

        assertThat(aws.databaseStatus("shop-db")).isEqualTo("starting");
    }

    @Test
    void aDatabaseThatIsJustStoppingStartsAtALaterLook() {
        link("shop");
        aws.addDatabase("shop-db", Map.of());
        aws.databaseTime(Duration.ofSeconds(20));

        scaling().stop(SHOP);
        scaling().start(SHOP, aws.formation());

        eventually("the database is there", () -> {
            shop();
            return aws.databaseStatus("shop-db").equals("available");
        });
        assertThat(aws.api().count(FakeAws.calls("StartDBInstance"))).isOne();
    }

    @Test
    void aDatabaseStaysUpForAnotherAppThatRuns() {
        link("shop");
        link("stock");
        aws.addDatabase("shop-db", Map.of());
        provider.apps();

        scaling().stop(SHOP);
        assertThat(aws.databaseStatus("shop-db")).isEqualTo("available");
        scaling().stop(new AppId("aws-ecs", "stock"));

        eventually(
                "the database is stopped", () -> aws.databaseStatus("shop-db").equals("stopped"));
    }

    @Test
    void whatAwsStartsAfterSevenDaysIsStoppedAgain() {
        link("shop");
        aws.addDatabase("shop-db", Map.of());
        ManualClock clock = ManualClock.at(fixture.clock.instant());
        try (Provider patient = new EcsProviderFactory()
                .create(new ProviderContext("aws-ecs", Settings.of(Map.of()), clock, aws.environment()))) {
            patient.require(Scaling.class).stop(SHOP);
            eventually(
                    "the app is seen at rest",
                    () -> patient.app(SHOP).orElseThrow().state() == AppState.STOPPED);
            eventually(
                    "the database is stopped",
                    () -> aws.databaseStatus("shop-db").equals("stopped"));

            aws.startAfterSevenDays("shop-db");
            eventually(
                    "the database is there", () -> aws.databaseStatus("shop-db").equals("available"));
            clock.advance(Duration.ofHours(2));
            patient.app(SHOP);

            assertThat(aws.databaseStatus("shop-db")).isIn("stopping", "stopped");
        }
    }

    @Test
    void anAnswerThatLeavesServicesOutIsNoShorterList() {
        aws.api()
                .fail(
                        FakeAws.calls("DescribeServices"),
                        Integer.MAX_VALUE,
                        request -> ApiReply.text(200, "application/x-amz-json-1.1", "{}"));

        assertThatThrownBy(provider::apps)
                .isInstanceOfSatisfying(
                        PawseException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE));
    }

    @Test
    void throttledCallsAreTriedAgain() {
        aws.limitCalls("ecs:service-read", 2, 0.02);

        for (int i = 0; i < 4; i++) {
            assertThat(provider.app(SHOP)).isPresent();
        }
        assertThat(aws.refusedCalls()).isPositive();
    }

    private void link(String app) {
        aws.parameters()
                .put(
                        "/paaws/apps/" + app + "/settings",
                        "{\"cluster\": {\"name\": \"apps\"}, \"pawse\": {\"linked\": [\"rds:shop-db\"]}}");
    }

    private void service(String cluster, String name, Map<String, String> tags) {
        String definition = aws.ecs().register(name, "web", List.of("web"), Map.of());
        aws.ecs().addService(cluster, name, definition, 1, tags, Map.of());
    }

    private Scaling scaling() {
        return provider.require(Scaling.class);
    }

    private App shop() {
        return provider.app(SHOP).orElseThrow();
    }

    private static void eventually(String what, BooleanSupplier condition) {
        Eventually.holds(what, Duration.ofSeconds(15), condition);
    }
}

package dev.pawse.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.core.Activity;
import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.testkit.Background;
import dev.pawse.testkit.Eventually;
import dev.pawse.testkit.Operation;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class AppsApiTest {
    private static final AppId BLOG = new AppId("test", "blog");

    private final AdminFixture admin = new AdminFixture();

    @AfterEach
    void stop() {
        admin.close();
    }

    @Test
    void allAppsAreListedSorted() {
        JsonNode apps = AdminFixture.json(admin.get("/api/apps"));

        assertThat(apps.findValuesAsString("id")).containsExactly("other/blog", "test/blog", "test/shop");
    }

    @Test
    void aWakeIsAcceptedAtOnceWithThePlaceToLook() {
        HttpResponse<String> answer = admin.post("/api/apps/test/shop/wake");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("location")).contains("/api/apps/test/shop");
        Eventually.holds("the app boots", Duration.ofSeconds(30), () -> shop() == AppState.STARTING);
        assertThat(AdminFixture.json(admin.get("/api/apps/test/shop"))
                        .path("state")
                        .asString())
                .isEqualTo("starting");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/apps/test/shop", "/api/apps/test%2Fshop", "/api/apps/shop"})
    void aWakeThatIsWaitedForEndsWithTheAppAwake(String app) throws Exception {
        CompletableFuture<HttpResponse<String>> answer = Background.call(() -> admin.post(app + "/wake?wait=30s"));
        Eventually.holds("the app boots", Duration.ofSeconds(30), () -> shop() == AppState.STARTING);
        admin.clock.advance(AdminFixture.BOOT);

        assertThat(answer.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(AdminFixture.json(answer.get()).path("state").asString()).isEqualTo("running");
    }

    @Test
    void aWakeThatTakesLongerThanTheWaitIsAnsweredAsAccepted() {
        HttpResponse<String> answer = admin.post("/api/apps/test/shop/wake?wait=50ms");

        assertThat(answer.statusCode()).isEqualTo(202);
    }

    @Test
    void aWakeThatFailsIsAnsweredWithThePlatformsReason() {
        admin.platform
                .faults()
                .on(Operation.START)
                .fail(new PawseException(Reason.FORBIDDEN, "this token may only read"));

        HttpResponse<String> answer = admin.post("/api/apps/test/shop/wake?wait=30s");

        assertThat(answer.statusCode()).isEqualTo(502);
        JsonNode problem = AdminFixture.json(answer);
        assertThat(problem.path("reason").asString()).isEqualTo("forbidden");
        assertThat(problem.path("detail").asString()).contains("this token may only read");
        assertThat(problem.path("app").asString()).isEqualTo("test/shop");
    }

    @Test
    void anAppThatNobodyUsesIsPutToSleep() {
        HttpResponse<String> answer = admin.post("/api/apps/test/blog/sleep");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(AdminFixture.json(answer).path("state").asString()).isEqualTo("stopped");
        assertThat(admin.platform.fake("blog").stops()).isEqualTo(1);
    }

    @Test
    void anAppInUseIsNotPutToSleep() {
        Activity.Use use = admin.pawse.activity().begin(BLOG);

        HttpResponse<String> answer = admin.post("/api/apps/test/blog/sleep");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(AdminFixture.json(answer).path("reason").asString()).isEqualTo("conflict");
        assertThat(AdminFixture.json(admin.get("/api/apps/test/blog"))
                        .path("inFlight")
                        .asInt())
                .isEqualTo(1);
        assertThat(admin.platform.fake("blog").stops()).isZero();
        use.end();
    }

    @Test
    void thePlanTellsWhyForEachAppAndChangesNothing() {
        admin.platform.forgetCalls();

        JsonNode plan = AdminFixture.json(admin.get("/api/plan"));

        assertThat(plan.findValuesAsString("app")).containsExactly("other/blog", "test/blog", "test/shop");
        assertThat(plan.findValuesAsString("action")).allMatch(action -> action.matches("rest|keep|leave"));
        assertThat(plan.findValuesAsString("why")).allMatch(why -> !why.isBlank());
        assertThat(admin.platform.writes()).isZero();
    }

    @Test
    void whyTellsThePlanAndWhatHappened() {
        admin.post("/api/apps/test/blog/sleep");

        JsonNode why = AdminFixture.json(admin.get("/api/apps/test/blog/why"));

        assertThat(why.path("plan").findValuesAsString("app")).containsExactly("test/blog");
        assertThat(why.path("events").path(0).path("name").asString()).isEqualTo("app-rested");
        assertThat(why.path("events").findValuesAsString("app")).containsOnly("test/blog");
    }

    @Test
    void aProcessThatIsNotReadySaysWhy() {
        admin.engineReady.set(false);
        admin.readiness.drain();

        HttpResponse<String> answer = admin.send("GET", "/readyz");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(AdminFixture.json(answer).path("reasons")).hasSize(2);
        assertThat(admin.send("GET", "/healthz").statusCode()).isEqualTo(200);
    }

    private AppState shop() {
        return admin.platform.fake("shop").state();
    }
}

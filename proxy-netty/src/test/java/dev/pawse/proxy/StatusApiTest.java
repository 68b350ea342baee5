package dev.pawse.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.AppId;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the admin API tells of this process, and how it is told to read its configuration again. */
final class StatusApiTest {
    private static final AppId SHOP = new AppId("test", "shop");

    private final AdminFixture admin = new AdminFixture();

    @AfterEach
    void stop() {
        admin.close();
    }

    @Test
    void aReloadTakesOverWhatCanChangeAndNamesTheRest() {
        admin.settings.put("START_AND_STOP_MAX_IDLE_TIME", "3h");
        admin.settings.put("PORT", "4000");

        HttpResponse<String> answer = admin.post("/api/reload");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(AdminFixture.json(answer).path("needsRestart").toString()).isEqualTo("[\"PORT\"]");
        assertThat(admin.pawse.policy(SHOP).maxIdle()).isEqualTo(Duration.ofHours(3));
        assertThat(admin.get("/metrics").body())
                .contains("pawse_config_reload_total 1.0", "pawse_config_reload_failed_total 0.0");
    }

    @Test
    void aWrongConfigurationChangesNothingAndAllThatIsWrongIsTold() {
        Duration before = admin.pawse.policy(SHOP).maxIdle();
        admin.settings.put("START_AND_STOP_MAX_IDLE_TIME", "soon");
        admin.settings.put("PORT", "many");

        HttpResponse<String> answer = admin.post("/api/reload");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(AdminFixture.json(answer).path("problems").toString())
                .contains("START_AND_STOP_MAX_IDLE_TIME: 'soon'", "PORT: 'many'");
        assertThat(AdminFixture.json(answer).path("reason").asString()).isEqualTo("invalid");
        assertThat(admin.pawse.policy(SHOP).maxIdle()).isEqualTo(before);
        assertThat(admin.get("/readyz").statusCode()).isEqualTo(200);
        assertThat(admin.get("/metrics").body())
                .contains("pawse_config_reload_total 0.0", "pawse_config_reload_failed_total 1.0");
        assertThat(configuration().path("failedAt").isNull()).isFalse();
        assertThat(configuration().path("problems").size()).isEqualTo(2);
    }

    @Test
    void aGoodConfigurationAfterABadOneEndsTheFailure() {
        admin.settings.put("PORT", "many");
        admin.post("/api/reload");
        admin.settings.remove("PORT");

        assertThat(admin.post("/api/reload").statusCode()).isEqualTo(200);

        assertThat(configuration().path("failedAt").isNull()).isTrue();
        assertThat(configuration().path("problems").isEmpty()).isTrue();
    }

    @Test
    void aRegistryInTroubleLeavesTheProcessReadyAndIsTold() {
        admin.registryTrouble.set("READONLY You can't write against a read only replica.");

        HttpResponse<String> answer = admin.send("GET", "/readyz");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(AdminFixture.json(answer).path("detail").asString())
                .startsWith("degraded: the registry")
                .endsWith("READONLY You can't write against a read only replica.");
    }

    @Test
    void theStatusTellsOfTheRegistry() {
        JsonNode registry = AdminFixture.json(admin.get("/api/status")).path("registry");

        assertThat(registry.toString())
                .isEqualTo("{\"type\":\"in-memory\",\"up\":true,\"trouble\":null,\"settled\":true}");
    }

    private JsonNode configuration() {
        return AdminFixture.json(admin.get("/api/status")).path("configuration");
    }
}

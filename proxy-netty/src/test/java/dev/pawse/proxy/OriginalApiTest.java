package dev.pawse.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.AppId;
import dev.pawse.spi.Formation;
import dev.pawse.testkit.Operation;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class OriginalApiTest {
    private final AdminFixture admin = new AdminFixture();

    @AfterEach
    void stop() {
        admin.close();
    }

    @Test
    void appsHaveTheFieldsThatToolsOfTheOriginalRead() {
        JsonNode app = find(AdminFixture.json(admin.get("/apps")), "id", "test/blog");

        assertThat(app.propertyNames())
                .containsExactlyInAnyOrder(
                        "created_at",
                        "force_https",
                        "git_url",
                        "id",
                        "is_monitored",
                        "last_accessed_at",
                        "last_deployed_at",
                        "max_idle_time",
                        "name",
                        "provider",
                        "region",
                        "status",
                        "sticky_session",
                        "updated_at",
                        "url");
        assertThat(app.path("name").asString()).isEqualTo("blog");
        assertThat(app.path("status").asString()).isEqualTo("running");
        assertThat(app.path("is_monitored").asBoolean()).isTrue();
        assertThat(app.path("max_idle_time").asInt()).isEqualTo(15);
    }

    @Test
    void listingAppsAsksNoPlatform() {
        admin.platform.forgetCalls();

        admin.get("/apps");

        assertThat(admin.platform.calls()).isEmpty();
    }

    @Test
    void forgettingKeepsWhatASleepingAppMustRunWhenItWakes() {
        AppId crm = new AppId("test", "crm");
        admin.platform.add("crm").formation(Map.of("web", 2, "worker", 1));
        admin.pawse.sweep();
        admin.post("/api/apps/test/crm/sleep");
        admin.platform.forgetCalls();

        HttpResponse<String> answer = admin.send("DELETE", "/apps", "PaastisProxySystemApiToken", AdminFixture.TOKEN);

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(admin.platform.count(Operation.APPS)).isPositive();
        assertThat(admin.pawse.app(crm)).isPresent();
        admin.platform.fake("crm").bootTakes(java.time.Duration.ZERO);
        assertThat(admin.post("/api/apps/test/crm/wake?wait=30s").statusCode()).isEqualTo(200);
        assertThat(admin.platform.fake("crm").formation()).isEqualTo(Formation.of(Map.of("web", 2, "worker", 1)));
    }

    @Test
    void eventsHaveTheNamesOfTheOriginal() {
        admin.post("/api/apps/test/blog/sleep");

        JsonNode event = find(AdminFixture.json(admin.get("/events")), "name", "APP_STOPPED");

        assertThat(event.propertyNames()).containsExactlyInAnyOrder("name", "date", "objectId");
        assertThat(event.path("objectId").asString()).isEqualTo("blog");
        assertThat(event.path("date").asString()).endsWith("Z");
    }

    private static JsonNode find(JsonNode array, String field, String value) {
        return StreamSupport.stream(array.spliterator(), false)
                .filter(node -> node.path(field).asString().equals(value))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + field + " is " + value + ": " + array));
    }
}

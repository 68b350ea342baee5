package dev.pawse.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.AppId;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class SystemApiTest {
    private static AdminFixture admin;

    @BeforeAll
    static void start() {
        admin = new AdminFixture();
    }

    @AfterAll
    static void stop() {
        admin.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /healthz, 200",
        "HEAD, /healthz, 200",
        "POST, /healthz, 405",
        "GET, /readyz, 200",
        "GET, /metrics, 200",
        "GET, /api/apps, 200",
        "GET, /api/status, 200",
        "POST, /api/status, 405",
        "GET, /api/reload, 405",
        "POST, /api/reload, 200",
        "POST, /api/reload/, 404",
        "GET, /api/plan, 200",
        "POST, /api/plan, 405",
        "GET, /api/events, 200",
        "GET, /api/events?limit=1, 200",
        "GET, /api/events?limit=0, 400",
        "GET, /api/events?limit=many, 400",
        "GET, /apps, 200",
        "POST, /apps, 405",
        "GET, /events, 200",
        "DELETE, /events, 405",
        "HEAD, /api/apps, 200",
        "POST, /api/apps, 405",
        "OPTIONS, /api/apps, 405",
        "GET, /api/apps/test/shop, 200",
        "GET, /api/apps/test%2Fshop, 200",
        "GET, /api/apps/shop, 200",
        "GET, /api/apps/blog, 409",
        "GET, /api/apps/test/nobody, 404",
        "GET, /api/apps/, 404",
        "PUT, /api/apps/test/shop, 405",
        "GET, /api/apps/test/shop/wake, 405",
        "GET, /api/apps/test/shop/why, 200",
        "GET, /api/apps/test/nobody/why, 404",
        "POST, /api/apps/test/shop/why, 405",
        "POST, /api/apps/test/nobody/wake, 404",
        "POST, /api/apps/test/shop/wake?wait=soon, 400",
        "POST, /api/apps/test/shop/wake?wait=11m, 400",
        "POST, /api/apps/test/shop/polish, 405",
        "GET, /api/apps/%zz, 400",
        "GET, /, 404",
        "GET, /api, 404",
        "GET, /apis, 404"
    })
    void eachRouteAnswersWithItsStatus(String method, String path, int status) {
        String answer = admin.raw(method, path);

        assertThat(AdminFixture.status(answer)).as(answer).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api", "/api/apps/test/nobody"})
    void anErrorIsProblemJsonThatNoCacheKeeps(String path) {
        HttpResponse<String> answer = admin.get(path);

        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(answer.headers().firstValue("cache-control")).contains("no-store");
        assertThat(answer.headers().firstValue("server")).isEmpty();
        JsonNode problem = AdminFixture.json(answer);
        assertThat(problem.path("status").asInt()).isEqualTo(answer.statusCode());
        assertThat(problem.path("title").asString()).isEqualTo("Not Found");
        assertThat(problem.path("detail").asString()).isNotBlank();
    }

    @Test
    void aWrongMethodIsToldWhichAreRight() {
        HttpResponse<String> answer = admin.post("/api/apps");

        assertThat(answer.headers().firstValue("allow")).contains("GET, HEAD");
    }

    @Test
    void aWrongTokenAndAMissingOneGetTheSameAnswer() {
        HttpResponse<String> missing = admin.send("GET", "/api/apps");
        HttpResponse<String> wrong = admin.send("GET", "/api/apps", "Authorization", "Bearer wrong");
        HttpResponse<String> basic = admin.send("GET", "/api/apps", "Authorization", "Basic dG9rZW4=");

        assertThat(List.of(missing, wrong, basic)).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("www-authenticate")).contains("Bearer realm=\"pawse\"");
            assertThat(answer.body()).isEqualTo(missing.body());
        });
    }

    @Test
    void theOriginalHeaderCarriesTheTokenToo() {
        HttpResponse<String> answer = admin.send("GET", "/api/apps", "PaastisProxySystemApiToken", AdminFixture.TOKEN);

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/apps, 401",
        "/api/status, 401",
        "/api/reload, 401",
        "/metrics, 401",
        "/nothing, 401",
        "/healthz, 200",
        "/readyz, 200"
    })
    void withoutATokenOnlyHealthIsTold(String path, int status) {
        HttpResponse<String> answer = admin.send("GET", path);

        assertThat(answer.statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, 200",
        "localhost:3001, 200",
        "127.0.0.1:3001, 200",
        "[::1]:3001, 200",
        "192.168.7.7, 200",
        "pawse:3001, 200",
        "evil.example.test, 421",
        "localhost.evil.example.test, 421",
        "127.0.0.1.evil.example.test, 421",
        "[::1].evil.example.test, 421"
    })
    void aHostNameThatIsNotItsOwnIsRefused(String host, int status) {
        String answer = admin.raw("GET /healthz HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");

        assertThat(AdminFixture.status(answer)).as(answer).isEqualTo(status);
    }

    @Test
    void requestsSentInOneGoAreAnsweredInTheirOrder() {
        String request = "GET %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n";

        String answers = admin.raw(request.formatted("/metrics", "Authorization: Bearer " + AdminFixture.TOKEN + "\r\n")
                + request.formatted("/healthz", "")
                + request.formatted("/nothing", "Connection: close\r\n"));

        assertThat(answers)
                .containsSubsequence(
                        "HTTP/1.1 200 OK",
                        "pawse_connections",
                        "HTTP/1.1 200 OK",
                        "\"ok\"",
                        "HTTP/1.1 401 Unauthorized");
    }

    @Test
    void anAppIsShownWithAllThatIsKnownOfIt() {
        admin.pawse.activity().begin(new AppId("test", "blog")).end();

        JsonNode app = AdminFixture.json(admin.get("/api/apps/test/blog"));

        assertThat(app.path("id").asString()).isEqualTo("test/blog");
        assertThat(app.path("name").asString()).isEqualTo("blog");
        assertThat(app.path("provider").asString()).isEqualTo("test");
        assertThat(app.path("state").asString()).isEqualTo("running");
        assertThat(app.path("formation").path("web").path("quantity").asInt()).isEqualTo(1);
        assertThat(app.path("formation").path("web").has("size")).isTrue();
        assertThat(app.path("maxIdleMs").asLong()).isEqualTo(15 * 60 * 1000);
        assertThat(app.path("inFlight").asInt()).isZero();
        assertThat(app.path("lastAccessedAt").asString())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    }

    @Test
    void anAmbiguousNameIsAnsweredWithTheOnesItMayBe() {
        HttpResponse<String> answer = admin.get("/api/apps/blog");

        assertThat(AdminFixture.json(answer).path("detail").asString())
                .contains("other/blog")
                .contains("test/blog");
    }
}

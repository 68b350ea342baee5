package dev.pawse.scalingo.fake;

import dev.pawse.testkit.ApiReply;
import dev.pawse.testkit.ApiRequest;
import dev.pawse.testkit.ApiServer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** The API of tokens, which has a host of its own and does not count against the limit. */
final class AccountRoutes {
    private final FakeScalingo fake;

    AccountRoutes(FakeScalingo fake) {
        this.fake = fake;
    }

    void addTo(ApiServer api) {
        api.on("POST", "/v1/tokens/exchange", this::exchange);
        api.on(
                "GET",
                "/v1/regions",
                request -> Json.reply(
                        200,
                        Map.of("regions", List.of(region(FakeScalingo.REGION), region(FakeScalingo.OTHER_REGION)))));
    }

    private ApiReply exchange(ApiRequest request) {
        String expected = "Basic "
                + Base64.getEncoder().encodeToString((":" + FakeScalingo.API_TOKEN).getBytes(StandardCharsets.UTF_8));
        if (!request.header("Authorization").orElse("").equals(expected)) {
            return Json.reply(401, Map.of("error", "unauthorized - the token is not valid"));
        }
        return Json.reply(200, Map.of("token", fake.tokens().grant(Tokens.ACCOUNT)));
    }

    private Object region(String name) {
        String address = fake.api().address() + "/" + name;
        return Json.object(
                "name", name,
                "display_name", name,
                "api", address,
                "database_api", address,
                "ssh", "ssh." + name + ".scalingo.com:22",
                "default", name.equals(FakeScalingo.REGION));
    }
}

package dev.pawse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawse.spi.Mandate;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import dev.pawse.testkit.ApiReply;
import dev.pawse.testkit.ApiRequest;
import dev.pawse.testkit.ApiServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonApiTest {
    private static final Retries QUICK = new Retries(3, Duration.ofMillis(2), Duration.ofSeconds(1));

    private final ApiServer server = ApiServer.start();
    private final Network network = Network.of(Map.of(), Duration.ofSeconds(30));
    private final CallBudget budget = CallBudget.of(Clock.systemUTC(), 1_000, 60);
    private final JsonApi api = builder(server.address())
            .credential(Credential.bearer(Secret.of("token-1")))
            .build();

    private record Thing(String name, int size) {}

    @AfterEach
    void closeAll() {
        network.close();
        server.close();
    }

    @Test
    void anAnswerIsReadAsARecordAndUnknownFieldsArePassedOver() {
        server.on("GET", "/things/{name}", request -> thing(request.segment("name")));

        assertThat(api.get("things", "box").read(Thing.class)).isEqualTo(new Thing("box", 3));
    }

    @Test
    void everySegmentOfAPathIsEncoded() {
        server.on("GET", "/things/{name}", request -> thing(request.segment("name")));

        assertThat(api.get("things", "a/b?c d").read(Thing.class).name()).isEqualTo("a/b?c d");
        assertThat(server.requests().get(0).path()).isEqualTo("/things/a%2Fb%3Fc%20d");
    }

    @ParameterizedTest
    @CsvSource({"''", ".", ".."})
    void aSegmentThatWouldLeadElsewhereIsRefused(String segment) {
        assertThatThrownBy(() -> api.get("things", segment))
                .isInstanceOfSatisfying(
                        PawseException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.INVALID));
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aCallCarriesTheCredentialAndSaysWhoCalls() {
        server.on("GET", "/things", request -> ApiReply.json(200, "[]"));

        api.get("things").list(Thing.class);

        ApiRequest request = server.requests().get(0);
        assertThat(request.header("Authorization")).contains("Bearer token-1");
        assertThat(request.header("User-Agent").orElse("")).startsWith("pawse/");
        assertThat(request.header("Accept")).contains("application/json");
    }

    @Test
    void whoLosesTheRightToChangeSomethingWhileItWaitsAsksForNoChangeAnyMore() {
        AtomicBoolean held = new AtomicBoolean(true);
        server.on("GET", "/things/{name}", request -> thing(request.segment("name")));
        server.on("PUT", "/things/{name}", request -> {
            held.set(false);
            return ApiReply.empty(503);
        });
        Mandate mandate = Mandate.whileHeld(held::get);

        assertThatThrownBy(() -> mandate.run(() -> api.put("things", "box").send()))
                .isInstanceOfSatisfying(
                        PawseException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.CONFLICT));

        assertThat(server.requests()).hasSize(1);
        assertThat(mandate.call(() -> api.get("things", "box").read(Thing.class)))
                .isEqualTo(new Thing("box", 3));
    }

    @Test
    void anAddressThatWasHandedOutGetsNoCredentialAndCostsNoCall() {
        server.on("GET", "/signed", request -> ApiReply.text(200, "text/plain", "content"));
        int before = budget.left();

        ApiAnswer answer = api.signed("GET", server.address().resolve("/signed?signature=x"))
                .answer();

        assertThat(answer.text()).isEqualTo("content");
        assertThat(server.requests().get(0).header("Authorization")).isEmpty();
        assertThat(budget.left()).isEqualTo(before);
    }

    @Test
    void aFreshCredentialIsTriedOnceWhenOneIsRefused() {
        AtomicInteger renewals = new AtomicInteger();
        server.on(
                "GET",
                "/things",
                request -> request.header("Authorization").equals(Optional.of("Bearer 1"))
                        ? ApiReply.json(200, "[]")
                        : ApiReply.json(401, "{}"));
        JsonApi renewing = builder(server.address())
                .credential(new Credential() {
                    @Override
                    public Map<String, String> headers(String method, URI uri) {
                        return Map.of("Authorization", "Bearer " + renewals.get());
                    }

                    @Override
                    public boolean renew(Map<String, String> refused) {
                        renewals.incrementAndGet();
                        return true;
                    }
                })
                .build();

        assertThat(renewing.get("things").list(Thing.class)).isEmpty();
        renewals.set(5);
        assertReason(Reason.UNAUTHORIZED, () -> renewing.get("things").send());
        assertThat(renewals).hasValue(6);
    }

    @Test
    void aCallThatMayBeRepeatedIs() {
        server.on("GET", "/things", request -> ApiReply.json(200, "[]"));
        server.fail(request -> true, 2, request -> ApiReply.text(503, "text/html", "sorry"));

        assertThat(api.get("things").list(Thing.class)).isEmpty();
        assertThat(server.requests()).hasSize(3);
    }

    @Test
    void aCallThatMayHaveHadAnEffectIsNotRepeated() {
        server.on("POST", "/things", request -> ApiReply.text(503, "text/html", "sorry"));

        assertReason(
                Reason.UNAVAILABLE,
                () -> api.post("things").json(Map.of("name", "box")).send());
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void aCallThatSetsAStateIsRepeatedWhenItSaysSo() {
        server.on("PATCH", "/things", request -> ApiReply.json(200, "{}"));
        server.fail(request -> true, 1, request -> ApiReply.text(502, "text/html", "sorry"));

        api.patch("things").json(Map.of()).repeatable().send();

        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void aCallThatCameTooSoonHadNoEffectAndIsRepeatedWhateverItIs() {
        server.on("POST", "/things", request -> ApiReply.json(201, "{}"));
        server.fail(
                request -> true,
                1,
                request -> ApiReply.text(429, "text/plain", "Retry later").with("Retry-After", "0"));

        api.post("things").send();

        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void aWriteWithoutAnAnswerLeavesItsEffectOpen() {
        server.on("POST", "/things", server.silence());

        try (Network impatient = Network.of(Map.of(), Duration.ofMillis(500))) {
            JsonApi hasty = JsonApi.builder(impatient, "demo", server.address()).build();

            assertReason(Reason.TIMEOUT, () -> hasty.post("things").send());
        }
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void theCallsThatAreLeftAreLearned() {
        server.on("GET", "/things", request -> ApiReply.json(200, "[]").with("Left", "17"));

        api.get("things").send();

        // One more is left with every second.
        assertThat(budget.left()).isBetween(17, 100);
    }

    @Test
    void whatIsNotThereIsEmpty() {
        assertThat(api.get("things", "none").find(Thing.class)).isEmpty();
    }

    @Test
    void aRefusalSaysWhatThePlatformSaysInOneLine() {
        server.on(
                "GET",
                "/things",
                request -> ApiReply.json(422, "{\"message\":\"too\\nbig\"}").with("Request-Id", "r-1"));

        assertThatThrownBy(() -> api.get("things").send()).hasMessage("too big (demo answered 422, request r-1)");
    }

    @Test
    void aBodyIsHandedOutAsItComes() throws IOException {
        server.on(
                "GET",
                "/output",
                request -> ApiReply.stream(200, "text/plain", out -> {
                    out.write("first\n".getBytes(StandardCharsets.UTF_8));
                    out.flush();
                    server.silence().answer(request);
                }));

        try (BodyStream body = api.get("output").open(Duration.ofSeconds(30))) {
            assertThat(body.readNBytes(6)).asString().isEqualTo("first\n");
        }
    }

    @Test
    void aRefusedStreamFailsLikeAnyCall() {
        assertReason(
                Reason.NOT_FOUND,
                () -> api.get("output").open(Duration.ofSeconds(30)).close());
    }

    @Test
    void aBodyCanBeSentFromAStream() {
        server.on("PUT", "/upload", request -> ApiReply.empty(200));

        api.signed("PUT", server.address().resolve("/upload")).stream(
                        new ByteArrayInputStream(new byte[100_000]), "application/octet-stream", -1)
                .send();

        assertThat(server.requests().get(0).body()).hasSize(100_000);
    }

    private ApiReply thing(String name) {
        return ApiReply.json(200, "{\"name\":\"" + name + "\",\"size\":3,\"colour\":\"red\"}");
    }

    private void assertReason(Reason reason, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        PawseException.class,
                        failure -> assertThat(failure.reason())
                                .as(failure.message())
                                .isEqualTo(reason));
    }

    private JsonApi.Builder builder(URI base) {
        return JsonApi.builder(network, "demo", base)
                .budget(budget, Clock.systemUTC())
                .retries(QUICK)
                .refusedFor(Duration.ofMillis(5))
                .remaining(
                        answer -> answer.header("Left").map(Integer::parseInt).orElse(-1))
                .errors(answer ->
                        Optional.ofNullable(answer.tree().path("message").asString(null)));
    }
}

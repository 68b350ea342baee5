package dev.pawse.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.testkit.Eventually;
import dev.pawse.testkit.Operation;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class WaitingPageTest {
    private final WaitingFront front = new WaitingFront(Duration.ofMinutes(1));
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        front.close();
    }

    @Test
    void thePageIsNotStoredNotFramedAndNotTakenForTheApp() throws Exception {
        HttpResponse<String> answer = send("GET", "/cart?item=3").get(30, TimeUnit.SECONDS);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().map())
                .containsEntry("retry-after", List.of("5"))
                .containsEntry("cache-control", List.of("no-store"))
                .containsEntry("vary", List.of("Accept, Sec-Fetch-Mode"))
                .containsEntry("x-content-type-options", List.of("nosniff"))
                .containsEntry("content-type", List.of("text/html; charset=utf-8"));
        assertThat(answer.headers().firstValue("content-security-policy").orElseThrow())
                .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'")
                .doesNotContain("unsafe");
        assertThat(answer.body().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(15_000);
    }

    @Test
    void thePageAsksForNothingButItself() throws Exception {
        String body = send("GET", "/").get(30, TimeUnit.SECONDS).body();

        assertThat(body)
                .doesNotContain("http://", "https://", "@import", "url(")
                .contains("role=\"status\"");
        assertThat(Pattern.compile("(?:src|href)=\"(?!data:)").matcher(body).find())
                .isFalse();
        assertThat(body)
                .contains("<noscript><meta http-equiv=\"refresh\" content=\"5\"></noscript>", "prefers-reduced-motion");
    }

    @ParameterizedTest
    @CsvSource({"style, style-src", "script, script-src"})
    void thePolicyNamesTheVeryTextsThatThePageHolds(String tag, String directive) throws Exception {
        HttpResponse<String> answer = send("GET", "/").get(30, TimeUnit.SECONDS);

        Matcher text = Pattern.compile("<" + tag + ">(.*?)</" + tag + ">", Pattern.DOTALL)
                .matcher(answer.body());
        assertThat(text.find()).isTrue();
        String hash = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256")
                        .digest(text.group(1).getBytes(StandardCharsets.UTF_8)));
        assertThat(answer.headers().firstValue("content-security-policy").orElseThrow())
                .contains(directive + " 'sha256-" + hash + "'");
    }

    @Test
    void headHasTheHeadersOfThePageAndNoBody() throws Exception {
        HttpResponse<String> get = send("GET", "/").get(30, TimeUnit.SECONDS);

        HttpResponse<String> head = send("HEAD", "/").get(30, TimeUnit.SECONDS);

        assertThat(head.statusCode()).isEqualTo(503);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("content-length"))
                .isEqualTo(get.headers().firstValue("content-length"));
    }

    @Test
    void namesAndReasonsAreTextAndNeverMarkup() {
        WaitingPage page = new WaitingPage(front.pawse, front.clock::nanoTime, Duration.ofSeconds(1));
        String nasty = "</script><img src=x onerror='alert(\"1\")'>{{failure}}&";

        FullHttpResponse answer = page.show(
                new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/"),
                new AppId("test", nasty),
                new PawseException(Reason.FAILED, "boom {{app}} <b>\r\nline").withRetryAfter(Duration.ofSeconds(40)));

        String body = answer.content().toString(StandardCharsets.UTF_8);
        assertThat(body)
                .doesNotContain("<img", "onerror='", "<b>\r", "boom {{")
                .contains("boom &#123;&#123;app}} &lt;b&gt;  line");
        assertThat(answer.headers().get("retry-after")).isEqualTo("40");
        assertThat(body).contains("data-state=\"failed\"", "data-retry=\"40000\"", "did not wake up</title>");
        answer.release();
    }

    @Test
    void theQuestionIsHeldUntilTheAppIsAwake() throws Exception {
        CompletableFuture<HttpResponse<String>> answer = ask();
        Eventually.holds("the app is used", Duration.ofSeconds(30), () -> inFlight() == 1);
        assertThat(answer).isNotDone();

        front.bootShop();

        JsonNode news = json(answer.get(30, TimeUnit.SECONDS));
        assertThat(news.path("state").asString()).isEqualTo("ready");
        assertThat(inFlight()).isZero();
    }

    @Test
    void theQuestionIsAnsweredWithTheReasonWhenTheAppDoesNotWake() throws Exception {
        front.platform
                .faults()
                .on(Operation.START)
                .fail(new PawseException(Reason.UNAVAILABLE, "no room on the platform")
                        .withRetryAfter(Duration.ofSeconds(7)));

        JsonNode news = json(ask().get(30, TimeUnit.SECONDS));

        assertThat(news.path("state").asString()).isEqualTo("failed");
        assertThat(news.path("detail").asString()).contains("no room on the platform");
        assertThat(news.path("retryAfterMs").asLong()).isPositive();
    }

    @Test
    void theQuestionIsAnsweredAfterAWhileEvenIfNothingHappened() throws Exception {
        try (WaitingFront impatient = new WaitingFront(Duration.ofMillis(50))) {
            HttpResponse<String> answer = client.sendAsync(
                            HttpRequest.newBuilder(impatient.root.resolve(WaitingPage.WAIT_PATH))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .get(30, TimeUnit.SECONDS);

            assertThat(json(answer).path("state").asString()).isEqualTo("waking");
            assertThat(impatient.pawse.activity().inFlight(WaitingFront.SHOP)).isZero();
        }
    }

    @Test
    void aClientThatLeavesNoLongerUsesTheApp() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), front.root.getPort())) {
            socket.getOutputStream()
                    .write(("GET " + WaitingPage.WAIT_PATH + " HTTP/1.1\r\nHost: shop\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            Eventually.holds("the app is used", Duration.ofSeconds(30), () -> inFlight() == 1);
        }

        Eventually.holds("the app is not used", Duration.ofSeconds(30), () -> inFlight() == 0);
    }

    @Test
    void nobodyWritesToTheQuestion() throws Exception {
        HttpResponse<String> answer = send("POST", WaitingPage.WAIT_PATH).get(30, TimeUnit.SECONDS);

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("allow")).contains("GET, HEAD");
        assertThat(front.platform.count(Operation.START)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "/.well-known/pawse/wait, true",
        "/.well-known/pawse/wait?x=1, true",
        "/.well-known/pawse/waiting, false",
        "/.well-known/pawse/wait/, false",
        "/, false"
    })
    void onlyThePathOfTheQuestionIsTheQuestion(String target, boolean expected) {
        assertThat(WaitingPage.isWaitRequest(target)).isEqualTo(expected);
    }

    private int inFlight() {
        return front.pawse.activity().inFlight(WaitingFront.SHOP);
    }

    private CompletableFuture<HttpResponse<String>> ask() {
        return send("GET", WaitingPage.WAIT_PATH);
    }

    private CompletableFuture<HttpResponse<String>> send(String method, String path) {
        return client.sendAsync(
                HttpRequest.newBuilder(front.root.resolve(path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }
}

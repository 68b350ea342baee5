package dev.pawse.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ProblemResponseTest {
    private static final AppId SHOP = new AppId("test", "shop");

    @ParameterizedTest
    @CsvSource({
        "NOT_FOUND, 404",
        "CONFLICT, 409",
        "UNSUPPORTED, 501",
        "INVALID, 502",
        "UNAUTHORIZED, 502",
        "FORBIDDEN, 502",
        "FAILED, 502",
        "RATE_LIMITED, 503",
        "UNAVAILABLE, 503",
        "TIMEOUT, 504",
        "INTERNAL, 500"
    })
    void eachReasonHasItsStatus(Reason reason, int status) {
        assertThat(ProblemResponse.status(reason).code()).isEqualTo(status);
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void noFailureBehindPawseLooksLikeTheCallersCredentials(Reason reason) {
        assertThat(ProblemResponse.status(reason).code()).isNotIn(401, 403, 407, 429);
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_FOUND, 502",
        "CONFLICT, 503",
        "UNSUPPORTED, 502",
        "INVALID, 502",
        "UNAUTHORIZED, 502",
        "FORBIDDEN, 502",
        "FAILED, 503",
        "RATE_LIMITED, 503",
        "UNAVAILABLE, 503",
        "TIMEOUT, 504",
        "INTERNAL, 500"
    })
    void aVisitorsRequestIsNeverToBlameForAWakeThatFailed(Reason reason, int status) {
        assertThat(ProblemResponse.statusForVisitor(reason).code()).isEqualTo(status);
    }

    @Test
    void theMembersAreThoseOfTheStandardAndOurs() {
        FullHttpResponse answer = ProblemResponse.of(
                HttpMethod.GET,
                new PawseException(Reason.UNAVAILABLE, "the platform is down").withRetryAfter(Duration.ofMillis(1500)),
                SHOP);

        assertThat(answer.status().code()).isEqualTo(503);
        assertThat(answer.headers().get("content-type")).isEqualTo("application/problem+json");
        assertThat(answer.headers().get("retry-after")).isEqualTo("2");
        assertThat(json(answer)).isEqualTo(JsonMapper.shared().readTree("""
                {"type":"about:blank","title":"Service Unavailable","status":503,"detail":"the platform is down",
                 "reason":"unavailable","app":"test/shop","retryAfter":2}"""));
    }

    @Test
    void headHasNoBodyAndTheLengthOfGet() {
        FullHttpResponse get = ProblemResponse.of(HttpMethod.GET, HttpResponseStatus.NOT_FOUND, "nothing is here");

        FullHttpResponse head = ProblemResponse.of(HttpMethod.HEAD, HttpResponseStatus.NOT_FOUND, "nothing is here");

        assertThat(head.content().readableBytes()).isZero();
        assertThat(head.headers().get("content-length"))
                .isEqualTo(String.valueOf(get.content().readableBytes()));
    }

    @Test
    void aMistakeOfOursIsNotTold() {
        PawseException told = ProblemResponse.telling(
                new CompletionException(new IllegalStateException("jdbc:secret@10.0.0.7 at dev.pawse.Thing")));

        assertThat(told.reason()).isEqualTo(Reason.INTERNAL);
        assertThat(told.message()).doesNotContain("secret", "10.0.0.7", "dev.pawse");
    }

    @Test
    void aFailureInsideOthersIsTold() {
        PawseException failure = new PawseException(Reason.FAILED, "it crashed");

        assertThat(ProblemResponse.telling(new CompletionException(failure))).isSameAs(failure);
    }

    @Test
    void aLongTextOfManyLinesBecomesAShortLine() {
        assertThat(ProblemResponse.oneLine("a\r\nb\u0000c" + "x".repeat(1000)))
                .startsWith("a  b c")
                .hasSize(500);
    }

    private static JsonNode json(FullHttpResponse answer) {
        return JsonMapper.shared().readTree(answer.content().toString(StandardCharsets.UTF_8));
    }
}

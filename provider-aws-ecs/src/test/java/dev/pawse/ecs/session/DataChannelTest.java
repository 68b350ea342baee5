package dev.pawse.ecs.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawse.http.Json;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import dev.pawse.spi.capability.Shell.Window;
import dev.pawse.testkit.Background;
import dev.pawse.testkit.Eventually;
import dev.pawse.testkit.ManualClock;
import dev.pawse.testkit.ManualExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import okio.Buffer;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The data channel by a clock and a line that a test moves by hand. */
final class DataChannelTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final SessionTicket TICKET =
            new SessionTicket("session-1", URI.create("wss://any/1"), Secret.of("token-1"), "ecs:target");

    private final ManualClock clock = ManualClock.create();
    private final ManualExecutor timer = new ManualExecutor(clock);
    private final ManualLine line = new ManualLine();
    private final DataChannel channel = new DataChannel(
            TICKET,
            line,
            line,
            (keyId, context) -> new DataKey(new byte[0], new byte[0]),
            new Timing(timer, clock::nanoTime, clock),
            line);

    @Test
    void theFirstMessageCarriesTheToken() {
        channel.open();

        JsonNode opening = Json.MAPPER.readTree(line.openings.get(0));
        assertThat(opening.path("MessageSchemaVersion").asString("")).isEqualTo("1.0");
        assertThat(opening.path("TokenValue").asString("")).isEqualTo("token-1");
        assertThat(opening.path("RequestId").asString("")).hasSize(36);
        assertThat(opening.path("ClientId").asString("")).hasSize(36);
        assertThat(opening.path("ClientVersion").asString("")).isEqualTo("1.2.677.0");
    }

    @Test
    void whatIsNotAcknowledgedIsSentAgainAfterItsTime() throws IOException {
        begin();
        write("a");
        write("b");

        timer.advance(Duration.ofMillis(200));
        assertThat(line.numbers()).containsExactly(0L, 1L);
        timer.advance(Duration.ofMillis(100));

        assertThat(line.numbers()).as("the oldest alone").containsExactly(0L, 1L, 0L);
    }

    @Test
    void whatWasSentAgainWaitsItsTimeOnceMore() throws IOException {
        begin();
        write("a");
        timer.advance(Duration.ofMillis(300));

        timer.advance(Duration.ofMillis(200));
        assertThat(line.numbers()).containsExactly(0L, 0L);
        timer.advance(Duration.ofMillis(100));

        assertThat(line.numbers()).containsExactly(0L, 0L, 0L);
    }

    @Test
    void theTimeFollowsHowLongAnswersTake() {
        RetransmissionTimer times = new RetransmissionTimer();
        assertThat(times.timeout()).isEqualTo(Duration.ofMillis(200));

        times.measured(Duration.ofMillis(180).toNanos());
        // 110 ms of round trip and four times 20 ms of variation.
        assertThat(times.timeout()).isEqualTo(Duration.ofMillis(190));
        for (int i = 0; i < 50; i++) {
            times.measured(Duration.ofSeconds(30).toNanos());
        }

        assertThat(times.timeout()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void whatIsAcknowledgedIsNotSentAgain() throws IOException {
        begin();
        write("a");

        line.acknowledge(0);
        timer.advance(Duration.ofSeconds(10));

        assertThat(line.numbers()).containsExactly(0L);
    }

    @Test
    void anotherStreamsAcknowledgementIsNotOurs() throws IOException {
        begin();
        write("a");

        line.come(
                Frame.ACKNOWLEDGE,
                0,
                0,
                Json.MAPPER.writeValueAsString(new Acknowledgement(Frame.OUTPUT, "any", 0, true)));
        line.come(Frame.ACKNOWLEDGE, 0, 0, "no json");
        timer.advance(Duration.ofSeconds(1));

        assertThat(line.numbers()).hasSizeGreaterThan(1);
    }

    @Test
    void nobodyAtTheOtherEndEndsTheSession() throws IOException {
        begin();
        write("a");

        timer.advance(Duration.ofMinutes(60));

        assertThat(line.heard.get(line.heard.size() - 1)).startsWith("ended: UNAVAILABLE");
        assertThat(line.terminated).containsExactly("session-1");
        assertThat(line.numbers()).hasSizeBetween(3_000, 3_001);
    }

    @Test
    void writingWaitsWhileTooMuchIsOnItsWay() {
        begin();
        byte[] much = new byte[1024 * (Transmitter.WINDOW + 2)];
        CompletableFuture<Void> writing = writeInBackground(much);
        Eventually.holds("a full window", PATIENCE, () -> line.numbers().size() == Transmitter.WINDOW);
        assertThat(writing).isNotDone();

        line.acknowledge(0);
        line.acknowledge(1);

        assertThat(writing).succeedsWithin(PATIENCE);
        assertThat(line.numbers()).hasSize(Transmitter.WINDOW + 2);
    }

    @Test
    void theEndOfTheSessionEndsAWriteThatWaits() {
        begin();
        CompletableFuture<Void> writing = writeInBackground(new byte[1024 * (Transmitter.WINDOW + 1)]);
        Eventually.holds("a full window", PATIENCE, () -> line.numbers().size() == Transmitter.WINDOW);

        line.come(Frame.CHANNEL_CLOSED, 0, 0, "{\"Output\":\"\"}");

        assertThat(writing)
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .havingRootCause()
                .isInstanceOf(IOException.class);
    }

    @Test
    void outputIsHandedOnOnceAndInOrderAndAlwaysAcknowledged() {
        channel.open();
        line.open();

        line.output(1, "b");
        line.output(0, "a");
        line.output(1, "b");
        line.output(3, "d");
        line.output(3, "d");
        line.output(2, "c");
        line.output(0, "a");

        assertThat(line.heard).containsExactly("ready", "a", "b", "c", "d");
        assertThat(line.acknowledged()).containsExactly(1L, 0L, 1L, 3L, 3L, 2L, 0L);
    }

    @Test
    void whatThereIsNoRoomForIsNotAcknowledged() {
        channel.open();
        line.open();
        for (long number = 1; number <= 10_000; number++) {
            line.output(number, "x");
        }

        line.output(10_001, "y");

        assertThat(line.acknowledged()).hasSize(10_000).doesNotContain(10_001L);
        line.output(0, "first");
        line.output(10_001, "y");
        assertThat(line.heard).hasSize(1 + 10_002).endsWith("x", "y");
    }

    @Test
    void whatDoesNotMatchItsDigestIsDroppedWithoutAcknowledgement() {
        channel.open();
        line.open();
        ByteString frame = FrameCodec.write(new Frame(
                Frame.OUTPUT, 1, 0, 0, UUID.randomUUID(), PayloadType.OUTPUT, ByteString.encodeUtf8("right")));
        byte[] changed = frame.toByteArray();
        changed[changed.length - 1] ^= 1;

        line.come(ByteString.of(changed));
        assertThat(line.acknowledged()).isEmpty();
        line.come(frame);

        assertThat(line.heard).containsExactly("ready", "right");
        assertThat(line.acknowledged()).containsExactly(0L);
    }

    @Test
    void aPauseHoldsWhatIsWrittenUntilItIsOver() throws IOException {
        begin();
        write("a");
        line.come(odd(Frame.PAUSE));
        CompletableFuture<Void> writing = writeInBackground("b".getBytes(StandardCharsets.US_ASCII));

        timer.advance(Duration.ofSeconds(5));
        assertThat(line.numbers()).containsExactly(0L);
        line.come(odd(Frame.START));

        assertThat(writing).succeedsWithin(PATIENCE);
        assertThat(line.numbers()).containsExactly(0L, 1L);
    }

    @Test
    void aPauseIsOverWhenAnythingOfTheStreamComes() throws IOException {
        begin();
        line.come(odd(Frame.PAUSE));

        line.output(1, "x");
        write("a");

        assertThat(line.numbers()).containsExactly(0L);
    }

    @Test
    void aBrokenConnectionIsMadeAgainWithAnotherTokenAndTheSameNumbers() throws IOException {
        begin();
        write("a");
        write("b");
        write("c");
        line.acknowledge(1);

        line.breakOff();
        timer.advance(Duration.ofMillis(200));
        line.open();
        write("d");
        line.output(1, "y");

        assertThat(line.openings).hasSize(2);
        assertThat(line.openings.get(1)).contains("token-2");
        assertThat(line.numbers()).containsExactly(0L, 1L, 2L, 0L, 2L, 3L);
        assertThat(line.heard).containsExactly("ready", "x", "y");
    }

    @Test
    void theFirstTokenIsGoodUntilAConnectionWasThere() {
        channel.open();

        line.breakOff();
        timer.advance(Duration.ofMillis(200));

        assertThat(line.openings).hasSize(2);
        assertThat(line.openings.get(1)).contains("token-1");
    }

    @Test
    void aConnectionThatCannotBeMadeAgainEndsTheSessionAfterFiveTries() {
        begin();
        for (int i = 0; i < 5; i++) {
            line.breakOff();
            timer.advance(Duration.ofSeconds(10));
        }
        assertThat(line.heard).containsExactly("ready", "x");

        line.breakOff();

        assertThat(line.connections()).isEqualTo(6);
        assertThat(line.heard.get(2)).startsWith("ended: UNAVAILABLE");
    }

    @Test
    void aConnectionThatBringsSomethingMakesTheNextBreakAnother() {
        begin();
        for (int i = 0; i < 20; i++) {
            line.breakOff();
            timer.advance(Duration.ofMillis(200));
            line.open();
            line.output(1 + i, "y");
        }

        assertThat(line.heard).hasSize(22).doesNotContain("ended: ");
    }

    @Test
    void aSessionThatIsOverIsNotResumed() {
        begin();
        line.nextToken = null;

        line.breakOff();
        timer.advance(Duration.ofMillis(200));

        assertThat(line.heard).containsExactly("ready", "x", "ended: ");
        assertThat(line.connections()).isEqualTo(1);
    }

    @Test
    void aMissingPermissionToResumeIsSaid() {
        begin();
        line.resumptionFails = new PawseException(Reason.FORBIDDEN, "not allowed: ssm:ResumeSession");

        line.breakOff();
        timer.advance(Duration.ofMillis(200));

        assertThat(line.heard.get(2)).startsWith("ended: FORBIDDEN").contains("ssm:ResumeSession");
    }

    @ParameterizedTest
    @EnumSource(names = {"UNAVAILABLE", "RATE_LIMITED", "TIMEOUT"})
    void aResumptionThatFailsForTheMomentIsTriedAgain(Reason reason) {
        begin();
        line.resumptionFails = new PawseException(reason, "later");
        line.breakOff();
        timer.advance(Duration.ofMillis(200));

        line.resumptionFails = null;
        timer.advance(Duration.ofSeconds(1));

        assertThat(line.connections()).isEqualTo(2);
    }

    @Test
    void terminatingTellsTheAgentAndTheService() {
        begin();

        channel.terminate();

        Frame flag = line.sent.get(line.sent.size() - 1);
        assertThat(flag.payloadType()).isEqualTo(PayloadType.FLAG);
        assertThat(flag.payload()).isEqualTo(new Buffer().writeInt(2).readByteString());
        assertThat(line.terminated).containsExactly("session-1");
        assertThat(line.closed()).isEqualTo(1);
        channel.terminate();
        assertThat(line.terminated).hasSize(1);
    }

    @Test
    void whatTheServiceSaysAtTheEndIsHandedOn() {
        begin();

        line.come(Frame.CHANNEL_CLOSED, 0, 0, "{\"Output\":\"idle for 20 minutes\\n\"}");
        line.output(1, "late");

        assertThat(line.heard).containsExactly("ready", "x", "ended: idle for 20 minutes");
        assertThat(line.closed()).isEqualTo(1);
        assertThat(line.terminated).isEmpty();
    }

    @Test
    void aResizeIsSentAsColumnsAndRows() {
        begin();

        channel.resize(new Window(101, 33));

        Frame size = line.sent.get(line.sent.size() - 1);
        assertThat(size.payloadType()).isEqualTo(PayloadType.SIZE);
        JsonNode told = Json.MAPPER.readTree(size.payload().utf8());
        assertThat(told.path("cols").asInt(0)).isEqualTo(101);
        assertThat(told.path("rows").asInt(0)).isEqualTo(33);
    }

    @Test
    void theHandshakeIsAnsweredActionByAction() {
        channel.open();
        line.open();

        line.stream(0, PayloadType.HANDSHAKE_REQUEST, """
                {"AgentVersion":"3.3.859.0","RequestedClientActions":[
                {"ActionType":"SessionType","ActionParameters":{"SessionType":"Standard_Stream","Properties":{}}}]}""");

        Frame response = line.sent.get(0);
        assertThat(response.payloadType()).isEqualTo(PayloadType.HANDSHAKE_RESPONSE);
        assertThat(response.payload().utf8())
                .isEqualTo("{\"ClientVersion\":\"1.2.677.0\",\"ProcessedClientActions\":[{\"ActionType\":"
                        + "\"SessionType\",\"ActionStatus\":1,\"ActionResult\":null,\"Error\":\"\"}],\"Errors\":null}");
        assertThat(line.heard).isEmpty();
        line.stream(1, PayloadType.HANDSHAKE_COMPLETE, "{\"HandshakeTimeToComplete\":1,\"CustomerMessage\":\"Hi\"}");
        assertThat(line.heard).containsExactly("ready", "(Hi)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"ActionType\":\"SessionType\",\"ActionParameters\":{\"SessionType\":\"Port\"}} 2",
                "{\"ActionType\":\"SomethingNew\",\"ActionParameters\":{}} 3"
            })
    void whatCannotBeDoneIsAnsweredSoAndEndsTheSession(String actionAndStatus) {
        channel.open();
        line.open();
        String action = actionAndStatus.substring(0, actionAndStatus.lastIndexOf(' '));

        line.stream(0, PayloadType.HANDSHAKE_REQUEST, "{\"RequestedClientActions\":[" + action + "]}");

        JsonNode outcome = Json.MAPPER
                .readTree(line.sent.get(0).payload().utf8())
                .path("ProcessedClientActions")
                .path(0);
        assertThat(outcome.path("ActionStatus").asString(""))
                .isEqualTo(actionAndStatus.substring(actionAndStatus.length() - 1));
        assertThat(outcome.path("Error").asString("")).isNotEmpty();
        assertThat(line.heard).hasSize(1).first().asString().startsWith("ended: UNSUPPORTED");
    }

    @Test
    void writingAfterTheEndFails() {
        begin();
        channel.terminate();

        assertThatThrownBy(() -> write("a")).isInstanceOf(IOException.class);
    }

    /** Connected, to an agent that has begun without a handshake. */
    private void begin() {
        channel.open();
        line.open();
        line.output(0, "x");
    }

    private void write(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        channel.write(bytes, 0, bytes.length);
    }

    private CompletableFuture<Void> writeInBackground(byte[] bytes) {
        return Background.run(() -> {
            try {
                channel.write(bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static ByteString odd(String type) {
        return new Buffer()
                .writeInt(0)
                .writeUtf8(type)
                .write(new byte[64 - type.length()])
                .readByteString();
    }
}

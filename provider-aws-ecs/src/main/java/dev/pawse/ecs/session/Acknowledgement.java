package dev.pawse.ecs.session;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.pawse.http.Json;
import java.util.OptionalLong;
import okio.ByteString;
import tools.jackson.core.JacksonException;

/** The payload that says that a message of a stream has been taken. */
record Acknowledgement(
        @JsonProperty("AcknowledgedMessageType") String type,
        @JsonProperty("AcknowledgedMessageId") String id,
        @JsonProperty("AcknowledgedMessageSequenceNumber") long sequence,
        @JsonProperty("IsSequentialMessage") boolean sequential) {

    static ByteString of(Frame taken) {
        Acknowledgement content = new Acknowledgement(taken.type(), taken.id().toString(), taken.sequence(), true);
        return ByteString.of(Json.MAPPER.writeValueAsBytes(content));
    }

    /** The number of the message of ours that was taken; empty when it is another's or makes no sense. */
    static OptionalLong sequence(ByteString payload) {
        try {
            Acknowledgement content = Json.MAPPER.readValue(payload.toByteArray(), Acknowledgement.class);
            return Frame.INPUT.equals(content.type) ? OptionalLong.of(content.sequence) : OptionalLong.empty();
        } catch (JacksonException e) {
            return OptionalLong.empty();
        }
    }
}

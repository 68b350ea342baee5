package dev.pawse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.http.EventStreamReader.ServerEvent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EventStreamReaderTest {
    @Test
    void anEventHasATypeItsDataAndTheLastId() throws IOException {
        assertThat(events("id: 7\nevent: LOG\ndata: one\ndata: two\n\ndata:three\n\n"))
                .containsExactly(new ServerEvent("LOG", "one\ntwo", "7"), new ServerEvent("message", "three", "7"));
    }

    @Test
    void aFieldMayStandWithoutASpaceAndLinesMayEndInAnyWay() throws IOException {
        assertThat(events("event:A\r\ndata:  x\r\n\r\ndata:y\r\r"))
                .containsExactly(new ServerEvent("A", " x", null), new ServerEvent("message", "y", null));
    }

    @Test
    void commentsRetriesAndEventsWithoutDataArePassedOver() throws IOException {
        assertThat(events(": hello\nretry: 5\n\nevent: EMPTY\n\ndata\n\n"))
                .containsExactly(new ServerEvent("message", "", null));
    }

    @Test
    void anEventThatTheEndCutsOffIsNone() throws IOException {
        assertThat(events("data: whole\n\ndata: half\n")).containsExactly(new ServerEvent("message", "whole", null));
    }

    private static List<ServerEvent> events(String text) throws IOException {
        EventStreamReader reader =
                new EventStreamReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        List<ServerEvent> events = new ArrayList<>();
        for (ServerEvent event = reader.next(); event != null; event = reader.next()) {
            events.add(event);
        }
        return events;
    }
}

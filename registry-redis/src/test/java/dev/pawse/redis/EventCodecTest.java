package dev.pawse.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawse.spi.Event;
import dev.pawse.testkit.EventStoreContract;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EventCodecTest {
    @Test
    void everyKindOfEventThereIsHasARecord() {
        Set<Class<?>> read = EventStoreContract.everyKind()
                .map(event -> EventCodec.read(EventCodec.write(event)).getClass())
                .collect(Collectors.toSet());

        assertThat(read).containsExactlyInAnyOrder(Event.class.getPermittedSubclasses());
    }

    @Test
    void aRecordIsWhatTheNextVersionHasToRead() {
        String record = """
                {"v":1,"name":"app-woke","at":"2026-03-01T12:30:45.678Z","app":"heroku/shop",\
                "formation":{"cron":{"quantity":0},"web":{"quantity":3,"size":"S"}},"took":"PT2.345S"}""";

        Event event = EventCodec.read(record);

        assertThat(event.text()).isEqualTo("woke after 2345 ms with cron=0 web=3:S");
        assertThat(EventCodec.write(event)).isEqualTo(record);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "[]",
                "{}",
                "{\"v\":2,\"name\":\"app-forgotten\",\"at\":\"2026-03-01T12:30:45Z\",\"app\":\"heroku/shop\"}",
                "{\"v\":1,\"name\":\"app-painted\",\"at\":\"2026-03-01T12:30:45Z\",\"app\":\"heroku/shop\"}",
                "{\"v\":1,\"name\":\"app-forgotten\",\"at\":\"yesterday\",\"app\":\"heroku/shop\"}",
                "{\"v\":1,\"name\":\"app-forgotten\",\"at\":\"2026-03-01T12:30:45Z\",\"app\":\"shop\"}",
                "{\"v\":1,\"name\":\"app-discovered\",\"at\":\"2026-03-01T12:30:45Z\",\"app\":\"heroku/shop\",\"state\":7}"
            })
    void whatIsNoRecordOfOursIsRefused(String record) {
        assertThatThrownBy(() -> EventCodec.read(record)).isInstanceOf(RuntimeException.class);
    }
}

package dev.pawse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class RedisGroupsTest {
    @Test
    void aClustersServersShareTheKeysAndGiveThemToEachOther() {
        try (RedisCluster cluster = RedisCluster.start(3)) {
            RedisServer holder = cluster.holder("key");
            RedisServer other =
                    cluster.servers().get(holder == cluster.servers().get(0) ? 1 : 0);
            assertThat(holder.command("SET", "key", "value")).isEqualTo("OK");
            assertThatThrownBy(() -> other.command("GET", "key")).hasMessageStartingWith("MOVED");

            cluster.move("key", other);

            assertThat(other.command("GET", "key")).isEqualTo("value");
            assertThatThrownBy(() -> holder.command("GET", "key")).hasMessageStartingWith("MOVED");
            assertThat(cluster.holder("key")).isSameAs(other);
        }
    }

    @Test
    void sentinelsNameThePrimaryTheyWatch() {
        try (RedisSentinels sentinels = RedisSentinels.start()) {
            RedisServer any = sentinels.sentinels().get(2);

            assertThat(any.command("SENTINEL", "GET-MASTER-ADDR-BY-NAME", RedisSentinels.NAME))
                    .asInstanceOf(InstanceOfAssertFactories.LIST)
                    .isEqualTo(List.of(
                            "127.0.0.1", Integer.toString(sentinels.primary().port())));
        }
    }
}

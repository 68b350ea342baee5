package dev.pawse.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawse.redis.RedisAddress.Kind;
import dev.pawse.redis.RedisAddress.Place;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RedisAddressTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            redis://redis.example.com                         | SERVER   | false | redis.example.com:6379            | 0
            redis://127.0.0.1:7000/                           | SERVER   | false | 127.0.0.1:7000                    | 0
            redis://[::1]:7000/3                              | SERVER   | false | [::1]:7000                        | 3
            rediss://:secret@redis.example.com:6380/15        | SERVER   | true  | redis.example.com:6380            | 15
            redis-sentinel://a,b:7,c/2#primary                | SENTINEL | false | a:26379,b:7,c:26379#primary       | 2
            rediss-sentinel://a#my primary                    | SENTINEL | true  | a:26379#my primary                | 0
            redis-cluster://user:secret@a,b:7                 | CLUSTER  | false | a:6379,b:7                        | 0
            rediss-cluster://a/0                              | CLUSTER  | true  | a:6379                            | 0
            """)
    void anAddressSaysWhichKindAndWhere(String text, Kind kind, boolean tls, String name, int database) {
        RedisAddress address = parse(text);

        assertThat(address.kind()).isEqualTo(kind);
        assertThat(address.tls()).isEqualTo(tls);
        assertThat(address).hasToString(name);
        assertThat(address.database()).isEqualTo(database);
    }

    @Test
    void aUserAndAPasswordMayHoldAnythingEncoded() {
        RedisAddress address = parse("redis://my%20user:a+b%2Fc%40d:e@host");

        assertThat(address.user()).contains("my user");
        assertThat(address.password()).contains("a+b/c@d:e");
        assertThat(address.places()).containsExactly(new Place("host", 6379));
        assertThat(parse("redis://:only@host").user()).isEmpty();
        assertThat(parse("redis://host").password()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            localhost:6379                  | is no address
            http://host                     | begins with 'http:'
            redis-socket://host             | begins with 'redis-socket:'
            redis://                        | has a host (number 1)
            redis://host:0                  | from 1 to 65535
            redis://host:65536              | from 1 to 65535
            redis://host:six                | from 1 to 65535
            redis-cluster://a,,b            | has a host (number 2)
            redis://a,b                     | names several hosts
            redis://host/one                | not the number of a database
            redis-cluster://a,b/1           | names the database 1
            redis-sentinel://a,b            | lacks #
            redis-sentinel://a,b#           | lacks #
            redis://host#primary            | behind a #
            redis://host?timeout=5s         | behind a question mark
            redis://user@host               | a user without a password
            """)
    void whatIsWrongIsSaidWithWhatWouldBeRight(String text, String problem) {
        assertThatThrownBy(() -> parse(text))
                .hasMessageContaining(problem)
                .hasMessageMatching("(?s).*(right is|a cluster has 0 alone).*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://user:se/cret@host",
                "redis://user:se?cret@host",
                "redis://user:se#cret@host",
                "redis://user:1/cret@host/0",
                "redis://user:cret%zz@host",
                "redis://user:cret@host:port",
                "redis:user:cret@host",
                "redis-sentinel://user:1/cret@a,b#primary",
            })
    void noPartOfAPasswordIsQuoted(String text) {
        assertThatThrownBy(() -> parse(text)).message().doesNotContain("cret");
    }

    private static RedisAddress parse(String text) {
        return RedisAddress.parse(text, problem -> new IllegalStateException("URL " + problem));
    }
}

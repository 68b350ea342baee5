package dev.pawse.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before any app hears of it: RFC 9112, rule by rule, over a real socket. */
final class FramingTest {
    private static final AtomicInteger REQUESTS = new AtomicInteger();
    private static RawServer app = RawServer.answering((head, body) -> {
        REQUESTS.incrementAndGet();
        return RawServer.ok(head.substring(0, head.indexOf("\r\n")) + "|" + body);
    });
    private static ProxyFixture proxy = ProxyFixture.of(app.uri());

    @BeforeAll
    static void begin() {
        assertThat(proxy.address().getPort()).isPositive();
    }

    @AfterAll
    static void end() {
        proxy.close();
        app.close();
    }

    // \r, \n, \0 and \t stand for themselves; each line gets its CRLF unless it brings one.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "400|POST / HTTP/1.1\\r\\nHost: shop.test\\r\\nContent-Length: 5\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n",
                "400|POST / HTTP/1.1\\r\\nHost: shop.test\\r\\nTransfer-Encoding: chunked\\r\\nContent-Length: 5\\r\\n\\r\\n0\\r\\n\\r\\n",
                "400|POST / HTTP/1.1\\r\\nHost: shop.test\\r\\nContent-Length: 5\\r\\nContent-Length: 6\\r\\n\\r\\nhello",
                "400|POST / HTTP/1.1\\r\\nHost: shop.test\\r\\nContent-Length: 5\\r\\nContent-Length: 5\\r\\n\\r\\nhello",
                "400|POST / HTTP/1.0\\r\\nHost: shop.test\\r\\nContent-Length: 5\\r\\nContent-Length: 6\\r\\n\\r\\nhello",
                "400|POST / HTTP/1.1\\r\\nHost: shop.test\\r\\nContent-Length: 5, 5\\r\\n\\r\\nhello",
                "400|POST / HTTP/1.1\\r\\nHost: shop.test\\r\\nContent-Length: +5\\r\\n\\r\\nhello",
                "400|POST / HTTP/1.1\\r\\nHost: shop.test\\r\\nContent-Length: -5\\r\\n\\r\\nhello",
                "400|POST / HTTP/1.1\\r\\nHost: shop.test\\r\\nContent-Length: 5 5\\r\\n\\r\\nhello",
                "400|POST / HTTP/1.1\\r\\nHost: shop.test\\r\\nContent-Length: 0x5\\r\\n\\r\\nhello",
                "400|POST / HTTP/1.1\\r\\nHost: shop.test\\r\\nContent-Length: \\r\\n\\r\\nhello",
                "400|POST / HTTP/1.1\\r\\nHost: shop.test\\r\\nContent-Length: 99999999999999999999\\r\\n\\r\\nhello",
                "400|POST / HTTP/1.0\\r\\nHost: shop.test\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n",
                "400|POST / HTTP/1.1\\r\\nHost: shop.test\\r\\nTransfer-Encoding: gzip\\r\\n\\r\\n",
                "501|POST / HTTP/1.1\\r\\nHost: shop.test\\r\\nTransfer-Encoding: gzip, chunked\\r\\n\\r\\n0\\r\\n\\r\\n",
                "400|POST / HTTP/1.1\\r\\nHost: shop.test\\r\\nTransfer-Encoding: chunked, gzip\\r\\n\\r\\n0\\r\\n\\r\\n",
                "400|POST / HTTP/1.1\\r\\nHost: shop.test\\r\\nTransfer-Encoding: chunked\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n",
                "400|POST / HTTP/1.1\\r\\nHost: shop.test\\r\\nTransfer-Encoding: xchunked\\r\\n\\r\\n0\\r\\n\\r\\n",
                "400|POST / HTTP/1.1\\r\\nHost: shop.test\\r\\nTransfer-Encoding : chunked\\r\\n\\r\\n0\\r\\n\\r\\n",
                "400|POST / HTTP/1.1\\r\\nHost: shop.test\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nzz\\r\\n\\r\\n",
                "400|POST / HTTP/1.1\\r\\nHost: shop.test\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n-1\\r\\n\\r\\n",
                "400|POST / HTTP/1.1\\r\\nHost: shop.test\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n1\\nx\\r\\n0\\r\\n\\r\\n",
                "400|POST / HTTP/1.1\\r\\nHost: shop.test\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n1\\r\\nxyz\\r\\n0\\r\\n\\r\\n",
                "400|POST / HTTP/1.1\\r\\nHost: shop.test\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n1ffffffff\\r\\nx",
                "400|GET / HTTP/1.1\\r\\nHost: shop.test\\r\\nX: a\\r\\n folded\\r\\n\\r\\n",
                "400|GET / HTTP/1.1\\r\\nHost: shop.test\\r\\nX: a\\r\\n\\tfolded\\r\\n\\r\\n",
                "400|GET / HTTP/1.1\\r\\n folded: x\\r\\nHost: shop.test\\r\\n\\r\\n",
                "400|GET / HTTP/1.1\\r\\nHost : shop.test\\r\\n\\r\\n",
                "400|GET / HTTP/1.1\\r\\nHost: shop.test\\r\\nX Y: z\\r\\n\\r\\n",
                "400|GET / HTTP/1.1\\r\\nHost: shop.test\\r\\n: empty\\r\\n\\r\\n",
                "400|GET / HTTP/1.1\\r\\nHost: shop.test\\r\\nno colon\\r\\n\\r\\n",
                "400|GET / HTTP/1.1\\r\\nHost: shop.test\\r\\nX: a\\rb\\r\\n\\r\\n",
                "400|GET / HTTP/1.1\\r\\nHost: shop.test\\r\\nX: a\\0b\\r\\n\\r\\n",
                "400|GET / HTTP/1.1\\nHost: shop.test\\n\\n",
                "400|GET / HTTP/1.1\\r\\nHost: shop.test\\nX: y\\r\\n\\r\\n",
                "400|GET  / HTTP/1.1\\r\\nHost: shop.test\\r\\n\\r\\n",
                "400|GET /  HTTP/1.1\\r\\nHost: shop.test\\r\\n\\r\\n",
                "400|GET / HTTP/1.1 \\r\\nHost: shop.test\\r\\n\\r\\n",
                "400| GET / HTTP/1.1\\r\\nHost: shop.test\\r\\n\\r\\n",
                "400|GET /a b HTTP/1.1\\r\\nHost: shop.test\\r\\n\\r\\n",
                "400|GET /a#b HTTP/1.1\\r\\nHost: shop.test\\r\\n\\r\\n",
                "400|GET\\r\\nHost: shop.test\\r\\n\\r\\n",
                "400|GET /\\r\\n\\r\\n",
                "400|GET / http/1.1\\r\\nHost: shop.test\\r\\n\\r\\n",
                "505|GET / HTTP/2.0\\r\\nHost: shop.test\\r\\n\\r\\n",
                "505|GET / HTTP/1.2\\r\\nHost: shop.test\\r\\n\\r\\n",
                "505|GET / HTTP/0.9\\r\\nHost: shop.test\\r\\n\\r\\n",
                "400|G@T / HTTP/1.1\\r\\nHost: shop.test\\r\\n\\r\\n",
                "400|GET / HTTP/1.1\\r\\n\\r\\n",
                "400|GET / HTTP/1.1\\r\\nHost: shop.test\\r\\nHost: shop.test\\r\\n\\r\\n",
                "400|GET / HTTP/1.1\\r\\nHost: \\r\\n\\r\\n",
                "400|GET / HTTP/1.1\\r\\nHost: a b\\r\\n\\r\\n",
                "400|GET / HTTP/1.1\\r\\nHost: user@shop.test\\r\\n\\r\\n",
                "400|GET / HTTP/1.1\\r\\nHost: shop.test:99999\\r\\n\\r\\n",
                "400|GET / HTTP/1.1\\r\\nHost: shop.test:80x\\r\\n\\r\\n",
                "400|GET / HTTP/1.1\\r\\nHost: shop..test\\r\\n\\r\\n",
                "400|GET / HTTP/1.1\\r\\nHost: shop.test/x\\r\\n\\r\\n",
                "400|GET / HTTP/1.1\\r\\nHost: [::1\\r\\n\\r\\n",
                "400|GET http:///x HTTP/1.1\\r\\nHost: shop.test\\r\\n\\r\\n",
                "400|GET ftp://shop.test/ HTTP/1.1\\r\\nHost: shop.test\\r\\n\\r\\n",
                "400|GET shop HTTP/1.1\\r\\nHost: shop.test\\r\\n\\r\\n",
                "400|GET * HTTP/1.1\\r\\nHost: shop.test\\r\\n\\r\\n",
                "501|CONNECT shop.test:443 HTTP/1.1\\r\\nHost: shop.test\\r\\n\\r\\n",
                "501|TRACE / HTTP/1.1\\r\\nHost: shop.test\\r\\n\\r\\n",
                "417|POST / HTTP/1.1\\r\\nHost: shop.test\\r\\nExpect: tea\\r\\nContent-Length: 1\\r\\n\\r\\nx",
                "400|GET / HTTP/1.1\\r\\nHost: shop.test\\r\\nSec-WebSocket-Key1: x\\r\\n\\r\\n12345678",
            })
    void whatIsWrongIsRefusedAndTheConnectionCloses(int status, String request) {
        int before = REQUESTS.get();
        try (RawConnection client = proxy.connect()) {
            String head = client.send(unescaped(request)).head();

            assertThat(head).startsWith("HTTP/1.1 " + status + " ");
            assertThat(RawConnection.field(head, "content-type")).isEqualTo("application/problem+json");
            assertThat(RawConnection.field(head, "connection")).isEqualTo("close");
            assertThat(client.rest()).contains("\"status\":" + status);
        }
        assertThat(REQUESTS).hasValue(before);
        assertThat(proxy.inFlight()).isZero();
    }

    @Test
    void tlsToThePlainPortIsRefusedAtItsFirstByte() {
        try (RawConnection client = proxy.connect()) {
            assertThat(client.send(new byte[] {0x16}).head()).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void aLineThatIsTooLongIsRefusedWhileItComes() {
        try (RawConnection client = proxy.connect()) {
            client.send("GET /" + "x".repeat(8 * 1024));
            assertThat(client.head()).startsWith("HTTP/1.1 414");
        }
    }

    @Test
    void aHeaderThatIsTooLargeIsRefusedWhileItComes() {
        try (RawConnection client = proxy.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: shop.test\r\nX: " + "x".repeat(41 * 1024));
            assertThat(client.head()).startsWith("HTTP/1.1 431");
        }
    }

    @Test
    void moreThanAHundredFieldsAreRefused() {
        try (RawConnection client = proxy.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: shop.test\r\n" + "X: y\r\n".repeat(100) + "\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 431");
        }
    }

    @Test
    void aHundredFieldsArePassed() {
        try (RawConnection client = proxy.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: shop.test\r\n" + "X: y\r\n".repeat(99) + "\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void aLargeHeaderIsPassed() {
        try (RawConnection client = proxy.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: shop.test\r\nX: " + "x".repeat(30 * 1024) + "\r\n\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void aHeadThatComesByteByByteIsUnderstood() {
        try (RawConnection client = proxy.connect()) {
            for (char c : "\r\nGET /slow HTTP/1.1\r\nHost: shop.test\r\nX: y\r\n\r\n".toCharArray()) {
                client.send(String.valueOf(c));
            }
            assertThat(client.body(client.head())).isEqualTo("GET /slow HTTP/1.1|");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "//x, //x",
        "//[, //[",
        "//idle.evil/, //idle.evil/",
        "/a//b/../c%00, /a//b/../c%00",
        "http://shop.test, /",
        "http://shop.test?q, /?q",
        "HTTP://SHOP.test/p?q, /p?q",
        "/?http://other.test/, /?http://other.test/",
    })
    void aTargetIsPassedOnAsItCame(String target, String expected) {
        try (RawConnection client = proxy.connect()) {
            client.send("GET " + target + " HTTP/1.1\r\nHost: shop.test\r\n\r\n");
            assertThat(client.body(client.head())).isEqualTo("GET " + expected + " HTTP/1.1|");
        }
    }

    @Test
    void optionsMayAskAboutTheWholeServer() {
        try (RawConnection client = proxy.connect()) {
            client.send("OPTIONS * HTTP/1.1\r\nHost: shop.test\r\n\r\n");
            assertThat(client.body(client.head())).isEqualTo("OPTIONS * HTTP/1.1|");
        }
    }

    @Test
    void theTargetsAuthorityWinsOverTheHostField() {
        try (RawConnection client = proxy.connect()) {
            client.send("GET http://shop.test/ HTTP/1.1\r\nHost: other.test\r\n\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 200");
        }
        try (RawConnection client = proxy.connect()) {
            client.send("GET http://other.test/ HTTP/1.1\r\nHost: shop.test\r\n\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 421");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shop.test",
                "SHOP.Test",
                "shop.test:3000",
                "shop.test.",
                "shop.test.:80",
                "shop",
                "shop.anything.example"
            })
    void aHostIsFoundHoweverItIsWritten(String host) {
        try (RawConnection client = proxy.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 200");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"other.test", "127.0.0.1", "[::1]:3000", "xn--bcher-kva.test", "shop-x.test", "1.2.3"})
    void anUnknownHostIsToldSoAndTheConnectionStays(String host) {
        try (RawConnection client = proxy.connect()) {
            for (int i = 0; i < 2; i++) {
                String head = client.send("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                        .head();
                assertThat(head).startsWith("HTTP/1.1 421");
                assertThat(client.body(head)).contains("\"status\":421");
            }
        }
        assertThat(proxy.pawse.activity().apps()).containsOnly(proxy.shop().id());
    }

    private static String unescaped(String text) {
        return text.replace("\\r", "\r")
                .replace("\\n", "\n")
                .replace("\\0", "\0")
                .replace("\\t", "\t");
    }
}

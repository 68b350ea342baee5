package dev.pawse.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an app is told of its client, and the client of the app. */
final class HeadersTest {
    @Test
    void theAppIsCalledByItsOwnNameAndToldTheClients() {
        String seen = seen(options -> options, "Host: Shop.test:3000");

        assertThat(RawConnection.field(seen, "host")).startsWith("127.0.0.1:");
        assertThat(RawConnection.field(seen, "x-forwarded-for")).isEqualTo("127.0.0.1");
        assertThat(RawConnection.field(seen, "x-forwarded-proto")).isEqualTo("http");
        assertThat(RawConnection.field(seen, "x-forwarded-host")).isEqualTo("Shop.test:3000");
        assertThat(RawConnection.field(seen, "forwarded"))
                .isEqualTo("for=127.0.0.1;host=\"Shop.test:3000\";proto=http");
        assertThat(RawConnection.field(seen, "via")).matches("1\\.1 pawse-[0-9a-f]{12}");
    }

    @Test
    void anAppIsAskedByTheNameThatItsEndpointsKnow() {
        try (RawServer app = RawServer.start(RawServer.keptAlive((head, body) -> RawServer.ok(head)));
                ProxyFixture proxy = ProxyFixture.alwaysOn(app.uri());
                RawConnection client = proxy.connect()) {
            for (String name : List.of("www.shop.test", "other.shop.test")) {
                proxy.shop().upstreamHost(name);
                proxy.pawse.sweep();

                String head =
                        client.send("GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n").head();
                assertThat(RawConnection.field(client.body(head), "host"))
                        .isEqualTo(name + ":" + app.uri().getPort());
            }
        }
    }

    @Test
    void whatAStrangerSaysOfItsOriginIsNotBelieved() {
        String seen = seen(
                options -> options,
                "Host: shop.test",
                "X-Forwarded-For: 6.6.6.6",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: evil.test",
                "X-Forwarded-Port: 443",
                "X-Forwarded-Server: evil",
                "X-Real-IP: 6.6.6.6",
                "Forwarded: for=6.6.6.6");

        assertThat(seen).doesNotContain("6.6.6.6").doesNotContain("evil").doesNotContain("443");
        assertThat(RawConnection.field(seen, "x-forwarded-proto")).isEqualTo("http");
    }

    @Test
    void whatATrustedPeerSaysIsCarriedOn() {
        String seen = seen(
                options -> options.trustedProxies(List.of("127.0.0.0/8")),
                "Host: shop.test",
                "X-Forwarded-For: 203.0.113.9",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: www.shop.example",
                "X-Forwarded-Port: 443",
                "Forwarded: for=203.0.113.9");

        assertThat(RawConnection.field(seen, "x-forwarded-for")).isEqualTo("203.0.113.9, 127.0.0.1");
        assertThat(RawConnection.field(seen, "x-forwarded-proto")).isEqualTo("https");
        assertThat(RawConnection.field(seen, "x-forwarded-host")).isEqualTo("www.shop.example");
        assertThat(RawConnection.field(seen, "x-forwarded-port")).isEqualTo("443");
        assertThat(RawConnection.field(seen, "forwarded"))
                .isEqualTo("for=203.0.113.9, for=127.0.0.1;host=\"shop.test\";proto=https");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Keep-Alive: timeout=5",
                "Proxy-Connection: keep-alive",
                "Proxy-Authorization: Basic x",
                "Upgrade: h2c",
                "HTTP2-Settings: AAA",
                "Proxy: http://evil.test",
                "PaastisProxyTarget: app",
                "PaastisProxySystemApiToken: secret",
                "X-Pawse-Internal: x",
                "TE: gzip",
                "X-Named: x",
            })
    void aFieldThatIsNotTheAppsBusinessStopsHere(String field) {
        String seen = seen(options -> options, "Host: shop.test", field, "Connection: keep-alive, X-Named, Upgrade");

        assertThat(RawConnection.field(seen, field.substring(0, field.indexOf(':'))))
                .isNull();
        assertThat(RawConnection.field(seen, "connection")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cookie: a=b; c=d",
                "Authorization: Bearer x",
                "User-Agent: \u00e9t\u00e9",
                "traceparent: 00-1-2-01",
                "X-Empty:",
                "X-Named-Not: x",
                "Range: bytes=0-1",
            })
    void aFieldThatIsTheAppsBusinessArrivesUnchanged(String field) {
        assertThat(seen(options -> options, "Host: shop.test", field, "Connection: X-Named"))
                .contains("\r\n" + field.trim());
    }

    @Test
    void readinessForTrailersIsPassedOn() {
        String seen = seen(options -> options, "Host: shop.test", "TE: trailers, deflate;q=0.5", "Connection: TE");

        assertThat(RawConnection.field(seen, "te")).isEqualTo("trailers");
        assertThat(RawConnection.field(seen, "connection")).isEqualTo("TE");
    }

    @ParameterizedTest
    @CsvSource({
        "http://shop.test, own",
        "https://shop.test, own",
        "https://SHOP.test, own",
        "https://shop.test.evil, same",
        "https://evil.test, same",
        "null, same",
    })
    void anOriginIsRewrittenOnlyWhereItIsTheAppsOwn(String origin, String outcome) {
        String seen = seen(options -> options, "Host: shop.test", "Origin: " + origin);

        String expected = outcome.equals("same") ? origin : "http://" + RawConnection.field(seen, "host");
        assertThat(RawConnection.field(seen, "origin")).isEqualTo(expected);
    }

    @Test
    void anEarlierProxyIsKeptInVia() {
        assertThat(RawConnection.field(seen(options -> options, "Host: shop.test", "Via: 1.1 front"), "via"))
                .startsWith("1.1 front, 1.1 pawse-");
    }

    @Test
    void aRequestThatComesBackIsRefused() {
        List<ProxyFixture> itself = new CopyOnWriteArrayList<>();
        List<String> answers = new CopyOnWriteArrayList<>();
        try (RawServer app = RawServer.answering((head, body) -> {
                    String via = RawConnection.field(head, "via");
                    try (RawConnection again = itself.get(0).connect()) {
                        again.send("GET / HTTP/1.1\r\nHost: shop.test\r\nVia: " + via + "\r\n\r\n");
                        answers.add(again.head());
                    }
                    return RawServer.ok("");
                });
                ProxyFixture proxy = ProxyFixture.of(app.uri());
                RawConnection client = proxy.connect()) {
            itself.add(proxy);
            client.send("GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n").head();
            assertThat(answers).singleElement().asString().startsWith("HTTP/1.1 508");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://APP/login?x | http://shop.test:3000/login?x",
                "http://APP | http://shop.test:3000",
                "//APP/x | //shop.test:3000/x",
                "/login | /login",
                "http://elsewhere.test/ | http://elsewhere.test/",
                "https://127.0.0.1/ | https://127.0.0.1/",
                "http://APP.evil.test/ | http://APP.evil.test/",
            })
    void aRedirectToTheAppsOwnNameLeadsToTheClientsName(String location, String expected) {
        try (RawServer app = RawServer.answering((head, body) -> "HTTP/1.1 302 Found\r\nLocation: "
                        + location.replace("APP", field(head, "host")) + "\r\nContent-Location: "
                        + location.replace("APP", field(head, "host")) + "\r\nContent-Length: 0\r\n\r\n");
                ProxyFixture proxy = ProxyFixture.of(app.uri());
                RawConnection client = proxy.connect()) {
            String head = client.send("GET / HTTP/1.1\r\nHost: shop.test:3000\r\n\r\n")
                    .head();

            String wanted = expected.replace("APP", "127.0.0.1:" + app.port());
            assertThat(RawConnection.field(head, "location")).isEqualTo(wanted);
            assertThat(RawConnection.field(head, "content-location")).isEqualTo(wanted);
        }
    }

    @Test
    void whatConcernsTheAppsConnectionStopsHere() {
        String answer = String.join(
                "\r\n",
                "HTTP/1.1 299 Odd  Reason",
                "Connection: keep-alive, X-Mine",
                "X-Mine: 1",
                "Keep-Alive: timeout=3",
                "Upgrade: h2",
                "Set-Cookie: a=1",
                "Set-Cookie: b=2",
                "Content-Length: 0",
                "",
                "");
        try (RawServer app = RawServer.answering((head, body) -> answer);
                ProxyFixture proxy = ProxyFixture.of(app.uri());
                RawConnection client = proxy.connect()) {
            String head =
                    client.send("GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n").head();

            assertThat(head)
                    .isEqualTo(
                            "HTTP/1.1 299 Odd  Reason\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nContent-Length: 0\r\n\r\n");
        }
    }

    private static String field(String head, String name) {
        String value = RawConnection.field(head, name);
        return value == null ? "" : value;
    }

    /** The head that the app gets of a request with these fields. */
    private static String seen(UnaryOperator<ProxyOptions.Builder> options, String... fields) {
        List<String> seen = new CopyOnWriteArrayList<>();
        try (RawServer app = RawServer.answering((head, body) -> {
                    seen.add(head);
                    return RawServer.ok("");
                });
                ProxyFixture proxy = ProxyFixture.of(options, app.uri());
                RawConnection client = proxy.connect()) {
            String head = client.send("GET / HTTP/1.1\r\n" + String.join("\r\n", fields) + "\r\n\r\n")
                    .head();
            assertThat(head).startsWith("HTTP/1.1 200");
        }
        return seen.get(0);
    }
}

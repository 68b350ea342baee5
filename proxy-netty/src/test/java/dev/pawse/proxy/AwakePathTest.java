package dev.pawse.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.core.InMemoryRegistry;
import dev.pawse.spi.Registry;
import dev.pawse.testkit.FakeProvider;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A request for an app that is awake is served from memory alone. */
final class AwakePathTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n";
    /** The beat that tells others who uses what; it comes by the clock, however many requests there are. */
    private static final Set<String> HEARTBEAT = Set.of("publish", "usage");

    private final List<String> registryCalls = new CopyOnWriteArrayList<>();

    @Test
    void tenThousandRequestsAskNeitherThePlatformNorTheRegistry() {
        try (RawServer app = RawServer.answering((head, body) -> RawServer.ok("x"));
                ProxyFixture proxy = watched(ProxyFixture.platform(app.uri()))) {
            try (RawConnection client = proxy.connect()) {
                assertThat(client.body(client.send(GET).head())).isEqualTo("x");
                proxy.platform.forgetCalls();
                registryCalls.clear();
                long begun = System.nanoTime();
                String batch = GET.repeat(100);
                for (int i = 0; i < 100; i++) {
                    client.send(batch);
                    for (int j = 0; j < 100; j++) {
                        client.body(client.head());
                    }
                }

                long beats = Duration.ofNanos(System.nanoTime() - begun).toSeconds() + 1;
                assertThat(proxy.platform.calls()).isEmpty();
                assertThat(registryCalls).allMatch(HEARTBEAT::contains).hasSizeLessThanOrEqualTo((int) beats * 2);
            }
        }
    }

    private ProxyFixture watched(FakeProvider platform) {
        Registry registry = counting(new InMemoryRegistry());
        return ProxyFixture.over(
                        platform,
                        engine -> engine.registry(registry).sweeps(after -> after.plus(Duration.ofDays(1))),
                        options -> options)
                .awake();
    }

    private Registry counting(Registry registry) {
        return (Registry) Proxy.newProxyInstance(
                Registry.class.getClassLoader(), new Class<?>[] {Registry.class}, (proxy, method, arguments) -> {
                    registryCalls.add(method.getName());
                    try {
                        return method.invoke(registry, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}

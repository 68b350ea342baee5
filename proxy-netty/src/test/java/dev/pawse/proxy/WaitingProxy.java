package dev.pawse.proxy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pawse.core.Pawse;
import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import dev.pawse.testkit.Eventually;
import dev.pawse.testkit.FakeProvider;
import dev.pawse.testkit.ManualClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A real proxy in front of the app {@code shop.localhost}, which sleeps, boots in 2 s of a clock that is moved by hand, and
 * then greets whoever comes.
 */
final class WaitingProxy implements AutoCloseable {
    static final String GREETING = "<h1>Welcome to the shop</h1>";

    private static final AppId SHOP = new AppId("test", "shop");
    private static final Duration BOOT = Duration.ofSeconds(2);

    final FakeProvider platform;

    private final ManualClock clock = ManualClock.create();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final HttpServer app;
    private final Pawse pawse;
    private final ProxyServer proxy;
    private final int port;

    WaitingProxy() throws IOException {
        app = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        app.createContext("/", this::greet);
        app.start();
        platform = FakeProvider.builder("test").clock(clock).bootTakes(BOOT).build();
        platform.add("shop")
                .hosts("shop.localhost")
                .endpoints(URI.create("http://127.0.0.1:" + app.getAddress().getPort()))
                .state(AppState.STOPPED);
        pawse = Pawse.builder().provider("test", platform).build();
        pawse.start();
        ProxyOptions options = ProxyOptions.builder()
                .host("127.0.0.1")
                .port(0)
                .eventLoops(1)
                .drainLimit(Duration.ofSeconds(1))
                .build();
        proxy = new ProxyServer(pawse, options, ProxyEvents.NONE, null);
        port = proxy.start().getPort();
    }

    String address(String path) {
        return "http://shop.localhost:" + port + path;
    }

    /** Whether somebody waits for the app: the page itself does not, its question does. */
    boolean pageAsks() {
        return pawse.activity().inFlight(SHOP) == 1;
    }

    /** Lets the app's boot begin and end at once, and waits until it is known to be awake. */
    void bootShop() {
        Eventually.holds(
                "the app boots",
                Duration.ofSeconds(30),
                () -> platform.fake("shop").state() == AppState.STARTING);
        clock.advance(BOOT);
        Eventually.holds(
                "the app is awake",
                Duration.ofSeconds(30),
                () -> pawse.lifecycle().awake(SHOP) != null);
    }

    /** The targets of the requests that reached the app. */
    List<String> requestsToTheApp() {
        return requests;
    }

    private void greet(HttpExchange exchange) throws IOException {
        String target = exchange.getRequestURI().toString();
        requests.add(target);
        byte[] body = GREETING.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        proxy.close();
        pawse.close();
        app.stop(0);
    }
}

package dev.pawse.example.embed;

import dev.pawse.core.InMemoryRegistry;
import dev.pawse.core.Pawse;
import dev.pawse.core.Rules;
import dev.pawse.local.LocalProviderFactory;
import dev.pawse.proxy.ProxyEvents;
import dev.pawse.proxy.ProxyOptions;
import dev.pawse.proxy.ProxyServer;
import dev.pawse.spi.Event;
import dev.pawse.spi.Provider;
import dev.pawse.spi.ProviderContext;
import dev.pawse.spi.Settings;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** A proxy inside another service: its own wiring, its own settings, no command line. */
public final class EmbeddedProxy implements AutoCloseable {
    private final Pawse pawse;
    private final ProxyServer proxy;

    private EmbeddedProxy(Pawse pawse, ProxyServer proxy) {
        this.pawse = pawse;
        this.proxy = proxy;
    }

    /**
     * Puts a proxy together in front of the apps of a file.
     *
     * @param apps the local provider's file
     * @param snapshot where it is kept what to restore after a restart
     * @param maxIdle how long nobody may use an app before it rests
     * @param listener is told of wakes and rests
     */
    public static EmbeddedProxy create(Path apps, Path snapshot, Duration maxIdle, Consumer<Event> listener) {
        Settings settings = Settings.of(Map.of("file", apps.toString()));
        Provider local = new LocalProviderFactory().create(new ProviderContext("local", settings, Clock.systemUTC()));
        Pawse pawse = Pawse.builder()
                .provider("local", local)
                .registry(InMemoryRegistry.open(snapshot, System::nanoTime))
                .rules(new Rules(maxIdle))
                .sweeps(after -> after.plusSeconds(1))
                .build();
        pawse.events().subscribe(listener);
        ProxyOptions options =
                ProxyOptions.builder().host("127.0.0.1").port(0).eventLoops(1).build();
        return new EmbeddedProxy(pawse, new ProxyServer(pawse, options, ProxyEvents.NONE, null));
    }

    /** Finds the apps and begins to listen; gives the address. */
    public InetSocketAddress start() {
        pawse.start();
        return proxy.start();
    }

    @Override
    public void close() {
        proxy.close();
        pawse.close();
    }

    /** Runs until the process is ended, e.g. {@code java … EmbeddedProxy apps.yml}. */
    public static void main(String[] args) throws InterruptedException {
        Path apps = Path.of(args[0]);
        EmbeddedProxy proxy = create(
                apps,
                apps.resolveSibling("registry.snapshot"),
                Duration.ofMinutes(1),
                event -> System.out.println(event.app() + " " + event.text()));
        Runtime.getRuntime().addShutdownHook(new Thread(proxy::close));
        System.out.println("listening on " + proxy.start());
        Thread.currentThread().join();
    }
}

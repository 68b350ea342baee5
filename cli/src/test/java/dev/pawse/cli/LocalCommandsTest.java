package dev.pawse.cli;

import dev.pawse.core.PawseConfig;
import dev.pawse.core.Plugins;
import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Provider;
import dev.pawse.spi.capability.Scaling;
import dev.pawse.testkit.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;

/** Every command on apps that are processes of this machine, run by another Pawse. */
final class LocalCommandsTest extends CommandMatrixContract {
    private static final AppId APP = new AppId("local", SHOP);
    private static final String WEB = """
            use IO::Socket::INET;
            $| = 1;
            print "hello from shop\\n";
            my $port = IO::Socket::INET->new(LocalAddr => '127.0.0.1', LocalPort => $ENV{PORT}, Listen => 99, ReuseAddr => 1)
                or die $!;
            while (my $client = $port->accept) {
                while (my $line = <$client>) { last if $line =~ /^\\r?$/ }
                print $client "HTTP/1.0 200 OK\\r\\n\\r\\n";
            }
            """;

    @SuppressWarnings("NullAway.Init")
    private Provider owner;

    @Override
    Map<String, String> openPlatform(Path shared) {
        Map<String, String> environment = new TreeMap<>();
        environment.put("PROVIDER_NAME", "local");
        environment.put("PROVIDER_LOCAL_FILE", shared.resolve("apps.yml").toString());
        try {
            Files.writeString(shared.resolve("web.pl"), WEB);
            Files.writeString(shared.resolve("apps.yml"), """
                    apps:
                      shop:
                        processes:
                          web: { command: "exec perl web.pl" }
                        hosts: [shop.example.test]
                        environment: { GREETING: hello }
                    """);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        owner = PawseConfig.read(environment, shared, Map.of())
                .providers(Plugins.load(null), Clock.systemUTC())
                .values()
                .iterator()
                .next();
        owner.require(Scaling.class).start(APP, Formation.of(Map.of("web", 1)));
        Eventually.holds(
                "the app runs",
                Duration.ofSeconds(30),
                () -> owner.app(APP)
                        .map(App::state)
                        .filter(AppState.RUNNING::equals)
                        .isPresent());
        return environment;
    }

    @AfterAll
    void close() {
        owner.close();
    }

    @Override
    List<String> impossible() {
        return List.of("logs console", "config history", "builds", "deployments", "events", "releases", "db", "doctor");
    }
}

package dev.pawse.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Provider;
import dev.pawse.spi.capability.Processes;
import dev.pawse.spi.capability.Processes.AppProcess;
import dev.pawse.spi.capability.Scaling;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** A provider of real processes in a temporary folder, with a short back-off, and ways to wait for what they do. */
final class LocalFixture implements AutoCloseable {
    static final Duration DEADLINE = Duration.ofSeconds(30);
    static final RestartDelay QUICK =
            new RestartDelay(Duration.ofMillis(20), Duration.ofMillis(200), Duration.ofMinutes(1));

    /** A web app that boots in no time: it answers 200 on its port. */
    static final String WEB = "exec perl web.pl";

    private static final String WEB_PROGRAM = """
            use IO::Socket::INET;
            $SIG{PIPE} = 'IGNORE';
            my $port = IO::Socket::INET->new(LocalAddr => '127.0.0.1', LocalPort => $ENV{PORT}, Listen => 99, ReuseAddr => 1)
                or die $!;
            while (my $client = $port->accept) {
                while (my $line = <$client>) { last if $line =~ /^\r?$/ }
                print $client "HTTP/1.0 200 OK\r\n\r\n$ENV{PAWSE_PROCESS}";
            }
            """;

    private final Path folder;
    private final List<Provider> opened = new ArrayList<>();

    LocalFixture(Path folder) {
        this.folder = folder;
    }

    /** A provider over this file, which it writes. */
    Provider open(String yaml) {
        return open(yaml, QUICK);
    }

    Provider open(String yaml, RestartDelay delay) {
        try {
            Files.writeString(folder.resolve("web.pl"), WEB_PROGRAM);
            Files.writeString(file(), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return open(delay, false);
    }

    /** Another provider over the same file and state, such as a second Pawse process has. */
    Provider again() {
        return open(QUICK, false);
    }

    /** What a command has that soon ends: it only asks the owner. */
    Provider attach() {
        return open(QUICK, true);
    }

    Path file() {
        return folder.resolve("apps.yml");
    }

    StateFolder state() {
        return new StateFolder(folder.resolve("state"));
    }

    private Provider open(RestartDelay delay, boolean attach) {
        AppsFile apps = AppsFile.read(file(), "file");
        Clock clock = Clock.systemUTC();
        Owner owner = new Owner(apps, state(), delay, clock, attach);
        Provider provider = LocalProvider.create(new LocalApps("local", apps), state(), owner, clock);
        opened.add(provider);
        return provider;
    }

    Path folder() {
        return folder;
    }

    static AppId id(String app) {
        return new AppId("local", app);
    }

    static void start(Provider provider, String app, String type, int quantity) {
        provider.require(Scaling.class).start(id(app), Formation.of(Map.of(type, quantity)));
    }

    static App awaitState(Provider provider, String app, AppState state) {
        until(() -> look(provider, app).state() == state);
        return look(provider, app);
    }

    static App look(Provider provider, String app) {
        return provider.app(id(app)).orElseThrow();
    }

    static List<AppProcess> processes(Provider provider, String app) {
        return provider.require(Processes.class).processes(id(app));
    }

    static void until(Callable<Boolean> condition) {
        await().pollInterval(Duration.ofMillis(5)).atMost(DEADLINE).until(condition);
    }

    /** The process ids that an app wrote into a file, once there are so many. */
    List<Long> pids(String file, int count) {
        until(() -> lines(file).size() >= count);
        return lines(file).stream().map(Long::valueOf).toList();
    }

    List<String> lines(String file) {
        Path path = folder.resolve(file);
        try {
            return Files.exists(path) ? Files.readAllLines(path) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a process runs; one that is dead and not yet reaped does not. */
    static boolean runs(long pid) {
        try {
            Path stat = Path.of("/proc/" + pid + "/stat");
            if (!Files.exists(Path.of("/proc/self/stat"))) {
                return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
            }
            String text = Files.readString(stat);
            return text.charAt(text.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException e) {
            return false;
        }
    }

    static void assertGone(List<Long> pids) {
        until(() -> pids.stream().noneMatch(LocalFixture::runs));
        assertThat(pids).noneMatch(LocalFixture::runs);
    }

    @Override
    public void close() {
        opened.forEach(Provider::close);
    }
}

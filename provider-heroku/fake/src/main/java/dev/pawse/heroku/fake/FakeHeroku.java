package dev.pawse.heroku.fake;

import dev.pawse.spi.Formation;
import dev.pawse.spi.Formation.Scale;
import dev.pawse.testkit.ApiServer;
import dev.pawse.testkit.FakePlatform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A Heroku of one account on 127.0.0.1: its API with paging, its limit of calls and its refusals, the API of its databases, apps that
 * answer visitors, logs, and one-off dynos that run their commands as processes of this machine. It needs a POSIX system. Safe for many
 * threads.
 */
public final class FakeHeroku implements FakePlatform {
    static final String USUAL_SIZE = "standard-1x";

    private final Account account;
    private final ApiServer api = ApiServer.start();
    private final ExecutorService threads = Executors.newCachedThreadPool(FakeHeroku::thread);
    private final RendezvousServer rendezvous = RendezvousServer.start(threads);
    private final Map<String, AppServer> servers = new ConcurrentHashMap<>();
    private final Path folder;
    private final PostgresTools tools;
    private final Door door;
    private final DynoRoutes dynos;
    private final BuildRoutes builds;
    private final LogRoutes logs;
    private volatile String token = "HRKU-" + UUID.randomUUID();
    private volatile boolean closed;
    private int databases;

    private FakeHeroku(Clock clock, Path folder) {
        this.folder = folder;
        account = new Account(clock);
        tools = PostgresTools.install(folder);
        door = new Door(api, account, () -> token, new CallLimit(clock, 4_500, 75));
        dynos = new DynoRoutes(account, rendezvous, tools, threads);
        builds = new BuildRoutes(account, api.address(), () -> closed);
        logs = new LogRoutes(account, api.address(), () -> closed);
        AppRoutes.add(door, account);
        FormationRoutes.add(door, account);
        dynos.add(door);
        ReleaseRoutes.add(door, account);
        builds.add(door);
        logs.add(door);
        DatabaseRoutes.add(door, account, api.address());
    }

    /** Starts one without apps. */
    public static FakeHeroku start() {
        return start(Clock.systemUTC());
    }

    /** Starts one whose dynos boot, and whose transfers end, by this clock. */
    public static FakeHeroku start(Clock clock) {
        try {
            return new FakeHeroku(clock, Files.createTempDirectory("fake-heroku-"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Serves three apps until the process is ended, and tells how to reach them. */
    public static void main(String[] arguments) throws InterruptedException {
        FakeHeroku heroku = start();
        Runtime.getRuntime().addShutdownHook(new Thread(heroku::close, "fake-heroku-close"));
        for (String app : List.of("shop", "blog", "stock")) {
            heroku.addApp(app, heroku.formation(), "www." + app + ".example.com");
        }
        heroku.addDatabase("shop");
        System.out.println("A fake Heroku with the apps shop, blog and stock. For Pawse:");
        System.out.println("export PROVIDER_NAME=heroku");
        heroku.environment("heroku").forEach((name, value) -> System.out.println("export " + name + "=" + value));
        System.out.println("For Heroku's own command line:");
        System.out.println("export HEROKU_HOST=" + heroku.api().address());
        System.out.println("export HEROKU_DATA_HOST=" + heroku.api().address().getHost());
        System.out.println("export HEROKU_API_KEY=" + heroku.token());
        System.out.println("export NODE_EXTRA_CA_CERTS=" + SelfSigned.shared().file());
        System.out.flush();
        new CountDownLatch(1).await();
    }

    @Override
    public String type() {
        return "heroku";
    }

    @Override
    public Map<String, String> environment(String provider) {
        String prefix = "PROVIDER_" + provider.toUpperCase(Locale.ROOT).replace('-', '_');
        return Map.of(
                prefix + "_API_TOKEN",
                token,
                prefix + "_API_URL",
                api.address().toString(),
                prefix + "_DATA_URL",
                api.address().toString(),
                "SSL_CERT_FILE",
                SelfSigned.shared().file().toString());
    }

    @Override
    public Formation formation() {
        return new Formation(Map.of(
                "web", new Scale(3, USUAL_SIZE), "worker", new Scale(2, USUAL_SIZE), "cron", new Scale(0, USUAL_SIZE)));
    }

    @Override
    public void addApp(String name, Formation formation, String... hosts) {
        HostedApp app = new HostedApp(name, account.clock);
        app.domains.addAll(List.of(hosts));
        AppServer server = AppServer.start(app, () -> locked(app::answers), threads);
        app.webUrl = server.address() + "/";
        locked(() -> {
            app.release("Initial release", "succeeded");
            app.types.put("release", new HostedApp.ProcessType());
            app.ask(formation);
            app.adjust(Duration.ZERO, Duration.ZERO);
            return account.apps.put(name, app);
        });
        servers.put(name, server);
    }

    @Override
    public void deleteApp(String name) {
        locked(() -> account.apps.remove(name));
        AppServer server = servers.remove(name);
        if (server != null) {
            server.close();
        }
    }

    /** Sizes that the formation does not name stay as they are. */
    @Override
    public void scaleByHand(String name, Formation formation) {
        locked(() -> {
            HostedApp app = account.app(name);
            app.ask(formation);
            // Whatever boots or stops by then is there or gone as well.
            app.dynos.removeIf(dyno ->
                    !dyno.type.equals("run") && !dyno.state(app.clock.instant()).equals("up"));
            app.adjust(Duration.ZERO, Duration.ZERO);
            return app;
        });
    }

    @Override
    public Formation formation(String name) {
        return locked(() -> account.app(name).formation());
    }

    @Override
    public int starts(String name) {
        return locked(() -> account.app(name).starts);
    }

    @Override
    public URI address(String name) {
        return locked(() -> URI.create(String.valueOf(account.app(name).webUrl)).resolve("/"));
    }

    @Override
    public void bootTime(Duration time) {
        locked(() -> account.boot = time);
    }

    @Override
    public void limitCalls(int capacity, int perMinute, Clock clock) {
        door.limit(new CallLimit(clock, capacity, perMinute));
    }

    @Override
    public long refusedCalls() {
        return door.limit().refused();
    }

    @Override
    public ApiServer api() {
        return api;
    }

    /** What the API believes. */
    public String token() {
        return token;
    }

    /** The token is revoked; the new one is returned. */
    public String newToken() {
        token = "HRKU-" + UUID.randomUUID();
        return token;
    }

    /** A PEM file with the certificate of the rendezvous, for {@code SSL_CERT_FILE}. */
    public Path certificate() {
        return SelfSigned.shared().file();
    }

    /** Makes apps that have never been deployed and that nobody can visit, for lists that are long. */
    public void addEmptyApps(String prefix, int count) {
        locked(() -> {
            for (int number = 0; number < count; number++) {
                String name = prefix + number;
                account.apps.put(name, new HostedApp(name, account.clock));
            }
            return count;
        });
    }

    /** Puts an app into a team. */
    public void moveToTeam(String name, String team) {
        locked(() -> account.app(name).team = team);
    }

    /** Makes an app one of another generation of the platform: {@code cedar} or {@code fir}. */
    public void generation(String name, String generation) {
        locked(() -> account.app(name).generation = generation);
    }

    /** Adds a domain to an app. */
    public void addDomain(String name, String host) {
        locked(() -> account.app(name).domains.add(host));
    }

    /** Takes a process type away, as a deployment may do. */
    public void removeType(String name, String type) {
        locked(() -> account.app(name).types.remove(type));
    }

    /** Every dyno of an app crashes. */
    public void crash(String name) {
        locked(() -> {
            HostedApp app = account.app(name);
            app.dynos.forEach(dyno -> dyno.crashedAt = app.clock.instant());
            return app;
        });
    }

    /** The web dynos of an app fall asleep by themselves, as Eco dynos do; a visitor wakes them. */
    public void sleepEco(String name) {
        locked(() -> {
            HostedApp app = account.app(name);
            app.dynos.stream()
                    .filter(dyno -> dyno.type.equals("web"))
                    .forEach(dyno -> dyno.idleAt = app.clock.instant());
            return app;
        });
    }

    /** Somebody stops a dyno. */
    public void stopDyno(String name, String dyno) {
        locked(() -> {
            dynos.stop(account.app(name), dyno);
            return name;
        });
    }

    /** A dyno of an app writes a line. */
    public void writeLog(String name, String dyno, String line) {
        locked(() -> account.app(name)).log.write("app", dyno, line);
    }

    /** Ends every log that is followed now. */
    public void cutLogs() {
        logs.cut();
    }

    /** No log session that was made so far can be used any more. */
    public void expireLogSessions() {
        logs.expire();
    }

    /** Begins a build; returns its id. */
    public String beginBuild(String name) {
        return locked(() -> builds.begin(account.app(name)).id);
    }

    /** A build writes a line. */
    public void writeBuildLog(String name, String build, String line) {
        locked(() -> BuildRoutes.build(account.app(name), build)).write(line + "\n");
    }

    /** Ends a build with {@code succeeded}, which makes a release, or with {@code failed}. */
    public void endBuild(String name, String build, String status) {
        locked(() -> {
            HostedApp app = account.app(name);
            BuildRoutes.build(app, build)
                    .end(
                            status,
                            app.clock.instant(),
                            status.equals("succeeded") ? ReleaseRoutes.deploy(app, account, "Deploy 0a1b2c3d") : null);
            return app;
        });
    }

    /** Deploys new code, whose dynos run at once; returns the release, e.g. {@code v3}. */
    public String deploy(String name, String description) {
        return locked(() -> {
            HostedApp app = account.app(name);
            FakeRelease release = app.release(description, "succeeded");
            app.restart(null, Duration.ZERO);
            return "v" + release.version;
        });
    }

    /** Sets a variable past the API; it makes no release. */
    public void setVariable(String name, String variable, String value) {
        locked(() -> {
            account.app(name).config.put(variable, value);
            return name;
        });
    }

    /** Gives an app a database. */
    public void addDatabase(String name) {
        locked(() -> {
            HostedApp app = account.app(name);
            FakeDatabase database = FakeDatabase.create(folder, ++databases);
            app.database = database;
            app.config.put(database.variable, database.url());
            return app;
        });
    }

    /** Replaces what an app's database holds. */
    public void fillDatabase(String name, String content) {
        locked(() -> {
            account.database(account.app(name)).fill(content);
            return name;
        });
    }

    /** The password that an app knows of its database is no longer right. */
    public void forgetPassword(String name) {
        locked(() -> account.app(name)
                .config
                .computeIfPresent("DATABASE_URL", (variable, url) -> url.replaceFirst(":[^:@/]*@", ":stale@")));
    }

    /** What an app's database holds. */
    public String databaseContent(String name) {
        return locked(() -> account.database(account.app(name)).content());
    }

    /** How long a backup takes. */
    public void transferTime(Duration time) {
        locked(() -> account.transfer = time);
    }

    /** The newest transfer of an app's database ends badly. */
    public void failTransfer(String name) {
        locked(() -> {
            List<FakeTransfer> all = account.database(account.app(name)).transfers;
            all.get(all.size() - 1).fails = true;
            return name;
        });
    }

    /** How many bytes of a one-off dyno's output are sent at once. */
    public void outputPieces(int bytes) {
        rendezvous.pieces(bytes);
    }

    /** The lines with which the tools of one-off dynos were called. */
    public List<String> toolCalls() {
        return tools.calls();
    }

    @Override
    public void close() {
        closed = true;
        dynos.close();
        servers.values().forEach(AppServer::close);
        rendezvous.close();
        api.close();
        threads.shutdownNow();
        delete(folder);
    }

    private <T> T locked(Supplier<T> task) {
        synchronized (account) {
            return task.get();
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "fake-heroku");
        thread.setDaemon(true);
        return thread;
    }
}

package dev.pawse.scalingo.fake;

import dev.pawse.scalingo.fake.Containers.Change;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Formation.Scale;
import dev.pawse.testkit.ApiServer;
import dev.pawse.testkit.FakePlatform;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A Scalingo of this machine: the API of tokens, the platform's API of two regions, the API of databases, the servers of logs,
 * deployments and one-off containers, all on 127.0.0.1, with apps that answer visitors. It is faithful where it matters to a client:
 * tokens that end, 60 calls a minute when told so, operations that take their time, one at a time for each app and no more than three
 * of them at once for the account. Run it to try Pawse or Scalingo's own clients without an account.
 */
public final class FakeScalingo implements FakePlatform {
    /** The API token of its one account. */
    public static final String API_TOKEN = "tk-us-fake-0000-token-of-nobody";

    /** The region that an app is in where nothing else is said. */
    public static final String REGION = "osc-fr1";

    /** The other region. */
    public static final String OTHER_REGION = "osc-secnum-fr1";

    private static final int FAILING_BEYOND = 3;

    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "fake-scalingo");
        thread.setDaemon(true);
        return thread;
    });
    private final Estate estate = new Estate();
    private final Tokens tokens;
    private final Gate gate;
    private final Workshop workshop = Workshop.open();
    private final ApiServer api = ApiServer.start();
    private final Sockets sockets;
    private volatile Duration bootTime = Duration.ofMillis(40);
    private volatile Duration stopTime = Duration.ofMillis(20);
    private volatile String nextError = "";
    private volatile boolean backupsFail;

    private FakeScalingo(Clock clock) {
        tokens = new Tokens(clock);
        gate = new Gate(tokens);
        sockets = new Sockets(this, threads);
        new AccountRoutes(this).addTo(api);
        new AppRoutes(this).addTo(api);
        new ContainerRoutes(this).addTo(api);
        new DeploymentRoutes(this).addTo(api);
        new DatabaseRoutes(this).addTo(api);
    }

    /** Starts one without apps. */
    public static FakeScalingo start() {
        return start(Clock.systemUTC());
    }

    /**
     * Starts one without apps.
     *
     * @param clock what the tokens' lifetime goes by
     */
    public static FakeScalingo start(Clock clock) {
        return new FakeScalingo(clock);
    }

    /** Serves until it is interrupted, with 60 calls a minute and a few apps, and prints how to reach it. */
    public static void main(String... args) throws InterruptedException {
        try (FakeScalingo fake = start()) {
            fake.limitCalls(60, 60, Clock.systemUTC());
            fake.bootTime(Duration.ofSeconds(2));
            fake.addApp("shop", fake.formation(), "www.shop.test");
            fake.addApp("stock", Formation.of(Map.of("web", 1)));
            fake.addDatabase("shop", "postgresql");
            fake.write("shop", "web-1", "listening");
            fake.endDeployment("shop", fake.beginDeployment("shop", "0a1b2c3d"), "success");
            fake.writeDeployment("stock", fake.beginDeployment("stock", "4e5f6a7b"), "Bundle complete\n");
            System.out.println("A fake Scalingo listens at " + fake.api().address());
            fake.environment("scalingo")
                    .forEach((name, value) -> System.out.println("export " + name + "='" + value + "'"));
            System.out.flush();
            new CountDownLatch(1).await();
        }
    }

    @Override
    public String type() {
        return "scalingo";
    }

    @Override
    public Map<String, String> environment(String provider) {
        String prefix = "PROVIDER_" + provider.toUpperCase(Locale.ROOT).replace('-', '_') + "_";
        return Map.of(
                prefix + "API_TOKEN",
                API_TOKEN,
                prefix + "API_URL",
                api.address() + "/{region}",
                prefix + "AUTH_URL",
                api.address().toString(),
                prefix + "DB_API_URL",
                api.address() + "/{region}");
    }

    @Override
    public Formation formation() {
        return new Formation(Map.of("web", new Scale(3, "M"), "worker", new Scale(2, "L"), "clock", new Scale(0, "S")));
    }

    @Override
    public void addApp(String name, Formation formation, String... hosts) {
        addApp(REGION, name, formation, hosts);
    }

    /** Makes an app in a region of one's choice. */
    public void addApp(String region, String name, Formation formation, String... hosts) {
        HostedApp app = new HostedApp(region, name, true, threads);
        formation
                .processes()
                .forEach((type, scale) -> app.containers()
                        .type(type, scale.quantity(), scale.size() == null ? "M" : scale.size(), "./run " + type));
        app.containers().become(List.of());
        app.domains().addAll(List.of(hosts));
        estate.add(app);
    }

    /** Makes an app that nobody has pushed yet. */
    public void addNewApp(String name) {
        estate.add(new HostedApp(REGION, name, false, threads));
    }

    @Override
    public void deleteApp(String name) {
        estate.remove(REGION, name);
    }

    @Override
    public void scaleByHand(String name, Formation formation) {
        app(name)
                .containers()
                .become(formation.processes().entrySet().stream()
                        .map(one -> new Change(
                                one.getKey(),
                                one.getValue().quantity(),
                                one.getValue().size()))
                        .toList());
    }

    @Override
    public Formation formation(String name) {
        Map<String, Scale> scales = new TreeMap<>();
        app(name).containers().types().forEach(type -> scales.put(type.name(), new Scale(type.amount(), type.size())));
        return new Formation(scales);
    }

    @Override
    public int starts(String name) {
        return app(name).containers().starts();
    }

    @Override
    public URI address(String name) {
        return app(name).address();
    }

    @Override
    public void bootTime(Duration time) {
        bootTime = time;
    }

    /** How long an app takes from being asked to stop until nothing of it runs. */
    public void stopTime(Duration time) {
        stopTime = time;
    }

    /** Ends at once what an app is asked for; does nothing when that is over. */
    public void endOperation(String name) {
        app(name).containers().endOperation();
    }

    @Override
    public void limitCalls(int capacity, int perMinute, Clock clock) {
        gate.limit(new CallLimit(capacity, perMinute, clock));
    }

    @Override
    public long refusedCalls() {
        return gate.refused();
    }

    @Override
    public ApiServer api() {
        return api;
    }

    @Override
    public void close() {
        sockets.close();
        api.close();
        estate.close();
        threads.shutdownNow();
        workshop.close();
    }

    /** Every token that was handed out ends now. */
    public void revokeTokens() {
        tokens.revokeAll();
    }

    /** How long tokens live that are handed out from now on. */
    public void tokenLifetime(Duration time) {
        tokens.lifetime(time);
    }

    /** The next scale operation that is accepted ends with this error. */
    public void failNextScale(String error) {
        nextError = error;
    }

    /** An app's containers end by themselves again and again. */
    public void crash(String name) {
        app(name).containers().crash();
    }

    /** A process of an app writes a line, e.g. {@code web-1}. */
    public void write(String app, String source, String line) {
        app(app).log().write(source, line);
    }

    /** Every connection to logs, deployments and one-off containers is cut. */
    public void cutConnections() {
        sockets.cut();
    }

    /** How many follow an app's log now. */
    public int followers(String app) {
        return sockets.followers(app);
    }

    /** A variable of an app. */
    public void variable(String app, String name, String value) {
        app(app).variable(name, value);
    }

    /** A deployment begins. */
    public String beginDeployment(String app, String commit) {
        return app(app).deploy(commit).id();
    }

    /** A deployment under way writes to its output. */
    public void writeDeployment(String app, String id, String text) {
        deployment(app, id).write(text);
    }

    /** A deployment comes to another status, e.g. {@code success}. */
    public void endDeployment(String app, String id, String status) {
        Deployment deployment = deployment(app, id);
        deployment.become(status);
        if (!deployment.isUnderWay()) {
            app(app).event("deployment", deployment.told());
        }
        if (status.equals("success")) {
            app(app).containers().deployed();
        }
    }

    /** An autoscaler of a process type, which is on. */
    public void addAutoscaler(String app, String type) {
        app(app).autoscaler(type);
    }

    /** Whether the autoscalers of an app are all on. */
    public boolean autoscalersAreOn(String app) {
        return app(app).autoscalers().stream().noneMatch(HostedApp.Autoscaler::disabled);
    }

    /** Makes a database add-on and the variables that lead to it; returns its id. */
    public String addDatabase(String app, String engine) {
        HostedApp owner = app(app);
        Addon addon = workshop.database(engine, app);
        owner.addons().add(addon);
        String key = "SCALINGO_" + engine.toUpperCase(Locale.ROOT) + "_URL";
        bring(owner, engine, key, addon.url());
        bring(owner, engine, "DATABASE_URL", "$" + key);
        return addon.id();
    }

    private static void bring(HostedApp app, String engine, String name, String value) {
        app.variable(name, value);
        app.event("new_variable", Json.object("addon_name", engine, "name", name, "value", value));
    }

    /** What the first database of an app holds. */
    public String databaseContent(String app) {
        return app(app).addons().get(0).content();
    }

    /** Replaces what the first database of an app holds. */
    public void fillDatabase(String app, String content) {
        app(app).addons().get(0).content(content);
    }

    /** Whether backups that are asked for from now on fail. */
    public void failBackups(boolean value) {
        backupsFail = value;
    }

    /** The commands of the one-off containers that were ever asked for. */
    public List<String> commands(String app) {
        return app(app).oneOffs().stream().map(OneOff::command).toList();
    }

    /** The platform cuts off an app's one-off containers, as it does after thirty minutes of silence. */
    public void cutOffOneOffs(String app) {
        app(app).oneOffs().forEach(OneOff::cutOff);
    }

    /** How many one-off containers of an app run. */
    public long runningOneOffs(String app) {
        return app(app).oneOffs().stream().filter(OneOff::isRunning).count();
    }

    /** What the newest one-off container was told of its terminal's size, or null. */
    public @Nullable String window(String app) {
        List<OneOff> all = app(app).oneOffs();
        return all.isEmpty() ? null : all.get(all.size() - 1).window();
    }

    Tokens tokens() {
        return tokens;
    }

    Workshop workshop() {
        return workshop;
    }

    URI sockets() {
        return sockets.address();
    }

    boolean backupsFail() {
        return backupsFail;
    }

    Duration bootTime() {
        return bootTime;
    }

    Duration stopTime() {
        return stopTime;
    }

    Estate estate() {
        return estate;
    }

    Gate gate() {
        return gate;
    }

    /** What the scale operation that begins now is to end with: too many at once fail, which only the operation tells. */
    String scaleError() {
        long scaling = estate.all().stream()
                .filter(app -> app.containers().isScaling())
                .count();
        if (scaling >= FAILING_BEYOND) {
            return "containers could not be started: too many operations of this account at once";
        }
        String error = nextError;
        nextError = "";
        return error;
    }

    private HostedApp app(String name) {
        return estate.app(REGION, name);
    }

    private Deployment deployment(String app, String id) {
        return app(app).deployment(id).orElseThrow(() -> Refusal.missing("deployment"));
    }
}

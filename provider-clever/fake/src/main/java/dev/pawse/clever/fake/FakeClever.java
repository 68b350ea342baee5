package dev.pawse.clever.fake;

import dev.pawse.spi.Formation;
import dev.pawse.spi.Formation.Scale;
import dev.pawse.testkit.ApiReply;
import dev.pawse.testkit.ApiServer;
import dev.pawse.testkit.FakePlatform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * Clever Cloud on this machine: both versions of the API for both kinds of login, each on its own host, logs as server-sent events, the
 * SSH gateway, databases with their backups, and apps that answer when they run. Safe for many threads.
 */
public final class FakeClever implements FakePlatform {
    private static final String API_TOKEN = "fake-api-token-6f1c2d";
    private static final String CONSUMER_KEY = "fake-consumer";
    private static final String CONSUMER_SECRET = "fake-consumer-secret";
    private static final String TOKEN = "fake-user-token";
    private static final String SECRET = "fake-user-secret-9b8a7c";

    private final Account account = new Account();
    private final Door door =
            new Door(new OAuthCheck(Map.of(CONSUMER_KEY, CONSUMER_SECRET), Map.of(TOKEN, SECRET)), API_TOKEN);
    private final LogRoutes logs;
    private final Clock clock;
    private final ApiServer api = ApiServer.start();
    private final ApiServer bridge = ApiServer.start();
    private final SshDoor ssh;
    private final Path folder;
    private volatile Duration bootTime = Duration.ofMillis(60);

    private FakeClever(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
        logs = new LogRoutes(account, clock);
        ssh = SshDoor.open(account, folder);
    }

    /** Starts the platform with an account that has no apps. */
    public static FakeClever start() {
        return start(Clock.systemUTC());
    }

    /** The same by a clock of its own: deployments take their time by it, and logs tell it. */
    public static FakeClever start(Clock clock) {
        try {
            FakeClever fake = new FakeClever(Files.createTempDirectory("fake-clever"), clock);
            fake.serve(fake.api, Door.Host.API);
            fake.serve(fake.bridge, Door.Host.BRIDGE);
            fake.ssh.writeKey(fake.folder.resolve("id_ecdsa"));
            DatabaseTools.write(fake.folder);
            return fake;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Serves a platform with a few apps until the process is ended; prints how to reach it. */
    public static void main(String[] arguments) throws InterruptedException {
        FakeClever fake = start();
        fake.bootTime(Duration.ofSeconds(2));
        fake.addApp("shop", Formation.of(Map.of("web", 1)), "shop.example.com");
        fake.addApp("blog", Formation.of(Map.of("web", 2)));
        fake.addApp("sleepy", Formation.of(Map.of("web", 0)));
        fake.addDatabase("shop");
        fake.environment("clever-cloud").forEach((name, value) -> System.out.println("export " + name + "=" + value));
        System.out.println("# for clever-tools:");
        System.out.println("export API_HOST=" + fake.api.address());
        System.out.println("export AUTH_BRIDGE_HOST=" + fake.bridge.address());
        System.out.println("export CLEVER_TOKEN=" + TOKEN);
        System.out.println("export CLEVER_SECRET=" + SECRET);
        System.out.println("export OAUTH_CONSUMER_KEY=" + CONSUMER_KEY);
        System.out.println("export OAUTH_CONSUMER_SECRET=" + CONSUMER_SECRET);
        System.out.println("export SHOP_APP_ID=" + fake.appId("shop"));
        System.out.println("export FAKE_API_TOKEN=" + fake.apiToken());
        System.out.println("export FAKE_ORGANISATION=" + fake.organisation());
        System.out.println("# PostgreSQL's tools for its databases are in " + fake.tools());
        System.out.println("ready");
        System.out.flush();
        Runtime.getRuntime().addShutdownHook(new Thread(fake::close));
        new CountDownLatch(1).await();
    }

    @Override
    public String type() {
        return "clever-cloud";
    }

    @Override
    public Map<String, String> environment(String provider) {
        String prefix = "PROVIDER_" + provider.toUpperCase(Locale.ROOT).replace('-', '_') + "_";
        Map<String, String> variables = new TreeMap<>();
        variables.put(prefix + "API_HOST", api.address().toString());
        variables.put(prefix + "TOKEN", TOKEN);
        variables.put(prefix + "SECRET", SECRET);
        variables.put(prefix + "CONSUMER_KEY", CONSUMER_KEY);
        variables.put(prefix + "CONSUMER_SECRET", CONSUMER_SECRET);
        variables.put(prefix + "UPSTREAM_SCHEME", "http");
        variables.put(prefix + "UPSTREAM_DOMAIN", "127.0.0.1");
        variables.put(prefix + "SSH_GATEWAY", "ssh@127.0.0.1:" + ssh.port());
        variables.put(prefix + "SSH_KEY", folder.resolve("id_ecdsa").toString());
        variables.put(prefix + "SSH_KNOWN_HOSTS", folder.resolve("known_hosts").toString());
        return variables;
    }

    /** An API token, which only {@link #bridge()} accepts. */
    public String apiToken() {
        return API_TOKEN;
    }

    /** What nobody may see: the logins that it knows. */
    public List<String> secrets() {
        return List.of(API_TOKEN, SECRET, CONSUMER_SECRET);
    }

    @Override
    public Formation formation() {
        return new Formation(Map.of("web", new Scale(3, "S")));
    }

    @Override
    public void addApp(String name, Formation formation, String... hosts) {
        addApp(account.organisation, name, formation, hosts);
    }

    /** The same among the user's own apps rather than the organisation's. */
    public void addOwnApp(String name, Formation formation) {
        addApp(account.user, name, formation);
    }

    /** The same in an organisation of which only a list can be seen. */
    public void addHiddenApp(String name, Formation formation) {
        account.forbid(account.closed);
        addApp(account.closed, name, formation);
    }

    private void addApp(String owner, String name, Formation formation, String... hosts) {
        HostedApp app = new HostedApp(name, owner, clock, () -> bootTime);
        for (String host : hosts) {
            app.addVhost(host);
        }
        app.become(formation);
        account.add(app);
    }

    @Override
    public void deleteApp(String name) {
        account.remove(account.named(name));
    }

    @Override
    public void scaleByHand(String name, Formation formation) {
        account.named(name).become(formation);
    }

    @Override
    public Formation formation(String name) {
        return account.named(name).formation();
    }

    @Override
    public int starts(String name) {
        return account.named(name).starts();
    }

    @Override
    public URI address(String name) {
        return URI.create("http://127.0.0.1:" + account.named(name).port.number());
    }

    @Override
    public void bootTime(Duration time) {
        bootTime = time;
    }

    @Override
    public void limitCalls(int capacity, int perMinute, Clock clock) {
        door.limit(capacity, perMinute, clock);
    }

    @Override
    public long refusedCalls() {
        return door.refused();
    }

    @Override
    public ApiServer api() {
        return api;
    }

    /** The server for API tokens. */
    public ApiServer bridge() {
        return bridge;
    }

    /** Lets all logins run out, or count again. */
    public void expireLogins(boolean value) {
        door.expire(value);
    }

    /** The id that the platform gave an app, {@code app_…}. */
    public String appId(String name) {
        return account.named(name).id;
    }

    /** The id of the organisation that has the apps. */
    public String organisation() {
        return account.organisation;
    }

    /** The id of the user. */
    public String user() {
        return account.user;
    }

    /** The platform's own words for what it wants of an app. */
    public String state(String name) {
        return account.named(name).state();
    }

    /** Puts an app into a state of the platform's, e.g. {@code MODERATED}. */
    public void state(String name, String state) {
        account.named(name).state(state);
    }

    /** Makes an app one that runs and ends by itself, {@code TASK}, or an ordinary one, {@code REGULAR}. */
    public void lifetime(String name, String lifetime) {
        account.named(name).lifetime(lifetime);
    }

    /** Whether an app's old instances go before new ones come. */
    public void homogeneous(String name, boolean value) {
        account.named(name).homogeneous(value);
    }

    /** Lets the platform scale an app up to these bounds. */
    public void autoscale(String name, int mostInstances, String largestSize) {
        account.named(name).autoscale(mostInstances, largestSize);
    }

    /** Whether deployments of an app fail from now on. */
    public void bootFails(String name, boolean value) {
        account.named(name).bootFails(value);
    }

    /** Takes an app's code away, as if none had ever been pushed. */
    public void neverPushed(String name) {
        account.named(name).neverPushed();
    }

    /** An app's machines vanish without a word. */
    public void loseMachines(String name) {
        account.named(name).loseMachines();
    }

    public void rename(String name, String newName) {
        account.named(name).rename(newName);
    }

    /** Adds a domain, also one with a path such as {@code example.com/api}. */
    public void addDomain(String name, String fqdn) {
        account.named(name).addVhost(fqdn);
    }

    public void removeDomain(String name, String fqdn) {
        account.named(name).removeVhost(fqdn);
    }

    /** A running instance of an app writes a line. */
    public void writeLog(String name, String line) {
        account.named(name).write(line);
    }

    /** Breaks every log that is open. */
    public void cutLogs() {
        logs.cut();
    }

    /** Everything that an app has written is lost. */
    public void loseLog(String name) {
        account.named(name).log.forget();
    }

    /** Lets logs say nothing, not even that they live, or speak again. */
    public void silenceLogs(boolean value) {
        logs.silent(value);
    }

    /** How often a log that has nothing to tell says that it lives; without a word every two seconds. */
    public void heartbeat(Duration every) {
        logs.heartbeat(every);
    }

    /** How many logs were opened. */
    public int openedLogs() {
        return logs.opened();
    }

    /** Somebody pushes code: a deployment that goes on until {@link #endDeployment}. Returns its id. */
    public String beginDeployment(String name) {
        return account.named(name).beginPush().uuid;
    }

    public void writeDeploymentLog(String name, String deployment, String line) {
        account.named(name).writeBuild(deployment, line);
    }

    /** Ends a deployment, with {@code OK}, {@code FAIL} or {@code CANCELLED}. */
    public void endDeployment(String name, String deployment, String state) {
        account.named(name).endPush(deployment, state);
    }

    /** The number of a deployment in its app's activity. */
    public long deploymentNumber(String name, String deployment) {
        return account.named(name).rollout(deployment).number;
    }

    /** An app's own variables. */
    public Map<String, String> variables(String name) {
        return account.named(name).env();
    }

    /** Somebody sets a variable by hand. */
    public void setVariable(String name, String variable, String value) {
        account.named(name).setEnv(variable, value);
    }

    /** Gives an app an empty PostgreSQL database. */
    public void addDatabase(String app) {
        account.named(app).add(new Database(app + "-pg", folder, clock));
    }

    public void fillDatabase(String app, String content) {
        database(app).content(content);
    }

    public String databaseContent(String app) {
        return database(app).content();
    }

    public String databasePassword(String app) {
        return database(app).password;
    }

    /** The platform makes its daily backup of an app's database. */
    public void backUpDatabase(String app) {
        database(app).backUp();
    }

    /** A folder with programs named like PostgreSQL's that work on the databases here. */
    public Path tools() {
        return folder;
    }

    /** The command lines with which those programs were started. */
    public List<String> toolCommands() {
        Path log = folder.resolve("commands.log");
        try {
            return Files.exists(log) ? Files.readAllLines(log) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Accepts one more SSH key. */
    public void acceptKey(PublicKey key) {
        ssh.accept(key);
    }

    /** The SSH gateway shows another key from now on. */
    public void changeGatewayKey() {
        ssh.changeKey();
    }

    @Override
    public void close() {
        logs.close();
        account.apps().forEach(HostedApp::close);
        ssh.close();
        api.close();
        bridge.close();
        delete();
    }

    private void delete() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            // A program that is just ending still writes there: the rest is for who cleans temporary files.
            folder.toFile().deleteOnExit();
        }
    }

    private Database database(String app) {
        return account.named(app).databases().get(0);
    }

    private void serve(ApiServer server, Door.Host host) {
        AppRoutes.Adder routes = (method, pattern, route) -> server.on(method, pattern, door.open(host, server, route));
        new AppRoutes(account).addTo(routes);
        new DeploymentRoutes(account).addTo(routes);
        logs.addTo(routes);
        AddonRoutes addons = new AddonRoutes(account);
        addons.addTo(routes, server);
        addons.addStoreTo(server);
        server.on(
                "GET",
                "/v4/products/zones",
                request -> ApiReply.json(
                        200,
                        Json.text(List.of(Json.of(
                                "id", "00000000-0000-4000-8000-000000000001", "name", "par", "tags", List.of())))));
    }
}

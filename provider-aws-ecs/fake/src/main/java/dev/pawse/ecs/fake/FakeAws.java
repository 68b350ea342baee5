package dev.pawse.ecs.fake;

import dev.pawse.ecs.fake.channel.ChannelOrder;
import dev.pawse.ecs.fake.channel.DataChannels;
import dev.pawse.ecs.fake.channel.SealedKeys;
import dev.pawse.spi.Formation;
import dev.pawse.testkit.ApiRequest;
import dev.pawse.testkit.ApiServer;
import dev.pawse.testkit.FakePlatform;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * An AWS of this machine: one account in one region, its APIs on 127.0.0.1, with apps that answer visitors. It is faithful where it
 * matters to a client: signatures, permissions, limits of pages and batches, throttling, and states that take their time.
 */
public final class FakeAws implements FakePlatform {
    /** The number of its one account. */
    public static final String ACCOUNT = "111122223333";

    /** Its one region. */
    public static final String REGION = "eu-central-1";

    /** The access key that may do everything until a policy says otherwise. */
    public static final String ACCESS_KEY = "AKIAFAKE000000000001";

    /** The secret of {@link #ACCESS_KEY}. */
    public static final String SECRET_KEY = "fake/secret/key/of/nobody/0000000000001";

    /** The principal of {@link #ACCESS_KEY}. */
    public static final String PRINCIPAL = "arn:aws:iam::" + ACCOUNT + ":user/developer";

    private final Clock clock;
    private final AccessKeys keys;
    private final Policies policies = new Policies();
    private final Throttle throttle = new Throttle();
    private final ApiServer api = ApiServer.start();
    private final KmsKeys kms = new KmsKeys("arn:aws:kms:" + REGION + ":" + ACCOUNT + ":");
    private final ParameterStore parameters;
    private final LogGroups logs;
    private final Buckets buckets = Buckets.open();
    private final BuildProjects builds;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "fake-aws");
        thread.setDaemon(true);
        return thread;
    });
    private final Pace pace;
    private final EcsState state;
    private final DataChannels channels = DataChannels.start();
    private final ChannelSessions sessions;
    private final LoadBalancingApi balancing;
    private final CloudMapApi cloudMap;
    private final AutoScalingApi scaling;
    private final DatabaseApi databases;
    private final TaggingApi tagging;
    private final FakeEcs ecs;
    private final HostedApps apps;
    private final DatabaseTools tools;

    private FakeAws(Clock clock) {
        this.clock = clock;
        keys = new AccessKeys(clock);
        keys.add(new AccessKeys.Key(ACCESS_KEY, SECRET_KEY, PRINCIPAL, null, null));
        parameters = new ParameterStore(clock, kms);
        logs = new LogGroups(clock);
        builds = new BuildProjects(clock, logs, buckets);
        pace = new Pace(clock);
        state = new EcsState(pace, threads);
        state.logs = logs::write;
        sessions = new ChannelSessions(channels, state.folder);
        balancing = new LoadBalancingApi(state);
        cloudMap = new CloudMapApi(state);
        scaling = new AutoScalingApi(state);
        databases = new DatabaseApi(pace);
        tagging = new TaggingApi(pace, this::allTags);
        ecs = new FakeEcs(state, scaling);
        tools = new DatabaseTools(ecs, buckets, parameters, clock, state.folder);
        apps = new HostedApps(ecs, parameters, balancing, threads);
        FrontDoor door = new FrontDoor(ACCOUNT, keys, policies, throttle);
        api.otherwise(door::answer);
        services().forEach(door::add);
    }

    /** Every service there is. */
    private List<AwsService> services() {
        return List.of(
                new EcsApi(state, sessions),
                new Ec2Api(state),
                scaling,
                tagging,
                balancing,
                cloudMap,
                databases,
                new SsmService(parameters, kms, clock, sessions::answer),
                new LogsService(logs, clock),
                new CodeBuildService(builds),
                new S3Service(buckets, clock),
                new KmsService(kms),
                new StsService());
    }

    /** Starts one without apps. */
    public static FakeAws start() {
        return start(Clock.systemUTC());
    }

    /**
     * Starts one without apps.
     *
     * @param clock what everything that takes time goes by
     */
    public static FakeAws start(Clock clock) {
        return new FakeAws(clock);
    }

    /** Serves until it is interrupted, with AWS's limits and a few apps, and prints how to reach it. */
    public static void main(String... args) throws InterruptedException {
        try (FakeAws fake = start()) {
            fake.limitCallsAsAws();
            fake.bootTime(Duration.ofSeconds(2));
            fake.addApp("shop", fake.formation(), "www.shop.test");
            fake.addApp("stock", Formation.of(Map.of("web", 1)));
            fake.ecs().addScalableTarget("shop-web", 1, 6);
            fake.addDatabase("shop-db", Map.of("pawse:app", "shop"));
            fake.databaseTools().add("shop");
            fake.builds().create("shop");
            String build = fake.builds().begin("shop", "main", "0a1b2c3d");
            fake.builds().write(build, "1 test passed");
            fake.builds().end(build, "SUCCEEDED");
            System.out.println("A fake AWS listens at " + fake.api().address());
            fake.environment().forEach((name, value) -> System.out.println("export " + name + "='" + value + "'"));
            System.out.flush();
            new CountDownLatch(1).await();
        }
    }

    @Override
    public String type() {
        return "aws-ecs";
    }

    @Override
    public Map<String, String> environment(String provider) {
        return environment();
    }

    @Override
    public Formation formation() {
        return Formation.of(Map.of("web", 3, "worker", 2, "cron", 0));
    }

    /** Makes an app in the cluster that several apps share, with the settings that say so and the tag {@code pawse:app}. */
    @Override
    public void addApp(String name, Formation formation, String... hosts) {
        apps.add(name, formation, List.of(hosts));
    }

    @Override
    public void deleteApp(String name) {
        apps.delete(name);
        tagging.refresh();
    }

    @Override
    public void scaleByHand(String name, Formation formation) {
        formation.processes().forEach((type, scale) -> ecs.scaleByHand(name + "-" + type, scale.quantity()));
    }

    @Override
    public Formation formation(String name) {
        return Formation.of(ecs.desired(name));
    }

    @Override
    public int starts(String name) {
        return ecs.starts(name);
    }

    @Override
    public URI address(String name) {
        return apps.address(name);
    }

    @Override
    public void bootTime(Duration time) {
        pace.boot(time);
    }

    /** How long a task takes from being asked to stop until it has. */
    public void stopTime(Duration time) {
        pace.stop(time);
    }

    /** How long a look at ECS may tell what was so before a change. */
    public void staleness(Duration time) {
        pace.stale(time);
    }

    /** How far the index of tags lags behind. */
    public void indexLag(Duration time) {
        pace.indexing(time);
    }

    /** How long a database takes to start or to stop. */
    public void databaseTime(Duration time) {
        pace.database(time);
    }

    @Override
    public void limitCalls(int capacity, int perMinute, Clock by) {
        throttle.limit(Throttle.ALL, capacity, perMinute / 60.0, by);
    }

    /** Its ECS, as a customer arranges it past Pawse. */
    public FakeEcs ecs() {
        return ecs;
    }

    /** Its data channels. */
    public DataChannels channels() {
        return channels;
    }

    /** How sessions in containers are from now on: their weather, their encryption. */
    public void sessions(UnaryOperator<ChannelOrder> manner) {
        sessions.manner(manner);
    }

    /** Makes a database instance of RDS. */
    public void addDatabase(String id, Map<String, String> tags) {
        databases.add(id, false, tags);
    }

    /** Makes a database cluster of Aurora. */
    public void addDatabaseCluster(String id, Map<String, String> tags) {
        databases.add(id, true, tags);
    }

    /** A database's status, e.g. {@code available}; empty where there is none. */
    public String databaseStatus(String id) {
        return databases.status(id);
    }

    /** AWS starts a database by itself, as it does seven days after it was stopped. */
    public void startAfterSevenDays(String id) {
        databases.startAfterSevenDays(id);
    }

    /** The service of a Cloud Map that tasks register with; goes into {@code serviceRegistries} of a service. */
    public String addCloudMapService(String name) {
        return cloudMap.service(name);
    }

    /** The variables that bring an AWS client to this fake and log it in. */
    public Map<String, String> environment() {
        return Map.of(
                "AWS_ENDPOINT_URL",
                api.address().toString(),
                "AWS_REGION",
                REGION,
                "AWS_DEFAULT_REGION",
                REGION,
                "AWS_ACCESS_KEY_ID",
                ACCESS_KEY,
                "AWS_SECRET_ACCESS_KEY",
                SECRET_KEY,
                "AWS_EC2_METADATA_DISABLED",
                "true");
    }

    @Override
    public ApiServer api() {
        return api;
    }

    /** Tells calls of one operation, e.g. {@code UpdateService}, for {@link ApiServer#fail} and {@link ApiServer#count}. */
    public static Predicate<ApiRequest> calls(String operation) {
        return request -> request.header("X-Amz-Target").orElse("").endsWith("." + operation)
                || request.text().startsWith("Action=" + operation + "&");
    }

    /** The first policy of a principal takes from it everything that no policy allows. */
    public void attachPolicy(String principal, String json) {
        policies.attach(principal, json);
    }

    /** Without a policy a principal may do everything again. */
    public void detachPolicies(String principal) {
        policies.detachAll(principal);
    }

    /** A session of {@link #PRINCIPAL} that ends after a time: its key's id, secret and token. */
    public List<String> session(Duration lifetime) {
        String id = "ASIA" + UUID.randomUUID().toString().replace("-", "").substring(0, 16);
        String token = "session-" + UUID.randomUUID();
        keys.add(new AccessKeys.Key(
                id, SECRET_KEY, PRINCIPAL, token, clock.instant().plus(lifetime)));
        return List.of(id, SECRET_KEY, token);
    }

    /** A lasting key of another principal, e.g. a role for Pawse; its secret is {@link #SECRET_KEY}. */
    public void addKey(String id, String principal) {
        keys.add(new AccessKeys.Key(id, SECRET_KEY, principal, null, null));
    }

    /** Somebody deletes a key. */
    public void deleteKey(String id) {
        keys.remove(id);
    }

    /** Limits calls as AWS documents it, by the fake's clock. */
    public void limitCallsAsAws() {
        throttle.limitAsAws(clock);
    }

    /**
     * Limits one group of actions, or one action such as {@code ecs:UpdateService}.
     *
     * @param capacity how many may come at once
     * @param perSecond how many the bucket gains
     */
    public void limitCalls(String group, double capacity, double perSecond) {
        throttle.limit(group, capacity, perSecond, clock);
    }

    @Override
    public long refusedCalls() {
        return throttle.refused();
    }

    /** Its parameters. */
    public ParameterStore parameters() {
        return parameters;
    }

    /** Its log groups. */
    public LogGroups logs() {
        return logs;
    }

    /** Its buckets. */
    public Buckets buckets() {
        return buckets;
    }

    /** Its CodeBuild projects. */
    public BuildProjects builds() {
        return builds;
    }

    /** The databases that apps dump and load by tasks. */
    public DatabaseTools databaseTools() {
        return tools;
    }

    /** Makes a key of KMS with this alias, e.g. {@code alias/shop}; returns its ARN. */
    public String addKmsKey(String alias) {
        return kms.create(alias).arn();
    }

    /** Opens what its keys sealed, for the agents of encrypted sessions. */
    public SealedKeys sealedKeys() {
        return (blob, context) -> {
            try {
                return kms.decrypt(blob, context);
            } catch (Refusal e) {
                return null;
            }
        };
    }

    private Map<String, Map<String, String>> allTags() {
        Map<String, Map<String, String>> tags = new LinkedHashMap<>(databases.tags());
        synchronized (state) {
            state.allServices().forEach(service -> tags.put(service.arn, new TreeMap<>(service.tags)));
        }
        return tags;
    }

    @Override
    public void close() {
        api.close();
        balancing.close();
        apps.close();
        channels.close();
        state.close();
        threads.shutdownNow();
        buckets.close();
    }
}

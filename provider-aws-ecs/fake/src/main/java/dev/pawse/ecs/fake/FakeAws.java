package dev.pawse.ecs.fake;

import dev.pawse.testkit.ApiRequest;
import dev.pawse.testkit.ApiServer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * An AWS of this machine: one account in one region, its APIs on 127.0.0.1, with apps that answer visitors. It is faithful where it
 * matters to a client: signatures, permissions, limits of pages and batches, throttling, and states that take their time.
 */
public final class FakeAws implements AutoCloseable {
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

    private FakeAws(Clock clock) {
        this.clock = clock;
        keys = new AccessKeys(clock);
        keys.add(new AccessKeys.Key(ACCESS_KEY, SECRET_KEY, PRINCIPAL, null, null));
        parameters = new ParameterStore(clock, kms);
        logs = new LogGroups(clock);
        builds = new BuildProjects(clock, logs, buckets);
        FrontDoor door = new FrontDoor(ACCOUNT, keys, policies, throttle);
        api.otherwise(door::answer);
        services().forEach(door::add);
    }

    /** Every service there is. */
    private List<AwsService> services() {
        return List.of(
                new SsmService(parameters, kms, clock, call -> {
                    throw call.unknownOperation();
                }),
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

    /** The variables that bring an AWS client to this fake and log it in. */
    public Map<String, String> environment() {
        return Map.of(
                "AWS_ENDPOINT_URL",
                api.address().toString(),
                "AWS_REGION",
                REGION,
                "AWS_ACCESS_KEY_ID",
                ACCESS_KEY,
                "AWS_SECRET_ACCESS_KEY",
                SECRET_KEY,
                "AWS_EC2_METADATA_DISABLED",
                "true");
    }

    /** The server of all its APIs. */
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

    /** How many calls were refused because there were too many. */
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

    /** Makes a key of KMS with this alias, e.g. {@code alias/shop}; returns its ARN. */
    public String addKmsKey(String alias) {
        return kms.create(alias).arn();
    }

    Clock clock() {
        return clock;
    }

    @Override
    public void close() {
        api.close();
        buckets.close();
    }
}

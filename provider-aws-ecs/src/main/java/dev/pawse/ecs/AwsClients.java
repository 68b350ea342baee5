package dev.pawse.ecs;

import dev.pawse.http.Network;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * The clients of one AWS account in one region, each made when it is first asked for, all over one pool of connections. Their calls fail
 * with {@link dev.pawse.spi.PawseException} alone. Safe for many threads.
 */
final class AwsClients implements AutoCloseable {
    /** A throttled call is repeated with growing pauses; a call that must not be made twice carries a token of its own. */
    private static final int ATTEMPTS = 5;

    private final Network network;
    private final Clock clock;
    private final Region region;
    private final AwsCredentialsProvider credentials;
    private final AwsEndpoints endpoints;
    private final Duration silence;
    private final OkHttpTransport transport;
    private final List<Lazy<? extends SdkClient>> made = new ArrayList<>();

    private final Lazy<EcsClient> ecs = client(() -> build(EcsClient.builder(), "ECS", "ecs"));
    private final Lazy<SsmClient> ssm = client(() -> build(SsmClient.builder(), "SSM", "ssm"));
    private final Lazy<CloudWatchLogsClient> logs =
            client(() -> build(CloudWatchLogsClient.builder(), "CLOUDWATCH_LOGS", "logs"));
    private final Lazy<CodeBuildClient> codeBuild =
            client(() -> build(CodeBuildClient.builder(), "CODEBUILD", "codebuild"));
    private final Lazy<S3Client> s3 = client(this::buildS3);
    private final Lazy<KmsClient> kms = client(() -> build(KmsClient.builder(), "KMS", "kms"));
    private final Lazy<StsClient> sts = client(() -> build(StsClient.builder(), "STS", "sts"));
    private final Lazy<RdsClient> rds = client(() -> build(RdsClient.builder(), "RDS", "rds"));
    private final Lazy<ApplicationAutoScalingClient> autoScaling = client(
            () -> build(ApplicationAutoScalingClient.builder(), "APPLICATION_AUTO_SCALING", "application-autoscaling"));
    private final Lazy<ResourceGroupsTaggingApiClient> tagging =
            client(() -> build(ResourceGroupsTaggingApiClient.builder(), "RESOURCE_GROUPS_TAGGING_API", "tag"));
    private final Lazy<ElasticLoadBalancingV2Client> loadBalancers = client(
            () -> build(ElasticLoadBalancingV2Client.builder(), "ELASTIC_LOAD_BALANCING_V2", "elasticloadbalancing"));
    private final Lazy<ServiceDiscoveryClient> cloudMap =
            client(() -> build(ServiceDiscoveryClient.builder(), "SERVICEDISCOVERY", "servicediscovery"));

    /**
     * @param silence how long one attempt of a call may take
     */
    AwsClients(
            Network network,
            Clock clock,
            Region region,
            AwsCredentialsProvider credentials,
            AwsEndpoints endpoints,
            Duration silence) {
        this.network = network;
        this.clock = clock;
        this.region = region;
        this.credentials = new TranslatedCredentials(credentials);
        this.endpoints = endpoints;
        this.silence = silence;
        transport = new OkHttpTransport(network);
    }

    EcsClient ecs() {
        return ecs.get();
    }

    SsmClient ssm() {
        return ssm.get();
    }

    CloudWatchLogsClient logs() {
        return logs.get();
    }

    CodeBuildClient codeBuild() {
        return codeBuild.get();
    }

    S3Client s3() {
        return s3.get();
    }

    KmsClient kms() {
        return kms.get();
    }

    StsClient sts() {
        return sts.get();
    }

    RdsClient rds() {
        return rds.get();
    }

    ApplicationAutoScalingClient autoScaling() {
        return autoScaling.get();
    }

    ResourceGroupsTaggingApiClient tagging() {
        return tagging.get();
    }

    ElasticLoadBalancingV2Client loadBalancers() {
        return loadBalancers.get();
    }

    ServiceDiscoveryClient cloudMap() {
        return cloudMap.get();
    }

    Region region() {
        return region;
    }

    Clock clock() {
        return clock;
    }

    /** For what the SDK does not carry: event streams and web sockets. */
    Network network() {
        return network;
    }

    /** For what is signed without the SDK's clients. */
    AwsCredentialsProvider credentials() {
        return credentials;
    }

    /** Where a service is when it is not at its usual address. */
    Optional<URI> endpoint(String service) {
        return endpoints.of(service);
    }

    @Override
    public void close() {
        made.forEach(client -> client.ifMade(SdkClient::close));
        network.close();
    }

    private <T extends SdkClient> Lazy<T> client(Supplier<T> make) {
        Lazy<T> lazy = new Lazy<>(make);
        made.add(lazy);
        return lazy;
    }

    private S3Client buildS3() {
        // Behind another address there are no names for each bucket.
        boolean elsewhere = endpoints.of("S3").isPresent();
        return new TranslatedS3(build(
                S3Client.builder().forcePathStyle(elsewhere).crossRegionAccessEnabled(!elsewhere),
                "S3",
                configuration(elsewhere).build()));
    }

    /**
     * @param name the service's name in the variables that tell its address
     * @param prefix its name in permissions
     */
    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C build(
            B builder, String name, String prefix) {
        return build(
                builder,
                name,
                configuration(endpoints.of(name).isPresent())
                        .addExecutionInterceptor(new TranslatedFailures(prefix))
                        .build());
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C build(
            B builder, String name, ClientOverrideConfiguration configuration) {
        endpoints.of(name).ifPresent(builder::endpointOverride);
        return builder.region(region)
                .credentialsProvider(credentials)
                .httpClient(transport)
                .overrideConfiguration(configuration)
                .build();
    }

    private ClientOverrideConfiguration.Builder configuration(boolean elsewhere) {
        ClientOverrideConfiguration.Builder configuration = ClientOverrideConfiguration.builder()
                .retryStrategy(new ShortWaits(
                        AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(ATTEMPTS)
                                .build(),
                        silence))
                .apiCallAttemptTimeout(silence)
                .apiCallTimeout(silence.plus(silence).plus(silence))
                .putAdvancedOption(SdkAdvancedClientOption.USER_AGENT_PREFIX, "pawse");
        if (elsewhere) {
            // A prefix before an address that somebody gave makes one that does not exist.
            configuration.putAdvancedOption(SdkAdvancedClientOption.DISABLE_HOST_PREFIX_INJECTION, true);
        }
        return configuration;
    }

    @Override
    public String toString() {
        return "AwsClients[" + region + "]";
    }
}

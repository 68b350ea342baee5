package dev.pawse.ecs;

import dev.pawse.http.Network;
import dev.pawse.spi.LoginForm;
import dev.pawse.spi.Provider;
import dev.pawse.spi.ProviderContext;
import dev.pawse.spi.ProviderFactory;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Settings;
import dev.pawse.spi.capability.Capability;
import java.time.Duration;
import java.util.Set;

/**
 * Makes providers of AWS accounts' apps on ECS, each of one region. Settings: {@code region}, {@code profile}, {@code access-key-id},
 * {@code secret-access-key}, {@code session-token}, {@code timeout}, {@code upstream}; what AWS's own tools read from the environment and from {@code
 * ~/.aws} is used where ours is absent, {@code AWS_ENDPOINT_URL} and its kin included. A provider may be used by many threads; it fails
 * with {@link Reason#UNAUTHORIZED} when there are no credentials.
 */
public final class EcsProviderFactory implements ProviderFactory {
    @Override
    public String type() {
        return "aws-ecs";
    }

    @Override
    public String description() {
        return "apps on AWS ECS, Fargate and EC2, with SSM, CloudWatch Logs, CodeBuild and S3";
    }

    @Override
    public Set<Class<? extends Capability>> capabilities() {
        return EcsCapabilities.OFFERED;
    }

    @Override
    public LoginForm loginForm() {
        return LoginForm.none(
                "AWS's own chain of credentials is used: log in with \"aws sso login\" or \"aws configure\", or set"
                        + " AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
    }

    @Override
    public Provider create(ProviderContext context) {
        ServiceTables.loadAhead();
        Settings settings = context.settings();
        Duration silence = settings.duration("timeout", Duration.ofSeconds(20));
        AwsLogin login = AwsLogin.find(context);
        AwsClients clients = new AwsClients(
                Network.of(context.environment(), silence),
                context.clock(),
                login.region(),
                login.credentials(),
                AwsEndpoints.of(context.environment()),
                silence);
        Parallel parallel = new Parallel();
        AppSettingsReader appSettings = new AppSettingsReader(clients);
        AppServices services = new AppServices(clients, appSettings, parallel);
        AppLife life = AppLife.of(context.name(), clients, appSettings, services, parallel, way(settings));
        String user = context.environment().getOrDefault("USER", "somebody");
        return new EcsProvider(
                clients,
                parallel,
                login.source(),
                life.apps(),
                EcsCapabilities.of(clients, appSettings, services, life.scaling(), parallel, user));
    }

    private static Upstream.Way way(Settings settings) {
        return switch (settings.text("upstream").orElse("auto")) {
            case "auto" -> Upstream.Way.AUTO;
            case "task" -> Upstream.Way.TASK;
            case "balancer" -> Upstream.Way.BALANCER;
            case "cloud-map" -> Upstream.Way.CLOUD_MAP;
            default -> throw settings.invalid("upstream", "is none of auto, task, balancer and cloud-map");
        };
    }
}

package dev.pawse.ecs;

import dev.pawse.ecs.fake.FakeAws;
import dev.pawse.http.Network;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/** Clients of a fake AWS with the key that may do everything. */
final class TestClients {
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private TestClients() {}

    static AwsClients of(FakeAws aws, Clock clock) {
        Map<String, String> environment = aws.environment();
        return new AwsClients(
                Network.of(environment, SILENCE),
                clock,
                Region.of(FakeAws.REGION),
                StaticCredentialsProvider.create(AwsBasicCredentials.create(FakeAws.ACCESS_KEY, FakeAws.SECRET_KEY)),
                AwsEndpoints.of(environment),
                SILENCE);
    }
}

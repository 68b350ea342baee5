package dev.pawse.ecs;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Settings;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where AWS's services are reached when it is not their usual address: {@code AWS_ENDPOINT_URL_SERVICE}, then {@code AWS_ENDPOINT_URL}
 * (docs.aws.amazon.com/sdkref, "Service-specific endpoints").
 */
final class AwsEndpoints {
    private final Map<String, String> environment;

    private AwsEndpoints(Map<String, String> environment) {
        this.environment = environment;
    }

    static AwsEndpoints of(Map<String, String> environment) {
        return new AwsEndpoints(environment);
    }

    /**
     * The address of a service, or empty for its usual one.
     *
     * @param service the service's name in these variables, e.g. {@code CLOUDWATCH_LOGS}
     * @throws PawseException {@link Reason#INVALID} when a variable holds no address
     */
    Optional<URI> of(String service) {
        String own = "AWS_ENDPOINT_URL_" + service.toUpperCase(Locale.ROOT);
        return address(own).or(() -> address("AWS_ENDPOINT_URL"));
    }

    private Optional<URI> address(String variable) {
        String text = environment.getOrDefault(variable, "").strip();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Settings.of(Map.of(variable, text)).uri(variable, URI.create("http://unused.invalid")));
    }
}

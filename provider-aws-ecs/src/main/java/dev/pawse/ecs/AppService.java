package dev.pawse.ecs;

import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ecs.model.SchedulingStrategy;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Tag;

/**
 * One process type of an app: an ECS service.
 *
 * @param type what people call it, e.g. {@code web} for the service {@code shop-web} of the app {@code shop}
 * @param service as ECS tells of it
 */
record AppService(String type, Service service) {
    static AppService of(String app, Service service) {
        String name = service.serviceName();
        return new AppService(
                name.startsWith(app + "-") && name.length() > app.length() + 1
                        ? name.substring(app.length() + 1)
                        : name,
                service);
    }

    String name() {
        return service.serviceName();
    }

    String cluster() {
        return service.clusterArn();
    }

    /** Whether it runs at all: one that is being deleted still answers for a while. */
    boolean isActive() {
        return "ACTIVE".equals(service.status());
    }

    /** Whether it has a count that can be set; a daemon runs once on every machine. */
    boolean isCounted() {
        return service.schedulingStrategy() != SchedulingStrategy.DAEMON;
    }

    Map<String, String> tags() {
        return service.tags().stream().collect(Collectors.toMap(Tag::key, Tag::value, (first, second) -> second));
    }
}

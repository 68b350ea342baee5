package dev.pawse.ecs;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.servicediscovery.model.HttpInstanceSummary;

/** Finds what is registered with Cloud Map; names are read once. Safe for many threads. */
final class CloudMapNames {
    private final AwsClients clients;
    private final Map<String, Name> names = new ConcurrentHashMap<>();

    CloudMapNames(AwsClients clients) {
        this.clients = clients;
    }

    private record Name(String namespace, String service) {}

    /**
     * The addresses of what is registered with a service.
     *
     * @param registry the service's ARN
     * @param port what listens there, where an instance does not say its own; 0 for unknown
     */
    List<URI> addresses(String registry, int port) {
        Name name = names.computeIfAbsent(registry, this::read);
        return clients
                .cloudMap()
                .discoverInstances(
                        request -> request.namespaceName(name.namespace()).serviceName(name.service()))
                .instances()
                .stream()
                .map(instance -> address(instance, port))
                .filter(address -> !address.isEmpty())
                .sorted()
                .map(URI::create)
                .toList();
    }

    private Name read(String registry) {
        String id = registry.substring(registry.lastIndexOf('/') + 1);
        var service = clients.cloudMap().getService(request -> request.id(id)).service();
        var namespace = clients.cloudMap()
                .getNamespace(request -> request.id(service.namespaceId()))
                .namespace();
        return new Name(namespace.name(), service.name());
    }

    private static String address(HttpInstanceSummary instance, int port) {
        String address = instance.attributes().get("AWS_INSTANCE_IPV4");
        String told = instance.attributes().getOrDefault("AWS_INSTANCE_PORT", port == 0 ? "" : String.valueOf(port));
        return address == null || told.isEmpty() ? "" : "http://" + address + ":" + told;
    }
}

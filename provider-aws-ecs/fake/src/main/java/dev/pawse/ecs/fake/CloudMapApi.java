package dev.pawse.ecs.fake;

import dev.pawse.testkit.ApiReply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Cloud Map: one namespace in which services of ECS register their tasks. Safe for many threads. */
final class CloudMapApi implements AwsService {
    private static final String NAMESPACE = "ns-fake0000000000";
    private static final String NAMESPACE_NAME = "fake.internal";

    private final EcsState state;
    private final Map<String, String> services = new LinkedHashMap<>();

    CloudMapApi(EcsState state) {
        this.state = state;
    }

    @Override
    public String name() {
        return "servicediscovery";
    }

    /** Makes a service; returns its ARN. */
    String service(String name) {
        synchronized (state) {
            String id = services.computeIfAbsent(name, any -> "srv-" + Ids.hex(16));
            return arn(id);
        }
    }

    @Override
    public ApiReply answer(AwsCall call) {
        synchronized (state) {
            Instant now = state.settle();
            return switch (call.operation()) {
                case "GetService" -> getService(call);
                case "GetNamespace" -> getNamespace(call);
                case "DiscoverInstances" -> discover(call, now);
                default -> throw call.unknownOperation();
            };
        }
    }

    private ApiReply getService(AwsCall call) {
        String id = EcsState.shortName(call.required("Id"));
        call.authorize("servicediscovery:GetService", arn(id));
        for (var service : services.entrySet()) {
            if (service.getValue().equals(id)) {
                return call.reply(
                        "Service",
                        Json.object("Id", id, "Arn", arn(id), "Name", service.getKey(), "NamespaceId", NAMESPACE));
            }
        }
        throw new Refusal("ServiceNotFound", "No service exists with the specified ID.");
    }

    private ApiReply getNamespace(AwsCall call) {
        call.authorize("servicediscovery:GetNamespace", call.arn("servicediscovery", "namespace/" + NAMESPACE));
        if (!EcsState.shortName(call.required("Id")).equals(NAMESPACE)) {
            throw new Refusal("NamespaceNotFound", "No namespace exists with the specified ID.");
        }
        return call.reply("Namespace", Json.object("Id", NAMESPACE, "Name", NAMESPACE_NAME, "Type", "DNS_PRIVATE"));
    }

    private ApiReply discover(AwsCall call, Instant now) {
        call.authorize("servicediscovery:DiscoverInstances", "*");
        if (!call.required("NamespaceName").equals(NAMESPACE_NAME)) {
            throw new Refusal("NamespaceNotFound", "No namespace exists with the specified name.");
        }
        String name = call.required("ServiceName");
        String id = services.get(name);
        if (id == null) {
            throw new Refusal("ServiceNotFound", "No service exists with the specified name.");
        }
        List<Map<String, Object>> instances = new ArrayList<>();
        for (EcsService service : state.allServices().toList()) {
            if (isRegistered(service, arn(id))) {
                service.tasks.stream()
                        .filter(task -> task.ran && task.isRunning(now) && task.isWanted())
                        .forEach(task -> instances.add(Json.object(
                                "InstanceId",
                                task.id,
                                "NamespaceName",
                                NAMESPACE_NAME,
                                "ServiceName",
                                name,
                                "HealthStatus",
                                "HEALTHY",
                                "Attributes",
                                Json.object(
                                        "AWS_INSTANCE_IPV4",
                                        task.address,
                                        "AWS_INSTANCE_PORT",
                                        String.valueOf(state.ports.port())))));
            }
        }
        return call.reply("Instances", instances);
    }

    private static boolean isRegistered(EcsService service, String arn) {
        for (JsonNode one : service.tree("serviceRegistries")) {
            if (one.path("registryArn").asString("").equals(arn)) {
                return true;
            }
        }
        return false;
    }

    private static String arn(String id) {
        return "arn:aws:servicediscovery:" + FakeAws.REGION + ":" + FakeAws.ACCOUNT + ":service/" + id;
    }
}

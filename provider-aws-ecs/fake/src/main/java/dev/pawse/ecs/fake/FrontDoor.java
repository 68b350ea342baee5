package dev.pawse.ecs.fake;

import dev.pawse.testkit.ApiReply;
import dev.pawse.testkit.ApiRequest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What every call passes: its signature tells the service and the principal, and the limits let it through. Safe for many threads. */
final class FrontDoor {
    private final String account;
    private final AccessKeys keys;
    private final Policies policies;
    private final Throttle throttle;
    private final Map<String, AwsService> services = new ConcurrentHashMap<>();

    FrontDoor(String account, AccessKeys keys, Policies policies, Throttle throttle) {
        this.account = account;
        this.keys = keys;
        this.policies = policies;
        this.throttle = throttle;
    }

    void add(AwsService service) {
        services.put(service.name(), service);
    }

    ApiReply answer(ApiRequest request) {
        AccessKeys.Scope scope = AccessKeys.scope(request);
        AwsService service = scope == null ? null : services.get(scope.service());
        if (scope == null || service == null) {
            String problem = scope == null ? "Missing Authentication Token" : "the fake has no " + scope.service();
            return AwsProtocol.JSON.error(new Refusal(403, "MissingAuthenticationTokenException", problem));
        }
        AwsProtocol protocol = service.protocol();
        try {
            String principal = keys.principal(request, scope, protocol);
            AwsCall call = new AwsCall(service, account, scope.region(), principal, policies, request);
            if (!throttle.lets(service.name(), call.operation())) {
                throw protocol.throttled();
            }
            return service.answer(call);
        } catch (Refusal e) {
            return protocol.error(e);
        }
    }
}

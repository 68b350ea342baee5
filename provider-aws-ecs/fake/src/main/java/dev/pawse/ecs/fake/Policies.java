package dev.pawse.ecs.fake;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The identity-based policies of the account's principals; who has none may do everything. Safe for many threads. */
final class Policies {
    private final Map<String, List<Policy>> attached = new ConcurrentHashMap<>();

    /** @param json a policy document */
    void attach(String principal, String json) {
        attached.computeIfAbsent(principal, any -> new CopyOnWriteArrayList<>()).add(Policy.read(json));
    }

    void detachAll(String principal) {
        attached.remove(principal);
    }

    /** Why a principal may not do this, in AWS's words; empty where it may. */
    Optional<String> refusal(String principal, String action, String resource, Map<String, String> context) {
        List<Policy> policies = attached.get(principal);
        if (policies == null) {
            return Optional.empty();
        }
        boolean allowed = false;
        for (Policy policy : policies) {
            switch (policy.verdict(action, resource, context)) {
                case DENY -> {
                    return Optional.of(sentence(principal, action, resource)
                            + " with an explicit deny in an identity-based policy");
                }
                case ALLOW -> allowed = true;
                case NONE -> {}
            }
        }
        return allowed
                ? Optional.empty()
                : Optional.of(sentence(principal, action, resource) + " because no identity-based policy allows the "
                        + action + " action");
    }

    private static String sentence(String principal, String action, String resource) {
        return "User: " + principal + " is not authorized to perform: " + action + " on resource: " + resource;
    }
}

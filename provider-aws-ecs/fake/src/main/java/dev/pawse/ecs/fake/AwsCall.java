package dev.pawse.ecs.fake;

import dev.pawse.testkit.ApiReply;
import dev.pawse.testkit.ApiRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One call of one operation: who calls, what is asked, and how it is answered. Immutable. */
final class AwsCall {
    private final AwsService service;
    private final String account;
    private final String region;
    private final String principal;
    private final Policies policies;
    private final ApiRequest request;
    private final String operation;
    private final JsonNode input;

    AwsCall(
            AwsService service,
            String account,
            String region,
            String principal,
            Policies policies,
            ApiRequest request) {
        this.service = service;
        this.account = account;
        this.region = region;
        this.principal = principal;
        this.policies = policies;
        this.request = request;
        operation = service.protocol().operation(request);
        input = service.protocol().input(request);
    }

    String account() {
        return account;
    }

    String region() {
        return region;
    }

    /** The ARN of who calls. */
    String principal() {
        return principal;
    }

    /** E.g. {@code ListServices}; at S3 the method. */
    String operation() {
        return operation;
    }

    /** What was sent with it, a query's form as a tree too. */
    JsonNode input() {
        return input;
    }

    /** The request itself, for S3. */
    ApiRequest request() {
        return request;
    }

    /** The ARN of something in this account and region. */
    String arn(String of, String resource) {
        return "arn:aws:" + of + ":" + region + ":" + account + ":" + resource;
    }

    /**
     * Goes on only where the caller may do this.
     *
     * @param resource an ARN, or {@code *} for an action that is not about one resource
     */
    void authorize(String action, String resource) {
        authorize(action, resource, Map.of());
    }

    /** @param context what conditions look at, e.g. {@code ecs:cluster} */
    void authorize(String action, String resource, Map<String, String> context) {
        policies.refusal(principal, action, resource, context).ifPresent(message -> {
            throw service.protocol().denied(message);
        });
    }

    /** A text of the input, or null where it is missing or empty. */
    @Nullable
    String text(String name) {
        JsonNode value = input.path(name);
        return value.isMissingNode() || value.isNull() || value.asString("").isEmpty() ? null : value.asString("");
    }

    String text(String name, String otherwise) {
        String value = text(name);
        return value == null ? otherwise : value;
    }

    String required(String name) {
        String value = text(name);
        if (value == null) {
            throw invalid(name + " cannot be empty.");
        }
        return value;
    }

    int number(String name, int otherwise) {
        JsonNode value = input.path(name);
        return value.isMissingNode() || value.isNull() ? otherwise : value.asInt(otherwise);
    }

    boolean flag(String name) {
        return input.path(name).asBoolean(false);
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        input.path(name).forEach(one -> texts.add(one.asString("")));
        return texts;
    }

    /** An answer with these fields. */
    ApiReply reply(@Nullable Object... namesAndValues) {
        return service.protocol().result(operation, Json.object(namesAndValues));
    }

    /** A refusal of the request as it stands, in the word that most services use. */
    static Refusal invalid(String message) {
        return new Refusal("InvalidParameterException", message);
    }

    Refusal unknownOperation() {
        return new Refusal("UnknownOperationException", "the fake does not know " + operation);
    }
}

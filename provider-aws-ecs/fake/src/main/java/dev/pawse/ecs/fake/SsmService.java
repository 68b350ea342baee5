package dev.pawse.ecs.fake;

import dev.pawse.testkit.ApiReply;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Parameter Store: pages of ten at most, some of them empty, names that are not there told apart, SecureStrings really encrypted. The
 * sessions of ECS Exec, which are of the same service, are answered elsewhere.
 */
final class SsmService implements AwsService {
    private static final int MOST_NAMES = 10;
    private static final int MOST_ON_A_PAGE = 10;
    private static final int MOST_HISTORY = 50;
    private static final int EMPTY_EVERY = 3;

    private final ParameterStore store;
    private final KmsKeys keys;
    private final Clock clock;
    private final Function<AwsCall, ApiReply> sessions;
    private final AtomicInteger pages = new AtomicInteger();

    /** @param sessions answers every other operation of the service */
    SsmService(ParameterStore store, KmsKeys keys, Clock clock, Function<AwsCall, ApiReply> sessions) {
        this.store = store;
        this.keys = keys;
        this.clock = clock;
        this.sessions = sessions;
    }

    @Override
    public String name() {
        return "ssm";
    }

    @Override
    public ApiReply answer(AwsCall call) {
        return switch (call.operation()) {
            case "GetParameters" -> several(call);
            case "GetParameter" -> one(call);
            case "GetParametersByPath" -> byPath(call);
            case "PutParameter" -> put(call);
            case "DeleteParameters" -> deleteSeveral(call);
            case "DeleteParameter" -> delete(call);
            case "GetParameterHistory" -> history(call);
            case "AddTagsToResource", "RemoveTagsFromResource" -> tag(call);
            default -> sessions.apply(call);
        };
    }

    private ApiReply several(AwsCall call) {
        Set<String> names = names(call);
        names.forEach(name -> call.authorize("ssm:GetParameters", arn(call, name)));
        List<Object> found = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String name : names) {
            store.find(local(call, name))
                    .ifPresentOrElse(one -> found.add(shown(call, one, one.newest())), () -> missing.add(name));
        }
        return call.reply("Parameters", found, "InvalidParameters", missing);
    }

    private ApiReply one(AwsCall call) {
        String name = call.required("Name");
        call.authorize("ssm:GetParameter", arn(call, name));
        Parameter found = require(local(call, name));
        return call.reply("Parameter", shown(call, found, found.newest()));
    }

    private ApiReply byPath(AwsCall call) {
        String path = call.required("Path");
        if (!path.startsWith("/")) {
            throw new Refusal(
                    "ValidationException",
                    "The parameter doesn't meet the parameter name requirements. The parameter name must begin with a forward slash \"/\".");
        }
        int size = call.number("MaxResults", MOST_ON_A_PAGE);
        if (size < 1 || size > MOST_ON_A_PAGE) {
            throw new Refusal(
                    "ValidationException",
                    "1 validation error detected: Value '" + size
                            + "' at 'maxResults' failed to satisfy constraint: Member"
                            + " must have value less than or equal to 10");
        }
        // What policies see is the path as it was sent: with its last slash they match …/app/*.
        call.authorize(
                "ssm:GetParametersByPath",
                arn(call, path),
                Map.of("ssm:Recursive", String.valueOf(call.flag("Recursive"))));
        List<Parameter> all = store.under(path, call.flag("Recursive"));
        Paging.Page<Parameter> page = Paging.page(
                all,
                emptyOne() ? 0 : size,
                call.text("NextToken"),
                new Refusal("InvalidNextToken", "The specified token isn't valid."));
        return call.reply(
                "Parameters",
                page.items().stream().map(one -> shown(call, one, one.newest())).toList(),
                "NextToken",
                page.next());
    }

    /** A page may hold nothing although more follow; each third of those that are asked for does. */
    private boolean emptyOne() {
        return pages.incrementAndGet() % EMPTY_EVERY == 0;
    }

    private ApiReply put(AwsCall call) {
        String name = call.required("Name");
        call.authorize(
                "ssm:PutParameter", arn(call, name), Map.of("ssm:Overwrite", String.valueOf(call.flag("Overwrite"))));
        ParameterStore.requireName(name);
        String value = call.input().path("Value").asString("");
        if (value.isEmpty()) {
            throw new Refusal(
                    "ValidationException",
                    "1 validation error detected: Value '' at 'value' failed to satisfy constraint: Member must have length"
                            + " greater than or equal to 1");
        }
        if (call.flag("Overwrite") && call.input().path("Tags").size() > 0) {
            throw new Refusal(
                    "ValidationException",
                    "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.");
        }
        Parameter.Version written =
                store.write(name, call.flag("Overwrite"), before -> version(call, name, value, before));
        return call.reply("Version", written.number(), "Tier", written.tier());
    }

    private Parameter.Version version(AwsCall call, String name, String value, Parameter.@Nullable Version before) {
        String type = ParameterStore.type(call.text("Type"), before);
        String tier = ParameterStore.tier(call.text("Tier"), before, value);
        String pattern = call.text("AllowedPattern");
        if (pattern != null && !value.matches(pattern)) {
            throw new Refusal(
                    "ParameterPatternMismatchException",
                    "Parameter value, cannot be validated against allowedPattern: " + pattern);
        }
        boolean secure = type.equals("SecureString");
        String keyId = secure ? call.text("KeyId", KmsKeys.PARAMETERS) : null;
        return new Parameter.Version(
                before == null ? 1 : before.number() + 1,
                type,
                keyId == null ? value : sealed(call, name, value, keyId, tier),
                keyId,
                tier,
                call.text("Description"),
                pattern,
                call.text("DataType", "text"),
                clock.instant(),
                call.principal());
    }

    private String sealed(AwsCall call, String name, String value, String keyId, String tier) {
        KmsKeys.Key key;
        try {
            key = keys.key(keyId);
        } catch (Refusal e) {
            throw new Refusal("InvalidKeyId", e.message() + " (Service: AWSKMS; Error Code: NotFoundException)");
        }
        Map<String, String> context = Map.of("PARAMETER_ARN", arn(call, name));
        KmsService.authorize(call, tier.equals("Advanced") ? "kms:GenerateDataKey" : "kms:Encrypt", key, context);
        return store.sealed(name, value, keyId);
    }

    private ApiReply deleteSeveral(AwsCall call) {
        Set<String> names = names(call);
        names.forEach(name -> call.authorize("ssm:DeleteParameters", arn(call, name)));
        List<String> deleted = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        names.forEach(name -> (store.remove(local(call, name)) ? deleted : missing).add(name));
        return call.reply("DeletedParameters", deleted, "InvalidParameters", missing);
    }

    private ApiReply delete(AwsCall call) {
        String name = call.required("Name");
        call.authorize("ssm:DeleteParameter", arn(call, name));
        require(local(call, name));
        store.remove(local(call, name));
        return call.reply();
    }

    private ApiReply history(AwsCall call) {
        String name = call.required("Name");
        call.authorize("ssm:GetParameterHistory", arn(call, name));
        Parameter found = require(local(call, name));
        int size = call.number("MaxResults", MOST_HISTORY);
        if (size < 1 || size > MOST_HISTORY) {
            throw new Refusal("ValidationException", "MaxResults: " + size + " is not between 1 and 50");
        }
        Paging.Page<Parameter.Version> page = Paging.page(
                found.versions(),
                size,
                call.text("NextToken"),
                new Refusal("InvalidNextToken", "The specified token isn't valid."));
        return call.reply(
                "Parameters",
                page.items().stream()
                        .map(version -> shown(call, found, version))
                        .toList(),
                "NextToken",
                page.next());
    }

    private ApiReply tag(AwsCall call) {
        String name = call.required("ResourceId");
        call.authorize("ssm:" + call.operation(), arn(call, name));
        require(name);
        return call.reply();
    }

    private Object shown(AwsCall call, Parameter parameter, Parameter.Version version) {
        boolean history = call.operation().equals("GetParameterHistory");
        return Json.object(
                "Name",
                parameter.name(),
                "Type",
                version.type(),
                "Value",
                value(call, parameter, version),
                "Version",
                version.number(),
                "LastModifiedDate",
                version.at().toEpochMilli() / 1000.0,
                "DataType",
                version.dataType(),
                "ARN",
                history ? null : arn(call, parameter.name()),
                "KeyId",
                history ? version.keyId() : null,
                "Tier",
                history ? version.tier() : null,
                "Description",
                history ? version.description() : null,
                "AllowedPattern",
                history ? version.allowedPattern() : null,
                "LastModifiedUser",
                history ? version.user() : null);
    }

    private String value(AwsCall call, Parameter parameter, Parameter.Version version) {
        if (!version.isSecure() || !call.flag("WithDecryption")) {
            return version.value();
        }
        byte[] blob = Base64.getDecoder().decode(version.value());
        Map<String, String> context = Map.of("PARAMETER_ARN", arn(call, parameter.name()));
        KmsService.authorize(call, "kms:Decrypt", keys.keyOf(blob), context);
        return new String(keys.decrypt(blob, context), StandardCharsets.UTF_8);
    }

    private Parameter require(String name) {
        Supplier<Refusal> missing = () -> new Refusal("ParameterNotFound", "Parameter " + name + " not found.");
        return store.find(name).orElseThrow(missing);
    }

    private static Set<String> names(AwsCall call) {
        List<String> names = call.texts("Names");
        Set<String> distinct = new HashSet<>(names);
        if (names.isEmpty() || names.size() > MOST_NAMES) {
            throw new Refusal(
                    "ValidationException",
                    "1 validation error detected: Value '" + names
                            + "' at 'names' failed to satisfy constraint: Member must"
                            + " have length less than or equal to 10");
        }
        if (distinct.size() < names.size()) {
            throw new Refusal("ValidationException", "Names contain duplicate values.");
        }
        return new LinkedHashSet<>(names);
    }

    private static String arn(AwsCall call, String name) {
        return call.arn("ssm", "parameter" + (name.startsWith("/") ? "" : "/") + local(call, name));
    }

    /** A name that came as an ARN, without what is not the name. */
    private static String local(AwsCall call, String name) {
        String prefix = call.arn("ssm", "parameter");
        return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
    }
}

package dev.pawse.ecs.fake;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An IAM policy document. Immutable. */
final class Policy {
    private final List<JsonNode> statements;

    private Policy(List<JsonNode> statements) {
        this.statements = List.copyOf(statements);
    }

    /** What a policy says of a call. */
    enum Verdict {
        ALLOW,
        DENY,
        NONE
    }

    /** @throws IllegalArgumentException when it is not a policy */
    static Policy read(String json) {
        JsonNode statement = Json.read(json).path("Statement");
        if (statement.isMissingNode()) {
            throw new IllegalArgumentException("the policy has no Statement");
        }
        List<JsonNode> statements = list(statement);
        statements.forEach(Policy::check);
        return new Policy(statements);
    }

    Verdict verdict(String action, String resource, Map<String, String> context) {
        Verdict verdict = Verdict.NONE;
        for (JsonNode statement : statements) {
            if (applies(statement, action, resource, context)) {
                if (statement.path("Effect").asString("").equals("Deny")) {
                    return Verdict.DENY;
                }
                verdict = Verdict.ALLOW;
            }
        }
        return verdict;
    }

    private static void check(JsonNode statement) {
        String effect = statement.path("Effect").asString("");
        if (!effect.equals("Allow") && !effect.equals("Deny")) {
            throw new IllegalArgumentException("Effect: '" + effect + "' is neither Allow nor Deny");
        }
        for (JsonNode resource : list(statement.path("Resource"))) {
            String text = resource.asString("");
            if (!text.equals("*") && !text.matches("arn:[^:]+:[^:]*:[^:]*:[^:]*:.+")) {
                throw new IllegalArgumentException("Resource: '" + text + "' is neither * nor an ARN");
            }
        }
        statement.path("Condition").propertyNames().forEach(Policy::operator);
    }

    private static boolean applies(JsonNode statement, String action, String resource, Map<String, String> context) {
        boolean actionFits = statement.has("NotAction")
                ? list(statement.path("NotAction")).stream().noneMatch(one -> like(one, action, true))
                : list(statement.path("Action")).stream().anyMatch(one -> like(one, action, true));
        boolean resourceFits = statement.has("NotResource")
                ? list(statement.path("NotResource")).stream().noneMatch(one -> like(one, resource, false))
                : list(statement.path("Resource")).stream().anyMatch(one -> like(one, resource, false));
        return actionFits && resourceFits && conditionsHold(statement.path("Condition"), context);
    }

    private static boolean conditionsHold(JsonNode conditions, Map<String, String> context) {
        for (var condition : conditions.properties()) {
            Operator operator = operator(condition.getKey());
            for (var wanted : condition.getValue().properties()) {
                if (!operator.holds(list(wanted.getValue()), value(context, wanted.getKey()))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Names of condition keys are the same in whatever case. */
    private static @Nullable String value(Map<String, String> context, String key) {
        return context.entrySet().stream()
                .filter(one -> one.getKey().equalsIgnoreCase(key))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private record Operator(String name, boolean negated, boolean ifExists) {
        boolean holds(List<JsonNode> wanted, @Nullable String actual) {
            if (name.equals("Null")) {
                return wanted.stream().anyMatch(one -> one.asBoolean(false) == (actual == null));
            }
            if (actual == null) {
                return ifExists || negated;
            }
            boolean fits = wanted.stream().anyMatch(one -> switch (name) {
                case "StringEquals" -> one.asString("").equals(actual);
                case "Bool", "StringEqualsIgnoreCase" -> one.asString("").equalsIgnoreCase(actual);
                default -> like(one, actual, false);
            });
            return fits != negated;
        }
    }

    private static Operator operator(String text) {
        boolean ifExists = text.endsWith("IfExists");
        String name = text.replaceFirst("IfExists$", "").replaceFirst("^For(All|Any)Values?:", "");
        boolean negated = name.contains("Not");
        String positive = name.replace("Not", "");
        if (!List.of("StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnEquals", "ArnLike", "Bool", "Null")
                .contains(positive)) {
            throw new IllegalArgumentException("Condition: the fake does not know " + text);
        }
        return new Operator(positive, negated, ifExists);
    }

    private static boolean like(JsonNode pattern, String text, boolean ignoreCase) {
        StringBuilder regex = new StringBuilder();
        for (char c : fold(pattern.asString(""), ignoreCase).toCharArray()) {
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL)
                .matcher(fold(text, ignoreCase))
                .matches();
    }

    private static String fold(String text, boolean ignoreCase) {
        return ignoreCase ? text.toLowerCase(Locale.ROOT) : text;
    }

    private static List<JsonNode> list(JsonNode node) {
        List<JsonNode> list = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(list::add);
        } else if (!node.isMissingNode()) {
            list.add(node);
        }
        return list;
    }
}

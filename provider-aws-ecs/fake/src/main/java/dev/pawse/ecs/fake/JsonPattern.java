package dev.pawse.ecs.fake;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * A filter of log events that are JSON, e.g. {@code { $.level = "error" && ($.status >= 500 || $.retry IS TRUE) }} (CloudWatch Logs:
 * "Filter pattern syntax", JSON log events). What has no such field matches no comparison; regular expressions are refused.
 */
final class JsonPattern {
    private static final Pattern TOKEN =
            Pattern.compile("\\s*(&&|\\|\\||!=|<=|>=|[{}()=<>]|\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s{}()=<>!&|\"]+)");
    private static final Pattern STEP = Pattern.compile("\\.([^.\\[\\]]+)|\\[(\\d+)]");

    private final Deque<String> tokens = new ArrayDeque<>();

    private JsonPattern(String text) {
        Matcher matcher = TOKEN.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                throw invalid();
            }
            tokens.add(matcher.group(1));
            at = matcher.end();
        }
    }

    /** What tells whether a message is chosen. */
    static Predicate<String> parse(String text) {
        JsonPattern pattern = new JsonPattern(text.strip());
        pattern.expect("{");
        Predicate<JsonNode> chosen = pattern.either();
        pattern.expect("}");
        if (!pattern.tokens.isEmpty()) {
            throw invalid();
        }
        return message -> {
            try {
                return chosen.test(Json.read(message));
            } catch (Refusal e) {
                return false;
            }
        };
    }

    private Predicate<JsonNode> either() {
        Predicate<JsonNode> all = both();
        while (takes("||")) {
            all = all.or(both());
        }
        return all;
    }

    private Predicate<JsonNode> both() {
        Predicate<JsonNode> all = one();
        while (takes("&&")) {
            all = all.and(one());
        }
        return all;
    }

    private Predicate<JsonNode> one() {
        if (takes("(")) {
            Predicate<JsonNode> inner = either();
            expect(")");
            return inner;
        }
        String path = next();
        if (!path.startsWith("$")) {
            throw invalid();
        }
        String operator = next();
        return switch (operator) {
            case "IS" -> is(path, next());
            case "NOT" -> {
                expect("EXISTS");
                yield event -> at(event, path).isMissingNode();
            }
            case "EXISTS" -> event -> !at(event, path).isMissingNode();
            case "=" -> equal(path, next());
            case "!=" -> {
                Predicate<JsonNode> equal = equal(path, next());
                yield event -> !at(event, path).isMissingNode() && !equal.test(event);
            }
            case "<", ">", "<=", ">=" -> compared(path, operator, next());
            default -> throw invalid();
        };
    }

    private static Predicate<JsonNode> is(String path, String what) {
        return switch (what) {
            case "TRUE" ->
                event -> at(event, path).isBoolean() && at(event, path).asBoolean(false);
            case "FALSE" ->
                event -> at(event, path).isBoolean() && !at(event, path).asBoolean(true);
            case "NULL" -> event -> at(event, path).isNull();
            default -> throw invalid();
        };
    }

    private static Predicate<JsonNode> equal(String path, String value) {
        if (value.startsWith("%")) {
            throw invalid();
        }
        boolean quoted = value.startsWith("\"");
        String text = quoted ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1") : value;
        if (!quoted && isNumber(value)) {
            double number = Double.parseDouble(value);
            return event -> at(event, path).isNumber() && at(event, path).asDouble(0) == number;
        }
        Pattern wanted = Pattern.compile(Pattern.quote(text).replace("*", "\\E.*\\Q"), Pattern.DOTALL);
        return event -> at(event, path).isValueNode()
                && wanted.matcher(at(event, path).asString("")).matches();
    }

    private static Predicate<JsonNode> compared(String path, String operator, String value) {
        if (!isNumber(value)) {
            throw invalid();
        }
        double number = Double.parseDouble(value);
        return event -> {
            JsonNode found = at(event, path);
            int order = Double.compare(found.asDouble(0), number);
            return found.isNumber()
                    && switch (operator) {
                        case "<" -> order < 0;
                        case ">" -> order > 0;
                        case "<=" -> order <= 0;
                        default -> order >= 0;
                    };
        };
    }

    private static boolean isNumber(String text) {
        return text.matches("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");
    }

    private static JsonNode at(JsonNode event, String path) {
        JsonNode found = event;
        Matcher step = STEP.matcher(path);
        while (step.find()) {
            found = step.group(1) == null ? found.path(Integer.parseInt(step.group(2))) : found.path(step.group(1));
        }
        return found;
    }

    private String next() {
        String token = tokens.poll();
        if (token == null) {
            throw invalid();
        }
        return token;
    }

    private boolean takes(String token) {
        boolean there = token.equals(tokens.peek());
        if (there) {
            tokens.remove();
        }
        return there;
    }

    private void expect(String token) {
        if (!takes(token)) {
            throw invalid();
        }
    }

    private static Refusal invalid() {
        return new Refusal("InvalidParameterException", "Invalid filter pattern");
    }
}

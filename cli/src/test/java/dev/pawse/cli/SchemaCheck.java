package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Holds what commands write to the schemas that {@code pawse schema} prints, and to no part more. */
final class SchemaCheck {
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Map<String, Schema> KNOWN = new ConcurrentHashMap<>();

    private static final Set<String> HELP = Set.of("-h", "--help", "-V", "--version");
    private static final Set<String> WATCH = Set.of("-w", "--watch");

    private SchemaCheck() {}

    /** Checks what a command line wrote, if that is a result of ours in JSON. */
    static void assertHolds(int code, String output, String... arguments) {
        List<String> words = Arrays.asList(arguments);
        int end = words.indexOf("--");
        List<String> ours = end < 0 ? words : words.subList(0, end);
        boolean json = ours.contains("-j") || ours.contains("--json");
        if (!json || output.isBlank() || ours.stream().anyMatch(HELP::contains)) {
            return;
        }
        String command = Route.of(arguments).path();
        if (ours.stream().anyMatch(WATCH::contains) && !command.equals("schema")) {
            // What was seen until a failure was seen all the same.
            assertHolds(command + " --watch", output);
            return;
        }
        if (code != 0) {
            return;
        }
        boolean elsewhere = Set.of("run", "shell", "db shell").contains(command);
        boolean streamed = command.equals("db dump") && ours.contains("-");
        if (!streamed && (!elsewhere || ours.contains("--dry-run") || ours.contains("--detach"))) {
            assertHolds(command, output);
        }
    }

    /** Checks a whole output: one value, or one a line where the schema says so. */
    static void assertHolds(String command, String output) {
        JsonNode schema = schema(command);
        boolean lines = schema.get("description").asString().contains("a line");
        for (String part : lines ? output.split("\n", -1) : new String[] {output}) {
            if (!part.isBlank()) {
                assertValid(command, JsonMapper.shared().readTree(part));
            }
        }
    }

    static void assertValid(String command, JsonNode value) {
        Schema schema = KNOWN.computeIfAbsent(command, any -> REGISTRY.getSchema(closed(schema(command))));
        assertThat(schema.validate(value)).as("%s writes %s", command, value).isEmpty();
    }

    private static JsonNode schema(String command) {
        Schemas schemas = Schemas.load();
        return JsonMapper.shared()
                .readTree(Json.line((command.endsWith(" --watch")
                                ? schemas.ofWatch(command.replace(" --watch", ""))
                                : schemas.of(command))
                        .orElseThrow(() -> new AssertionError(command + ": has no schema, see shapes.txt"))));
    }

    /** Whoever reads outputs has to bear parts that are new; a part that is in no schema is a mistake of ours all the same. */
    private static JsonNode closed(JsonNode schema) {
        if (schema instanceof ObjectNode object && object.has("properties")) {
            object.put("additionalProperties", false);
        }
        schema.forEach(SchemaCheck::closed);
        return schema;
    }
}

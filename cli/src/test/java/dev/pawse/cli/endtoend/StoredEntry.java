package dev.pawse.cli.endtoend;

import dev.pawse.spi.Formation;
import dev.pawse.spi.Formation.Scale;
import dev.pawse.spi.Registry.Stage;
import dev.pawse.testkit.RedisServer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What Redis itself holds of an app. */
record StoredEntry(Stage stage, Formation formation) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Reads the entry of an app of the provider {@code heroku}. */
    static StoredEntry read(RedisServer redis, String app) {
        List<?> keys = (List<?>) Objects.requireNonNull(redis.command("KEYS", "pawse:*:entries"));
        for (Object key : keys) {
            Object record = redis.command("HGET", key.toString(), "heroku/" + app);
            if (record != null) {
                return parse(record.toString());
            }
        }
        throw new AssertionError("Redis holds no entry of " + app);
    }

    /** How a record of this stage is told from others on its way to Redis. */
    static String mark(Stage stage) {
        return "\"stage\":\"" + stage.label() + "\"";
    }

    private static StoredEntry parse(String record) {
        JsonNode json = JSON.readTree(record.substring(record.indexOf('{')));
        Map<String, Scale> processes = new TreeMap<>();
        for (Map.Entry<String, JsonNode> type : json.get("formation").properties()) {
            JsonNode scale = type.getValue();
            processes.put(
                    type.getKey(),
                    new Scale(scale.get("quantity").asInt(), scale.get("size").asString()));
        }
        String stage = json.get("stage").asString().toUpperCase(Locale.ROOT);
        return new StoredEntry(Stage.valueOf(stage), new Formation(processes));
    }
}

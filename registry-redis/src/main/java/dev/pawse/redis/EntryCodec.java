package dev.pawse.redis;

import dev.pawse.spi.AppId;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Formation.Scale;
import dev.pawse.spi.Registry.Entry;
import dev.pawse.spi.Registry.Stage;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An entry as text: {@code 1 7 5f3a… {"stage":"asleep",…}}, its version, its epoch, the call that wrote it and the rest as JSON. The
 * first three are read by scripts and are the same in every version.
 */
final class EntryCodec {
    private static final int VERSION = 1;
    private static final Pattern RECORD = Pattern.compile("(\\d{1,9}) (\\d{1,18}) [0-9a-f]+ (.*)", Pattern.DOTALL);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private EntryCodec() {}

    /** @param call the random number of the call that writes it, in hex */
    static String encode(Entry entry, String call) {
        ObjectNode json = JSON.createObjectNode();
        json.put("stage", entry.stage().label());
        json.put("since", entry.since().toString());
        ObjectNode formation = json.putObject("formation");
        entry.formation().processes().forEach((type, scale) -> {
            ObjectNode one = formation.putObject(type);
            one.put("quantity", scale.quantity());
            if (scale.size() != null) {
                one.put("size", scale.size());
            }
        });
        return VERSION + " " + entry.epoch() + " " + call + " " + JSON.writeValueAsString(json);
    }

    /**
     * Reads a record.
     *
     * @throws RuntimeException when it is none of a version that we know; the message holds nothing of it
     */
    static Entry decode(AppId app, String record) {
        Matcher parts = RECORD.matcher(record);
        if (!parts.matches()) {
            throw new IllegalArgumentException("is no record");
        }
        if (Integer.parseInt(parts.group(1)) != VERSION) {
            throw new IllegalArgumentException("is of version " + parts.group(1) + ", and known is " + VERSION);
        }
        try {
            JsonNode json = JSON.readTree(parts.group(3));
            return new Entry(
                    app,
                    Long.parseLong(parts.group(2)),
                    Stage.valueOf(text(json, "stage").toUpperCase(Locale.ROOT)),
                    formation(json.get("formation")),
                    Instant.parse(text(json, "since")));
        } catch (RuntimeException e) {
            // What fails here quotes what it read.
            throw new IllegalArgumentException("is damaged");
        }
    }

    private static Formation formation(JsonNode node) {
        Map<String, Scale> processes = new TreeMap<>();
        for (Map.Entry<String, JsonNode> one : node.properties()) {
            JsonNode size = one.getValue().get("size");
            processes.put(
                    one.getKey(),
                    new Scale(one.getValue().get("quantity").intValue(), size == null ? null : size.stringValue()));
        }
        return new Formation(processes);
    }

    private static String text(JsonNode json, String key) {
        return json.get(key).stringValue();
    }
}

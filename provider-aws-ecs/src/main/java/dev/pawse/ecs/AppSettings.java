package dev.pawse.ecs;

import dev.pawse.http.Json;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an app's AWS resources are called: defaults made of the app's name, over them the flat document of the first paaws
 * ({@code /paaws/apps/APP}), over it the settings of today ({@code /paaws/apps/APP/settings}), merged key by key. Immutable.
 */
final class AppSettings {
    /** The documents of an app, by what stands behind {@code /paaws/apps/APP}. */
    static final List<String> DOCUMENTS = List.of("", "/settings", "/ecs-config");

    private static final String FOLDER = "/paaws/apps/";
    private static final Set<String> NAMED = Set.of("cluster", "log_group", "codebuild_project");
    private static final Set<String> KNOWN = Set.of(
            "cluster.name",
            "log_group.name",
            "parameter_store.prefix",
            "parameter_store.chamber_compatible",
            "codebuild_project.name",
            "shell.task_family",
            "shell.command",
            "shell.service",
            "db_utils.shell_task_family",
            "db_utils.dumpload_task_family",
            "db_utils.s3_bucket");

    private final String app;
    private final ObjectNode tree;
    private final JsonNode runTask;
    private final Map<String, String> origins;
    private final Set<String> unknown;
    private final boolean told;

    private AppSettings(
            String app,
            ObjectNode tree,
            JsonNode runTask,
            Map<String, String> origins,
            Set<String> unknown,
            boolean told) {
        this.app = app;
        this.tree = tree;
        this.runTask = runTask;
        this.origins = Map.copyOf(origins);
        this.unknown = unknown;
        this.told = told;
    }

    /** The parameter that a document of an app is kept in. */
    static String parameter(String app, String document) {
        return FOLDER + app + document;
    }

    /**
     * Merges what is there.
     *
     * @param documents the texts, by the keys of {@link #DOCUMENTS}; those that are absent are not there
     * @throws PawseException {@link Reason#INVALID} when one is no JSON object or a value has the wrong form; names the parameter
     */
    static AppSettings of(String app, Map<String, String> documents) {
        ObjectNode tree = defaults(app);
        Map<String, String> origins = new LinkedHashMap<>();
        Set<String> unknown = new TreeSet<>();
        document(app, documents, "").ifPresent(flat -> {
            ObjectNode today = todays(flat);
            merge(tree, today, "", parameter(app, ""), origins, unknown);
        });
        document(app, documents, "/settings")
                .ifPresent(today -> merge(tree, todays(today), "", parameter(app, "/settings"), origins, unknown));
        JsonNode runTask = document(app, documents, "/ecs-config")
                .map(node -> node.path("run_task_args_fargate"))
                .orElseGet(JsonNodeFactory.instance::objectNode);
        AppSettings settings = new AppSettings(app, tree, runTask, origins, unknown, !documents.isEmpty());
        settings.check();
        return settings;
    }

    /** Whether anything is kept for the app, be it an empty document. */
    boolean isTold() {
        return told;
    }

    String cluster() {
        return text("cluster", "name");
    }

    String logGroup() {
        return text("log_group", "name");
    }

    /** The path above the app's variables, with a slash before it and none behind. */
    String parameterPrefix() {
        String prefix = text("parameter_store", "prefix").replaceAll("/+$", "");
        return prefix.startsWith("/") ? prefix : "/" + prefix;
    }

    /** Whether names are kept in lower case with dashes, as chamber keeps them. */
    boolean isChamberCompatible() {
        return tree.path("parameter_store").path("chamber_compatible").asBoolean(false);
    }

    String buildProject() {
        return text("codebuild_project", "name");
    }

    String shellTaskFamily() {
        return text("shell", "task_family");
    }

    /** The service whose task definition a shell runs, in place of a family; of the first paaws. */
    Optional<String> shellService() {
        return optional("shell", "service");
    }

    String shellCommand() {
        return text("shell", "command");
    }

    String databaseShellTaskFamily() {
        return text("db_utils", "shell_task_family");
    }

    String dumpLoadTaskFamily() {
        return text("db_utils", "dumpload_task_family");
    }

    String databaseBucket() {
        return text("db_utils", "s3_bucket");
    }

    /** The tags that a service or a task of the app carries where several apps share a cluster; empty for none. */
    Map<String, String> tags() {
        Map<String, String> tags = new LinkedHashMap<>();
        JsonNode node = tree.path("tags");
        if (node.isObject()) {
            node.properties()
                    .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asString("")));
        }
        node.forEach(tag -> {
            if (tag.has("key")) {
                tags.put(tag.path("key").asString(""), tag.path("value").asString(""));
            }
        });
        return tags;
    }

    /** The arguments for the tasks that are run for the app, in the words of the API's RunTask; an empty object for none. */
    JsonNode runTaskArguments() {
        return runTask;
    }

    /** Where the proxy reaches the app, when somebody says it. */
    Optional<String> url() {
        return optional("pawse", "url");
    }

    /** What sleeps and wakes with the app, e.g. {@code rds:shop-db}. */
    List<String> linked() {
        List<String> linked = new ArrayList<>();
        tree.path("pawse").path("linked").forEach(one -> linked.add(one.asString("")));
        return linked;
    }

    /** Where each value that is no default was found: the parameter, by a key such as {@code cluster.name}. */
    Map<String, String> origins() {
        return origins;
    }

    /** The keys that nobody here knows, to be warned about. */
    Set<String> unknown() {
        return Set.copyOf(unknown);
    }

    private static ObjectNode defaults(String app) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.putObject("cluster").put("name", app);
        tree.putObject("log_group").put("name", app);
        tree.putObject("parameter_store").put("prefix", "/" + app).put("chamber_compatible", false);
        tree.putObject("codebuild_project").put("name", app);
        tree.putObject("shell").put("task_family", app + "-shell").put("command", "bash -l");
        tree.putObject("db_utils")
                .put("shell_task_family", app + "-dbutils-shell")
                .put("dumpload_task_family", app + "-dbutils-dumpload")
                .put("s3_bucket", app + "-dbutils");
        return tree;
    }

    private static Optional<ObjectNode> document(String app, Map<String, String> documents, String name) {
        String text = documents.get(name);
        if (text == null) {
            return Optional.empty();
        }
        try {
            if (Json.MAPPER.readTree(text) instanceof ObjectNode object) {
                return Optional.of(object);
            }
        } catch (JacksonException e) {
            // The parser's own message repeats the text, which may hold secrets.
            throw new PawseException(
                    Reason.INVALID,
                    parameter(app, name) + " is no JSON: line "
                            + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr());
        }
        throw new PawseException(Reason.INVALID, parameter(app, name) + " is JSON but no object; right is {…}");
    }

    /** A document in today's keys: a text where an object is expected is its name, and old and mistaken spellings count. */
    private static ObjectNode todays(ObjectNode document) {
        ObjectNode today = JsonNodeFactory.instance.objectNode();
        document.properties().forEach(field -> {
            String key = field.getKey();
            JsonNode value = field.getValue();
            switch (key) {
                case "parameter_prefix" -> object(today, "parameter_store").set("prefix", value);
                case "shell_service" -> object(today, "shell").set("service", value);
                case "dbutils" -> object(today, "db_utils").setAll(asObject(value));
                default -> {
                    if (NAMED.contains(key) && value.isString()) {
                        object(today, key).set("name", value);
                    } else if (value instanceof ObjectNode given) {
                        object(today, key).setAll(given.deepCopy());
                    } else {
                        today.set(key, value);
                    }
                }
            }
        });
        if (today.path("shell") instanceof ObjectNode shell && shell.has("task_amily") && !shell.has("task_family")) {
            shell.set("task_family", shell.remove("task_amily"));
        }
        return today;
    }

    private static ObjectNode asObject(JsonNode value) {
        return value instanceof ObjectNode object ? object.deepCopy() : JsonNodeFactory.instance.objectNode();
    }

    private static ObjectNode object(ObjectNode parent, String key) {
        return parent.path(key) instanceof ObjectNode there ? there : parent.putObject(key);
    }

    private static void merge(
            ObjectNode into,
            ObjectNode from,
            String path,
            String origin,
            Map<String, String> origins,
            Set<String> unknown) {
        from.properties().forEach(field -> {
            String key = path + field.getKey();
            JsonNode value = field.getValue();
            if (value instanceof ObjectNode given && !key.equals("tags")) {
                merge(object(into, field.getKey()), given, key + ".", origin, origins, unknown);
                return;
            }
            into.set(field.getKey(), value);
            origins.put(key, origin);
            if (!KNOWN.contains(key) && !key.equals("tags") && !key.startsWith("pawse.")) {
                unknown.add(key + " (" + origin + ")");
            }
        });
    }

    private void check() {
        KNOWN.stream()
                .filter(key -> !key.equals("parameter_store.chamber_compatible"))
                .forEach(key -> {
                    String[] parts = key.split("\\.", -1);
                    optional(parts[0], parts[1]);
                });
    }

    private String text(String group, String key) {
        return optional(group, key).orElseThrow(() -> new IllegalStateException(group + "." + key + " has a default"));
    }

    private Optional<String> optional(String group, String key) {
        JsonNode value = tree.path(group).path(key);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isString() || value.asString("").isBlank()) {
            String name = group + "." + key;
            throw new PawseException(
                    Reason.INVALID,
                    origins.getOrDefault(name, parameter(app, "/settings")) + ": " + name + " is "
                            + (value.isString() ? "empty" : "no text") + "; right is a name such as \"" + app + "\"");
        }
        return Optional.of(value.asString("").strip());
    }
}

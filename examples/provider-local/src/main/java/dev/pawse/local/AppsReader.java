package dev.pawse.local;

import dev.pawse.local.AppSpec.ProcessSpec;
import dev.pawse.spi.Durations;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.io.StringReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** Turns the text of the YAML file into apps. Used once; all problems are told together. */
final class AppsReader {
    private static final List<String> TOP = List.of("apps");
    private static final List<String> APP =
            List.of("processes", "url", "health", "environment", "hosts", "links", "directory", "stop_timeout");
    private static final List<String> PROCESS = List.of("command", "quantity");

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9_-]{0,62}");
    private static final Pattern HOST = Pattern.compile("(\\*\\.)?[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final YamlReader yaml = new YamlReader();
    private final Path folder;
    private final Map<String, String> hostOwners = new HashMap<>();

    private AppsReader(Path folder) {
        this.folder = folder;
    }

    /**
     * Reads the apps.
     *
     * @param path where the text lies: what its relative paths start from, and what messages name
     * @throws PawseException {@link Reason#INVALID} with every problem there is
     */
    static Map<String, AppSpec> read(Path path, String text) {
        Path folder = path.toAbsolutePath().getParent();
        AppsReader reader = new AppsReader(folder == null ? path : folder);
        Map<String, AppSpec> apps = reader.apps(tree(path, text));
        List<String> problems = reader.yaml.problems();
        if (!problems.isEmpty()) {
            throw new PawseException(Reason.INVALID, path + ": " + String.join("\n" + path + ": ", problems));
        }
        return apps;
    }

    private static @Nullable Node tree(Path path, String text) {
        LoaderOptions limits = new LoaderOptions();
        limits.setNestingDepthLimit(10);
        limits.setMaxAliasesForCollections(10);
        try {
            // Only composed, never constructed: the tree keeps its lines, and no tag makes an object.
            return new Yaml(new SafeConstructor(limits)).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            String line = e.getProblemMark() == null
                    ? ""
                    : "line " + (e.getProblemMark().getLine() + 1) + ": ";
            throw new PawseException(Reason.INVALID, path + ": " + line + "not YAML: " + e.getProblem(), e);
        } catch (YAMLException e) {
            throw new PawseException(Reason.INVALID, path + ": not YAML: " + e.getMessage(), e);
        }
    }

    private Map<String, AppSpec> apps(@Nullable Node root) {
        Map<String, AppSpec> apps = new TreeMap<>();
        if (root == null) {
            yaml.problems().add("the file is empty; it must say 'apps:'");
            return apps;
        }
        Node top = yaml.mapping(root, "the file", TOP).get("apps");
        if (top == null) {
            yaml.problem(root, "the file must say 'apps:'");
            return apps;
        }
        Map<String, Node> nodes = yaml.mapping(top, "apps");
        nodes.forEach((name, node) -> apps.put(name, app(name, node, nodes.keySet())));
        refuseCycles(top, apps);
        return apps;
    }

    private AppSpec app(String name, Node node, Set<String> all) {
        if (!NAME.matcher(name).matches()) {
            yaml.problem(node, "'" + name + "' is not a name of an app: lower case letters, digits and dashes");
        }
        Map<String, Node> keys = yaml.mapping(node, name, APP);
        Node processes = keys.get("processes");
        Node url = keys.get("url");
        if ((processes == null) == (url == null)) {
            yaml.problem(node, name + " must have either 'processes' or, when it runs elsewhere, 'url'");
        }
        return new AppSpec(
                name,
                processes == null ? Map.of() : processes(name + ".processes", processes),
                url == null ? null : url(name + ".url", url),
                health(name + ".health", keys.get("health")),
                environment(name + ".environment", keys.get("environment")),
                hosts(name, keys.get("hosts")),
                links(name, keys.get("links"), all),
                directory(name + ".directory", keys.get("directory")),
                stopTimeout(name + ".stop_timeout", keys.get("stop_timeout")));
    }

    private Map<String, ProcessSpec> processes(String what, Node node) {
        Map<String, ProcessSpec> processes = new LinkedHashMap<>();
        Map<String, Node> types = yaml.mapping(node, what);
        if (types.isEmpty()) {
            yaml.problem(node, what + " names no process type such as 'web'");
        }
        types.forEach((type, process) -> {
            String here = what + "." + type;
            if (!TYPE.matcher(type).matches()) {
                yaml.problem(process, "'" + type + "' is not a process type: lower case letters, digits, - and _");
            }
            Map<String, Node> keys = yaml.mapping(process, here, PROCESS);
            String command = yaml.text(keys.get("command"), here + ".command");
            if (command == null || command.isBlank()) {
                yaml.problem(process, here + " must have a 'command'");
                return;
            }
            processes.put(type, new ProcessSpec(command, quantity(here + ".quantity", keys.get("quantity"))));
        });
        return processes;
    }

    private int quantity(String what, @Nullable Node node) {
        String text = yaml.text(node, what);
        if (node == null || text == null) {
            return 1;
        }
        if (!text.matches("\\d{1,4}") || Integer.parseInt(text) > AppSpec.MOST_PROCESSES) {
            yaml.problem(node, what + ": '" + text + "' is not a whole number from 0 to " + AppSpec.MOST_PROCESSES);
            return 1;
        }
        return Integer.parseInt(text);
    }

    private @Nullable URI url(String what, Node node) {
        String text = yaml.text(node, what);
        if (text == null) {
            return null;
        }
        try {
            URI uri = new URI(text);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            boolean bare = uri.getPath().isEmpty() || uri.getPath().equals("/");
            if (web && uri.getHost() != null && uri.getUserInfo() == null && bare && uri.getQuery() == null) {
                return new URI(uri.getScheme(), null, uri.getHost(), uri.getPort(), null, null, null);
            }
        } catch (URISyntaxException e) {
            // Told below, like any other text that is no such address.
        }
        yaml.problem(node, what + ": '" + text + "' is not an address such as http://127.0.0.1:9000, without a path");
        return null;
    }

    private @Nullable String health(String what, @Nullable Node node) {
        String path = yaml.text(node, what);
        if (node != null && path != null && !path.matches("/[\\x21-\\x7e]*")) {
            yaml.problem(node, what + ": '" + path + "' is not a path such as /healthz");
        }
        return path;
    }

    private Map<String, String> environment(String what, @Nullable Node node) {
        Map<String, String> variables = new TreeMap<>();
        if (node == null) {
            return variables;
        }
        yaml.mapping(node, what).forEach((name, value) -> {
            String problem = Variables.problem(name);
            if (problem != null) {
                yaml.problem(value, what + ": " + problem);
            }
            String text = yaml.text(value, what + "." + name);
            if (text != null) {
                variables.put(name, text);
            }
        });
        return variables;
    }

    private Set<String> hosts(String app, @Nullable Node node) {
        Set<String> hosts = new TreeSet<>();
        for (String text : yaml.texts(node, app + ".hosts")) {
            String host = text.toLowerCase(Locale.ROOT);
            if (node != null && !HOST.matcher(host).matches()) {
                yaml.problem(node, app + ".hosts: '" + text + "' is not a host name such as shop.example.test");
            }
            String other = hostOwners.putIfAbsent(host, app);
            if (node != null && other != null && !other.equals(app)) {
                yaml.problem(node, app + ".hosts: " + host + " is " + other + "'s already");
            }
            hosts.add(host);
        }
        return hosts;
    }

    private Set<String> links(String app, @Nullable Node node, Set<String> all) {
        Set<String> links = new TreeSet<>(yaml.texts(node, app + ".links"));
        for (String link : links) {
            if (node != null && !all.contains(link)) {
                yaml.problem(node, app + ".links: no app is called '" + link + "'" + Nearest.hint(link, all));
            }
        }
        return links;
    }

    private Path directory(String what, @Nullable Node node) {
        String text = yaml.text(node, what);
        if (node == null || text == null) {
            return folder;
        }
        try {
            return folder.resolve(text).normalize();
        } catch (InvalidPathException e) {
            yaml.problem(node, what + ": '" + text + "' is not a path: " + e.getReason());
            return folder;
        }
    }

    private Duration stopTimeout(String what, @Nullable Node node) {
        String text = yaml.text(node, what);
        if (node == null || text == null) {
            return STOP_TIMEOUT;
        }
        try {
            return Durations.parse(text, Durations.Unit.SECONDS);
        } catch (IllegalArgumentException e) {
            yaml.problem(node, what + ": " + e.getMessage());
            return STOP_TIMEOUT;
        }
    }

    /** Takes away the apps whose links are all gone, again and again: what is left needs itself. */
    private void refuseCycles(Node top, Map<String, AppSpec> apps) {
        Map<String, AppSpec> left = new TreeMap<>(apps);
        while (left.values().removeIf(app -> app.links().stream().noneMatch(left::containsKey))) {
            // The next round looks at what this one took away.
        }
        if (!left.isEmpty()) {
            yaml.problem(top, "links: these apps wait for each other: " + String.join(", ", left.keySet()));
        }
    }
}

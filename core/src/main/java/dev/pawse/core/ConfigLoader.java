package dev.pawse.core;

import dev.pawse.spi.Durations;
import dev.pawse.spi.Hook;
import dev.pawse.spi.PawseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the files of a configuration, lays them over one another and reads the parts, collecting every problem on the way. */
final class ConfigLoader {
    private static final List<String> FILES = List.of("pawse.yml", "pawse.yaml", "paastis.yml", "paastis.yaml");

    private final Problems problems = new Problems();
    private final Problems warnings = new Problems();
    private final Map<String, String> environment;
    private final Path directory;

    private ConfigLoader(Map<String, String> environment, Path directory) {
        this.environment = Map.copyOf(environment);
        this.directory = directory;
    }

    /** What a {@link PawseConfig} is made of. */
    record Loaded(
            ConfigSources sources,
            ConfigReader reader,
            Path directory,
            Map<String, String> environment,
            Logins logins,
            Optional<Path> file,
            ProxyLimits limits,
            Duration maxIdle,
            Map<Hook.Point, HookCommand> hooks,
            Rules rules,
            Problems problems,
            List<String> warnings) {}

    static PawseConfig load(Map<String, String> environment, Path directory, Map<String, String> flags, Logins logins) {
        ConfigLoader loader = new ConfigLoader(environment, directory);
        Loaded loaded = loader.loaded(flags, logins);
        PawseConfig config = new PawseConfig(loaded);
        loader.problems.raise();
        return config;
    }

    private Loaded loaded(Map<String, String> flags, Logins logins) {
        ConfigSources.Source given = ConfigSources.Source.flags(flags, problems);
        ConfigSources.Source real = ConfigSources.Source.of(environment);
        ConfigSources.Source dotEnv = ConfigSources.Source.of(dotEnv());
        Optional<Path> path = file(ConfigSources.of(List.of(given, real, dotEnv)));
        Optional<YamlMap> yaml = path.flatMap(found -> YamlFile.read(found, problems));
        ConfigSources.Source settings = yaml.map(this::settings).orElse(ConfigSources.Source.of(Map.of()));
        ConfigSources sources = ConfigSources.of(List.of(given, real, dotEnv, settings));
        ConfigReader reader = new ConfigReader(sources, directory, problems);

        ProxyLimits limits = ProxyLimits.read(reader);
        Duration maxIdle = reader.duration(ConfigKeys.MAX_IDLE_TIME, Durations.Unit.MINUTES, true);
        Duration hooksTimeout = reader.duration(ConfigKeys.HOOKS_TIMEOUT, Durations.Unit.SECONDS, false);
        AppPolicy usual = AppPolicy.builder()
                .maxIdle(maxIdle)
                .holdLimit(limits.holdLimit())
                .maxWaiters(limits.maxWaiters())
                .build();
        Rules rules = rules(yaml, usual, hooksTimeout)
                .with(globs(reader, ConfigKeys.REGISTRY_IGNORED_APPS), globs(reader, ConfigKeys.REGISTRY_MANAGED_APPS));
        UnknownVariables.warn(sources, reader, warnings);
        new SecretFiles(directory, warnings).warn(dotEnv, sources);
        return new Loaded(
                sources,
                reader,
                directory,
                environment,
                logins,
                path,
                limits,
                maxIdle,
                hooks(reader, hooksTimeout),
                rules,
                problems,
                warnings.all());
    }

    private Map<String, String> dotEnv() {
        Path file = directory.resolve(".env");
        if (!Files.isRegularFile(file)) {
            return Map.of();
        }
        try {
            return DotEnv.parse(".env", Files.readString(file), environment::get, problems);
        } catch (IOException e) {
            problems.add(".env: cannot be read: " + e);
            return Map.of();
        }
    }

    private Optional<Path> file(ConfigSources sources) {
        Optional<ConfigSources.Found> named = sources.find(ConfigKeys.CONFIG);
        if (named.isPresent()) {
            Path path = directory.resolve(named.get().text());
            if (!Files.isRegularFile(path)) {
                problems.add(named.get().origin() + ": there is no file "
                        + named.get().text());
                return Optional.empty();
            }
            return Optional.of(path);
        }
        List<Path> found = FILES.stream()
                .map(directory::resolve)
                .filter(Files::isRegularFile)
                .toList();
        if (found.size() > 1) {
            warnings.add(found.get(1).getFileName() + " is not read, as there is a "
                    + found.get(0).getFileName());
        }
        return found.stream().findFirst();
    }

    private ConfigSources.Source settings(YamlMap file) {
        Map<String, String> values = new HashMap<>();
        Map<String, String> origins = new HashMap<>();
        file.map("settings").ifPresent(settings -> {
            for (String key : settings.keys()) {
                String name = key.toUpperCase(Locale.ROOT);
                List<String> texts = settings.texts(key);
                if (texts == null) {
                    continue;
                }
                if (!UnknownVariables.isOurs(name)) {
                    settings.problem(
                            key,
                            "is no setting"
                                    + NearestWord.hint(name, ConfigKeys.names()).toLowerCase(Locale.ROOT));
                    continue;
                }
                values.put(name, String.join(",", texts));
                origins.put(name, settings.place(key));
            }
        });
        return new ConfigSources.Source(values, origins);
    }

    private Rules rules(Optional<YamlMap> yaml, AppPolicy usual, Duration hooksTimeout) {
        if (yaml.isEmpty()) {
            return new Rules(usual, List.of());
        }
        List<Rule> rules = new RulesFile(problems, warnings, hooksTimeout, ZoneId.systemDefault()).rules(yaml.get());
        yaml.get().finish();
        try {
            return new Rules(usual, rules);
        } catch (PawseException e) {
            problems.addAll(e.message().lines().toList());
            return new Rules(usual, List.of());
        }
    }

    private static Globs globs(ConfigReader reader, String name) {
        return reader.text(name).map(Globs::parse).orElse(Globs.none());
    }

    private static Map<Hook.Point, HookCommand> hooks(ConfigReader reader, Duration timeout) {
        Map<Hook.Point, HookCommand> hooks = new EnumMap<>(Hook.Point.class);
        for (Hook.Point point : Hook.Point.values()) {
            @Nullable String command = reader.text("HOOKS_" + point.name()).orElse(null);
            if (command != null) {
                hooks.put(point, new HookCommand(command, timeout));
            }
        }
        return Map.copyOf(hooks);
    }
}

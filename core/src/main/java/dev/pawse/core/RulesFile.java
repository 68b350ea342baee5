package dev.pawse.core;

import dev.pawse.spi.Durations;
import dev.pawse.spi.Hook;
import dev.pawse.spi.PawseException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the {@code rules:} of a configuration file. Every problem is reported with its line, and reading goes on. */
final class RulesFile {
    private static final String RIGHT_WAKES = "auto, page, hold or never";

    // Between single quotes YAML takes a backslash as it is, so that two of them look for one in a name, where none can
    // be.
    private static final Pattern DOUBLED = Pattern.compile("\\\\\\\\[dDwWsSb.]");

    private final Problems problems;
    private final Problems warnings;
    private final Duration hooksTimeout;
    private final ZoneId zone;

    /**
     * @param warnings what looks like a mistake and stops nothing
     * @param hooksTimeout how long a command may run where a rule does not say
     * @param zone where the hours of a schedule are told that names none
     */
    RulesFile(Problems problems, Problems warnings, Duration hooksTimeout, ZoneId zone) {
        this.problems = problems;
        this.warnings = warnings;
        this.hooksTimeout = hooksTimeout;
        this.zone = zone;
    }

    List<Rule> rules(YamlMap file) {
        List<Rule> rules = new ArrayList<>();
        for (YamlMap entry : file.maps("rules")) {
            Rule rule = rule(entry);
            if (rule != null) {
                rules.add(rule);
            }
        }
        return rules;
    }

    private @Nullable Rule rule(YamlMap entry) {
        Rule.Builder rule = Rule.builder().where(entry.where());
        boolean searched = entry.text("pattern").isPresent();
        Boolean found = entry.parsed("pattern", text -> {
            rule.pattern(text);
            if (DOUBLED.matcher(text).find()) {
                warnings.add(entry.place("pattern") + ": '" + text
                        + "' looks for a backslash in a name; between single quotes one backslash is enough");
            }
            return true;
        });
        set(entry.text("provider").orElse(null), rule::provider);
        set(entry.text("app_name").orElse(null), rule::appName);
        set(entry.parsed("app_max_idle_time", text -> Durations.parse(text, Durations.Unit.MINUTES)), rule::maxIdle);
        set(entry.texts("linked_apps"), rule::linkedApps);
        set(entry.parsed("ignore", RulesFile::flag), rule::ignored);
        set(entry.texts("hosts"), rule::hosts);
        set(entry.parsed("wake", RulesFile::wake), rule::wake);
        set(entry.parsed("hold", text -> Durations.parse(text, Durations.Unit.SECONDS)), rule::hold);
        set(entry.parsed("max_waiters", text -> number(text, 0, 1_000_000)), rule::maxWaiters);
        set(entry.parsed("probe", RulesFile::path), rule::probePath);
        schedule(entry, rule);
        entry.map("hooks").ifPresent(hooks -> hooks(hooks, rule));
        entry.finish();
        if (searched && found == null) {
            return null;
        }
        try {
            return rule.build();
        } catch (PawseException e) {
            problems.addAll(e.message().lines().toList());
            return null;
        }
    }

    private void schedule(YamlMap entry, Rule.Builder rule) {
        if (!entry.isMap("schedule")) {
            List<String> windows = entry.texts("schedule");
            if (windows != null) {
                set(entry.parsedText("schedule", "", text -> Schedule.parse(windows, zone)), rule::schedule);
            }
            return;
        }
        YamlMap schedule = entry.map("schedule").orElseThrow();
        ZoneId told = schedule.parsed("zone", Schedule::zone);
        List<String> windows = schedule.texts("awake");
        if (windows == null) {
            schedule.problem("has no awake: with the hours, e.g. Mon-Fri 08:00-19:00");
        } else {
            set(
                    schedule.parsedText("awake", "", text -> Schedule.parse(windows, told == null ? zone : told)),
                    rule::schedule);
        }
        schedule.finish();
    }

    private void hooks(YamlMap hooks, Rule.Builder rule) {
        Duration told = hooks.parsed("timeout", RulesFile::positive);
        Boolean required = hooks.parsed("required", RulesFile::flag);
        Map<Hook.Point, HookCommand> commands = new EnumMap<>(Hook.Point.class);
        Set<Hook.Point> needed = EnumSet.noneOf(Hook.Point.class);
        for (Hook.Point point : Hook.Point.values()) {
            hook(hooks, point, told == null ? hooksTimeout : told, Boolean.TRUE.equals(required), commands, needed);
        }
        hooks.finish();
        if (Boolean.TRUE.equals(required)
                && !commands.containsKey(Hook.Point.BEFORE_START)
                && !commands.containsKey(Hook.Point.BEFORE_STOP)) {
            hooks.problem("required", "needs a before_start or a before_stop command");
        }
        rule.hooks(commands, needed);
    }

    private static void hook(
            YamlMap hooks,
            Hook.Point point,
            Duration timeout,
            boolean required,
            Map<Hook.Point, HookCommand> commands,
            Set<Hook.Point> needed) {
        String key = point.name().toLowerCase(Locale.ROOT);
        boolean before = point == Hook.Point.BEFORE_START || point == Hook.Point.BEFORE_STOP;
        Optional<String> command;
        Duration limit = timeout;
        boolean must = required && before;
        if (hooks.isMap(key)) {
            YamlMap own = hooks.map(key).orElseThrow();
            command = own.text("command");
            Duration ownLimit = own.parsed("timeout", RulesFile::positive);
            limit = ownLimit == null ? timeout : ownLimit;
            Boolean ownMust = own.parsed("required", RulesFile::flag);
            must = ownMust == null ? must : ownMust;
            if (command.isEmpty()) {
                own.problem(key + " has no command:");
            }
            own.finish();
        } else {
            command = hooks.text(key);
        }
        if (command.isEmpty() || command.get().isBlank()) {
            return;
        }
        if (must && !before) {
            hooks.problem(key, "cannot be required: what it follows has happened already");
        }
        commands.put(point, new HookCommand(command.get(), limit));
        if (must) {
            needed.add(point);
        }
    }

    private static <T> void set(@Nullable T value, Consumer<T> setter) {
        if (value != null) {
            setter.accept(value);
        }
    }

    private static boolean flag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> throw new IllegalArgumentException("'" + text + "' is not true or false");
        };
    }

    private static AppPolicy.WakeMode wake(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "auto" -> AppPolicy.WakeMode.AUTO;
            case "page" -> AppPolicy.WakeMode.PAGE;
            case "hold" -> AppPolicy.WakeMode.HOLD;
            case "never", "no" -> AppPolicy.WakeMode.NEVER;
            default ->
                throw new IllegalArgumentException("'" + text + "' is not " + RIGHT_WAKES
                        + NearestWord.hint(text, List.of("auto", "page", "hold", "never")));
        };
    }

    private static String path(String text) {
        if (!text.startsWith("/") || text.startsWith("//") || !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("'" + text + "' is not a path such as /healthz");
        }
        return text;
    }

    private static Duration positive(String text) {
        Duration duration = Durations.parse(text, Durations.Unit.SECONDS);
        if (duration.isZero()) {
            throw new IllegalArgumentException("'" + text + "' is not above 0");
        }
        return duration;
    }

    private static int number(String text, int least, int most) {
        try {
            int number = Integer.parseInt(text.replace("_", ""));
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, as a number that is out of range is.
        }
        throw new IllegalArgumentException("'" + text + "' is not a whole number from " + least + " to " + most);
    }
}

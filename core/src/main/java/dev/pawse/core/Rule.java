package dev.pawse.core;

import dev.pawse.spi.AppId;
import dev.pawse.spi.Hook;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants for some apps: which apps, and the properties that it sets for them. What it does not set stays as it was.
 * {@code linkedApps}, {@code hosts} and {@code appName} may say {@code $1} for what the first group of the pattern found.
 */
public final class Rule {
    private final @Nullable NamePattern pattern;
    private final @Nullable String provider;
    private final @Nullable String appName;
    private final @Nullable Duration maxIdle;
    private final @Nullable List<String> linkedApps;
    private final @Nullable Boolean ignored;
    private final @Nullable List<String> hosts;
    private final AppPolicy.@Nullable WakeMode wake;
    private final @Nullable Duration hold;
    private final @Nullable Integer maxWaiters;
    private final @Nullable Schedule schedule;
    private final @Nullable String probePath;
    private final @Nullable Map<Hook.Point, HookCommand> hooks;
    private final Set<Hook.Point> requiredHooks;
    private final String where;

    private Rule(Builder builder) {
        pattern = builder.pattern;
        provider = builder.provider;
        appName = builder.appName;
        maxIdle = builder.maxIdle;
        linkedApps = builder.linkedApps;
        ignored = builder.ignored;
        hosts = builder.hosts;
        wake = builder.wake;
        hold = builder.hold;
        maxWaiters = builder.maxWaiters;
        schedule = builder.schedule;
        probePath = builder.probePath;
        hooks = builder.hooks;
        requiredHooks = builder.requiredHooks;
        where = builder.where;
    }

    /** Starts a rule for every app. */
    public static Builder builder() {
        return new Builder();
    }

    /** What the rule's pattern finds in the app's name: null when the rule is not about this app. */
    @Nullable
    Match match(AppId app) {
        if (provider != null && !provider.equals(app.provider())) {
            return null;
        }
        if (pattern == null) {
            return new Match(null);
        }
        MatchResult found = pattern.find(app.name());
        return found == null ? null : new Match(found);
    }

    /** Sets what the rule sets. {@code aliases} holds the real names of the apps that rules call by others. */
    void apply(Match match, AppId app, Map<String, String> aliases, AppPolicy.Builder policy) {
        MatchResult groups = match.groups();
        if (appName != null) {
            String shown = GroupReferences.fill(appName, groups);
            policy.displayName(shown.isBlank() ? null : shown);
        }
        if (maxIdle != null) {
            policy.maxIdle(maxIdle);
        }
        if (linkedApps != null) {
            policy.linkedApps(links(linkedApps, groups, app, aliases));
        }
        if (ignored != null) {
            policy.ignored(ignored);
        }
        if (hosts != null) {
            policy.hosts(names(hosts, groups));
        }
        if (wake != null) {
            policy.wake(wake);
        }
        if (hold != null) {
            policy.holdLimit(hold);
        }
        if (maxWaiters != null) {
            policy.maxWaiters(maxWaiters);
        }
        if (schedule != null) {
            policy.schedule(schedule);
        }
        if (probePath != null) {
            policy.probePath(probePath);
        }
        if (hooks != null) {
            policy.hooks(hooks).requiredHooks(requiredHooks);
        }
    }

    /** The pattern as it was written, or null for a rule about every app. */
    @Nullable
    String pattern() {
        return pattern == null ? null : pattern.text();
    }

    @Nullable
    String provider() {
        return provider;
    }

    List<String> linkedApps() {
        return linkedApps == null ? List.of() : linkedApps;
    }

    List<String> hosts() {
        return hosts == null ? List.of() : hosts;
    }

    boolean hasHooks() {
        return hooks != null && !hooks.isEmpty();
    }

    @Nullable
    String appName() {
        return appName;
    }

    /** Where it stands, for messages, e.g. {@code pawse.yml:12}. */
    String where() {
        return where;
    }

    /**
     * An app that the rule names as one to wait for does not wait itself: "everything needs the database" must not make the
     * database wait, for itself or for the others that are named with it.
     */
    private static Set<String> links(
            List<String> texts, @Nullable MatchResult groups, AppId app, Map<String, String> aliases) {
        Set<String> links = new LinkedHashSet<>();
        for (String text : texts) {
            String said = GroupReferences.fill(text, groups).strip();
            String link = aliases.getOrDefault(said, said);
            if (link.equals(app.name()) || link.equals(app.toString())) {
                return Set.of();
            }
            if (!link.isEmpty()) {
                links.add(link);
            }
        }
        return links;
    }

    private static Set<String> names(List<String> texts, @Nullable MatchResult groups) {
        Set<String> names = new LinkedHashSet<>();
        for (String text : texts) {
            names.add(HostNames.normal(GroupReferences.fill(text, groups)));
        }
        return names;
    }

    /** That a rule is about an app, with what its groups found. */
    record Match(@Nullable MatchResult groups) {}

    /** Collects the parts of a {@link Rule}. Not safe for several threads. */
    public static final class Builder {
        private @Nullable NamePattern pattern;
        private @Nullable String provider;
        private @Nullable String appName;
        private @Nullable Duration maxIdle;
        private @Nullable List<String> linkedApps;
        private @Nullable Boolean ignored;
        private @Nullable List<String> hosts;
        private AppPolicy.@Nullable WakeMode wake;
        private @Nullable Duration hold;
        private @Nullable Integer maxWaiters;
        private @Nullable Schedule schedule;
        private @Nullable String probePath;
        private @Nullable Map<Hook.Point, HookCommand> hooks;
        private Set<Hook.Point> requiredHooks = Set.of();
        private String where = "a rule";

        private Builder() {}

        /**
         * Restricts the rule to the apps in whose name this regular expression is found, anywhere in it.
         *
         * @throws PawseException {@link Reason#INVALID} when it is none
         */
        public Builder pattern(String value) {
            pattern = NamePattern.compile(value);
            return this;
        }

        /** Restricts the rule to the apps of one provider instance. */
        public Builder provider(String value) {
            provider = value;
            return this;
        }

        /**
         * What people call the app. It changes nothing in how the app is found or stored; where the pattern is a plain name,
         * {@code linkedApps} may use it.
         */
        public Builder appName(String value) {
            appName = value;
            return this;
        }

        public Builder maxIdle(Duration value) {
            maxIdle = value;
            return this;
        }

        public Builder linkedApps(List<String> value) {
            linkedApps = List.copyOf(value);
            return this;
        }

        public Builder ignored(boolean value) {
            ignored = value;
            return this;
        }

        public Builder hosts(List<String> value) {
            hosts = List.copyOf(value);
            return this;
        }

        public Builder wake(AppPolicy.WakeMode value) {
            wake = value;
            return this;
        }

        public Builder hold(Duration value) {
            hold = value;
            return this;
        }

        public Builder maxWaiters(int value) {
            maxWaiters = value;
            return this;
        }

        public Builder schedule(Schedule value) {
            schedule = value;
            return this;
        }

        public Builder probePath(String value) {
            probePath = value;
            return this;
        }

        /** The commands around a transition, and those of them without whose success it does not happen. */
        public Builder hooks(Map<Hook.Point, HookCommand> value, Set<Hook.Point> required) {
            hooks = Map.copyOf(value);
            requiredHooks = Set.copyOf(required);
            return this;
        }

        Builder where(String value) {
            where = value;
            return this;
        }

        /**
         * The rule.
         *
         * @throws PawseException {@link Reason#INVALID} with every problem: a group that is not there, a name that is no host
         */
        public Rule build() {
            Problems problems = new Problems();
            check("app_name", appName == null ? List.of() : List.of(appName), problems);
            check("linked_apps", linkedApps == null ? List.of() : linkedApps, problems);
            check("hosts", hosts == null ? List.of() : hosts, problems);
            for (String host : hosts == null ? List.<String>of() : hosts) {
                try {
                    // Any letter serves to see whether the rest is a host name.
                    HostNames.normal(host.replaceAll("\\$\\d{1,4}", "x"));
                } catch (PawseException e) {
                    problems.add(where + ": hosts: " + e.message());
                }
            }
            problems.raise();
            return new Rule(this);
        }

        private void check(String key, List<String> texts, Problems problems) {
            int groups = pattern == null ? 0 : pattern.groups();
            for (String text : texts) {
                GroupReferences.missing(text, groups)
                        .ifPresent(group -> problems.add(where + ": " + key + ": '" + text + "' asks for group $"
                                + group + ", and the pattern has " + (groups == 0 ? "none" : "only " + groups)));
            }
        }
    }
}

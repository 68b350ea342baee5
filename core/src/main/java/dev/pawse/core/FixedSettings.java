package dev.pawse.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Tells the settings that hold from the start of a process to its end from those that it can take over while it runs. */
final class FixedSettings {
    private static final Set<String> LIVE = Set.of(
            ConfigKeys.ADMIN_TOKEN,
            ConfigKeys.SYSTEM_API_TOKEN,
            ConfigKeys.MAX_IDLE_TIME,
            ConfigKeys.SWEEP_CRON,
            ConfigKeys.REGISTRY_IGNORED_APPS,
            ConfigKeys.REGISTRY_MANAGED_APPS,
            ConfigKeys.HOOKS_BEFORE_START,
            ConfigKeys.HOOKS_AFTER_START,
            ConfigKeys.HOOKS_BEFORE_STOP,
            ConfigKeys.HOOKS_AFTER_STOP,
            ConfigKeys.HOOKS_TIMEOUT,
            ConfigKeys.HOLD_LIMIT,
            ConfigKeys.MAX_WAITERS,
            ConfigKeys.MAX_WAITERS_TOTAL,
            ConfigKeys.WAKE_TIMEOUT,
            ConfigKeys.PRE_STOP_DELAY,
            ConfigKeys.SHUTDOWN_LIMIT,
            ConfigKeys.CONFIG);

    private FixedSettings() {}

    /** Whether a process that runs can take over another value of this variable. */
    static boolean isLive(String name) {
        return LIVE.contains(name.endsWith("_FILE") ? name.substring(0, name.length() - "_FILE".length()) : name);
    }

    /** The fixed settings that are not the same in both, sorted. */
    static List<String> changed(PawseConfig running, PawseConfig newer) {
        Set<String> names = new TreeSet<>(running.sources().names());
        names.addAll(newer.sources().names());
        List<String> changed = new ArrayList<>();
        for (String name : names) {
            if (!isLive(name) && (isOurs(name, running) || isOurs(name, newer))) {
                String before = text(running, name);
                String after = text(newer, name);
                if (before == null ? after != null : !before.equals(after)) {
                    changed.add(name);
                }
            }
        }
        return List.copyOf(changed);
    }

    private static @Nullable String text(PawseConfig config, String name) {
        return config.sources()
                .find(name)
                .map(ConfigSources.Found::text)
                .orElseGet(() -> ConfigKeys.names().contains(name)
                        ? ConfigKeys.named(name).absent()
                        : null);
    }

    /** Also what a platform's own tools read, such as {@code AWS_REGION}: the provider of that platform reads it too. */
    private static boolean isOurs(String name, PawseConfig config) {
        if (UnknownVariables.isOurs(name)) {
            return true;
        }
        for (ProviderName provider : config.providers()) {
            String firstWord = provider.type().split("-", 2)[0].toUpperCase(Locale.ROOT);
            if (name.startsWith(firstWord + "_")) {
                return true;
            }
        }
        return false;
    }
}

package dev.pawse.core;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Every variable that Pawse itself knows, with its default and its meaning: the one place where they are written down. */
public final class ConfigKeys {
    static final String HOST = "HOST";
    static final String PORT = "PORT";
    static final String ADMIN_HOST = "ADMIN_HOST";
    static final String ADMIN_PORT = "ADMIN_PORT";
    static final String ADMIN_TOKEN = "ADMIN_TOKEN";
    static final String REGISTRY_TYPE = "REGISTRY_TYPE";
    static final String REGISTRY_IGNORED_APPS = "REGISTRY_IGNORED_APPS";
    static final String REGISTRY_MANAGED_APPS = "REGISTRY_MANAGED_APPS";
    static final String REGISTRY_SNAPSHOT_FILE = "REGISTRY_SNAPSHOT_FILE";
    static final String REGISTRY_REDIS_URL = "REGISTRY_REDIS_URL";
    static final String REDIS_URL = "REDIS_URL";
    static final String SWEEP_CRON = "START_AND_STOP_CHECKING_INTERVAL_CRON";
    static final String MAX_IDLE_TIME = "START_AND_STOP_MAX_IDLE_TIME";
    static final String PROVIDER_NAME = "PROVIDER_NAME";
    static final String PROVIDER_REGION = "PROVIDER_REGION";
    static final String HOOKS_BEFORE_START = "HOOKS_BEFORE_START";
    static final String HOOKS_AFTER_START = "HOOKS_AFTER_START";
    static final String HOOKS_BEFORE_STOP = "HOOKS_BEFORE_STOP";
    static final String HOOKS_AFTER_STOP = "HOOKS_AFTER_STOP";
    static final String HOOKS_TIMEOUT = "HOOKS_TIMEOUT";
    static final String SYSTEM_API_ENABLED = "ROUTING_SYSTEM_API_ENABLED";
    static final String SYSTEM_API_TOKEN = "ROUTING_SYSTEM_API_TOKEN";
    static final String LOGGING_LEVEL = "LOGGING_LEVEL";
    static final String EVENTS_STORE_TYPE = "EVENTS_STORE_TYPE";
    static final String HOLD_LIMIT = "PROXY_HOLD_LIMIT";
    static final String MAX_WAITERS = "PROXY_MAX_WAITERS";
    static final String MAX_WAITERS_TOTAL = "PROXY_MAX_WAITERS_TOTAL";
    static final String PRE_STOP_DELAY = "PROXY_PRE_STOP_DELAY";
    static final String SHUTDOWN_LIMIT = "PROXY_SHUTDOWN_LIMIT";
    static final String WAKE_TIMEOUT = "WAKE_TIMEOUT";
    static final String DRY_RUN = "PAWSE_DRY_RUN";
    static final String CONFIG = "PAWSE_CONFIG";

    private static final List<ConfigKey> ALL = List.of(
            key(HOST, "host", "0.0.0.0", "where the proxy listens"),
            key(PORT, "port", "3000", "the proxy's port; 0 takes a free one"),
            key(ADMIN_HOST, "admin-host", "127.0.0.1", "where the admin listener listens"),
            key(ADMIN_PORT, "admin-port", "3001", "the admin listener's port; 0 takes a free one"),
            secret(ADMIN_TOKEN, null, "what the admin API asks for; without it only health is answered"),
            key(
                    PROVIDER_NAME,
                    "provider",
                    null,
                    "the providers by type, separated by commas; work:heroku is a heroku called work"),
            key(PROVIDER_REGION, "region", null, "the region of every provider that has no region of its own"),
            secret("PROVIDER_<NAME>_<KEY>", null, "a setting of one provider, by its name or by its type"),
            key(
                    MAX_IDLE_TIME,
                    "max-idle-time",
                    "15",
                    "how long nobody may use an app before it rests: minutes, or 90s, 2h"),
            key(
                    SWEEP_CRON,
                    null,
                    "* * * * *",
                    "when idle apps are looked for: cron with 5 fields, or 6 with seconds in front"),
            key(REGISTRY_TYPE, null, "in-memory", "where it is remembered what to restore"),
            key(
                    REGISTRY_IGNORED_APPS,
                    null,
                    null,
                    "apps that are only forwarded to: names separated by commas, * allowed"),
            key(
                    REGISTRY_MANAGED_APPS,
                    null,
                    null,
                    "when set, every app outside of this list is ignored: names, * allowed"),
            key(REGISTRY_SNAPSHOT_FILE, null, null, "the file by which the in-memory registry outlives a restart"),
            secret(REGISTRY_REDIS_URL, "redis://127.0.0.1:6379", "the Redis of the redis registry"),
            secret(REDIS_URL, null, "the same, where REGISTRY_REDIS_URL is not set"),
            key("REGISTRY_<TYPE>_<KEY>", null, null, "a setting of another type of registry"),
            key(EVENTS_STORE_TYPE, null, null, "where events are kept; follows the registry"),
            key("EVENTS_STORE_<TYPE>_<KEY>", null, null, "a setting of another type of event store"),
            key(HOOKS_BEFORE_START, null, null, "the shell command that runs before an app is started"),
            key(HOOKS_AFTER_START, null, null, "the shell command that runs once an app has started"),
            key(
                    HOOKS_BEFORE_STOP,
                    null,
                    null,
                    "the shell command that runs before an app is stopped; exit 75 keeps it awake"),
            key(HOOKS_AFTER_STOP, null, null, "the shell command that runs once an app has stopped"),
            key(HOOKS_TIMEOUT, null, "30s", "how long one of them may run"),
            key(SYSTEM_API_ENABLED, null, "false", "whether the proxy's own port serves the system API"),
            secret(SYSTEM_API_TOKEN, null, "what that API asks for; required when it is enabled"),
            key(HOLD_LIMIT, null, "25s", "how long a request is held while its app wakes"),
            key(MAX_WAITERS, null, "1000", "how many requests are held for one app"),
            key(MAX_WAITERS_TOTAL, null, "10000", "how many requests are held for all apps together"),
            key(WAKE_TIMEOUT, null, "2m", "how long a wake may take before it has failed"),
            key(
                    PRE_STOP_DELAY,
                    null,
                    "5s",
                    "how long requests are still taken after SIGTERM, while load balancers notice"),
            key(SHUTDOWN_LIMIT, null, "20s", "how long requests in flight may take after that"),
            key(LOGGING_LEVEL, "log-level", "info", "trace, debug, info, warn or error"),
            key(DRY_RUN, "dry-run", "false", "whether everything is decided and nothing is stopped or started"),
            key(CONFIG, "config", null, "the file with the rules; else pawse.yml or paastis.yml of the folder"));

    private static final List<String> NAMES =
            ALL.stream().filter(key -> !key.isFamily()).map(ConfigKey::name).toList();

    private ConfigKeys() {}

    /** All of them, in an order to read them in. */
    public static List<ConfigKey> all() {
        return ALL;
    }

    static ConfigKey named(String name) {
        return ALL.stream()
                .filter(key -> key.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException(name));
    }

    static Optional<ConfigKey> flagged(String flag) {
        return ALL.stream().filter(key -> flag.equals(key.flag())).findFirst();
    }

    static List<String> names() {
        return NAMES;
    }

    private static ConfigKey key(String name, @Nullable String flag, @Nullable String absent, String meaning) {
        return new ConfigKey(name, flag, absent, false, meaning);
    }

    private static ConfigKey secret(String name, @Nullable String absent, String meaning) {
        return new ConfigKey(name, null, absent, true, meaning);
    }
}

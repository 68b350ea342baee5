package dev.pawse.local;

import dev.pawse.spi.Formation;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the YAML file says about one app.
 *
 * @param name the key it stands under
 * @param processes what it runs, by process type, sorted; empty when it runs elsewhere
 * @param url where it answers when it runs elsewhere, else null
 * @param health the path that tells that it is ready, or null
 * @param environment its variables
 * @param hosts the host names under which people reach it
 * @param links the apps of the same file that it needs
 * @param directory where its commands run
 * @param stopTimeout how long SIGTERM may take before SIGKILL follows
 */
record AppSpec(
        String name,
        Map<String, ProcessSpec> processes,
        @Nullable URI url,
        @Nullable String health,
        Map<String, String> environment,
        Set<String> hosts,
        Set<String> links,
        Path directory,
        Duration stopTimeout) {
    /** How many processes of one type may run. */
    static final int MOST_PROCESSES = 100;

    AppSpec {
        processes = Collections.unmodifiableMap(new TreeMap<>(processes));
        environment = Map.copyOf(environment);
        hosts = Set.copyOf(hosts);
        links = Set.copyOf(links);
    }

    /**
     * What one process type runs.
     *
     * @param command for {@code /bin/sh -c}
     * @param quantity how many of it run when nobody says otherwise
     */
    record ProcessSpec(String command, int quantity) {}

    boolean runsElsewhere() {
        return url != null;
    }

    /** The quantities of the file. */
    Formation usual() {
        return Formation.of(processes.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().quantity())));
    }

    /**
     * Looks whether it can run with these quantities.
     *
     * @throws PawseException {@link Reason#INVALID} when it cannot
     */
    void check(Formation changes) {
        changes.processes().forEach((type, scale) -> {
            if (!processes.containsKey(type)) {
                throw new PawseException(
                        Reason.INVALID,
                        name + " has no process type '" + type + "'" + Nearest.hint(type, processes.keySet()));
            }
            if (scale.quantity() > MOST_PROCESSES) {
                throw new PawseException(
                        Reason.INVALID,
                        type + "=" + scale.quantity() + ": at most " + MOST_PROCESSES + " of a type run here");
            }
            if (scale.size() != null) {
                throw new PawseException(
                        Reason.INVALID, type + "=" + scale + ": processes of this machine have no sizes");
            }
        });
    }
}

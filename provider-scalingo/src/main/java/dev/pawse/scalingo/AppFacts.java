package dev.pawse.scalingo;

import dev.pawse.spi.AppState;
import dev.pawse.spi.Formation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What {@code GET /apps} does not tell of one app and what changes slowly: its process types and its domains. Process types are asked
 * for again when the app's status or its time of change differs, and after ten minutes while it runs; what we scaled ourselves is known
 * from the answer. Domains are asked for again after fifteen minutes.
 */
final class AppFacts {
    private static final Duration TYPES = Duration.ofMinutes(10);
    private static final Duration DOMAINS = Duration.ofMinutes(15);
    private static final Set<String> SETTLED = Set.of("new", "running", "stopped", "crashed");

    private final ReentrantLock asking = new ReentrantLock();
    private @Nullable List<ContainerType> types;
    private Instant typesAsked = Instant.MIN;
    private @Nullable String typesMark;
    private int writes;
    private @Nullable Set<String> domains;
    private Instant domainsAsked = Instant.MIN;
    private String settled = "";

    /** Takes note of what a listing tells. */
    synchronized void see(PlatformApp app) {
        if (SETTLED.contains(app.status())) {
            settled = app.status();
            if (types != null && typesMark == null) {
                typesMark = mark(app);
            }
        }
    }

    /**
     * How urgent it is to ask for something: 0 when nothing needs to be asked, else 1 (most urgent) to 4.
     *
     * @param domainsToo whether domains matter to who asks
     */
    synchronized int need(PlatformApp app, Instant now, boolean domainsToo) {
        if (wantsTypes(app) && !isDown(app)) {
            return 1;
        }
        if (domainsToo && domains == null) {
            return 2;
        }
        if (wantsTypes(app)) {
            return 3;
        }
        return typesAreOld(app, now) || (domainsToo && domainsAreOld(now)) ? 4 : 0;
    }

    /** Asks for the process types if that is needed. */
    void learnTypes(PlatformApp app, Instant now, Supplier<List<ContainerType>> ask) {
        if (!needsTypes(app, now)) {
            return;
        }
        asking.lock();
        try {
            if (needsTypes(app, now)) {
                int before = writes();
                keepTypes(ask.get(), mark(app), now, before);
            }
        } finally {
            asking.unlock();
        }
    }

    /** Asks for the domains if that is needed. */
    void learnDomains(Instant now, Supplier<Set<String>> ask) {
        if (!needsDomains(now)) {
            return;
        }
        asking.lock();
        try {
            if (needsDomains(now)) {
                keepDomains(ask.get(), now);
            }
        } finally {
            asking.unlock();
        }
    }

    /** We scaled it ourselves: these are its process types now, and nothing runs that was not asked for here. */
    synchronized void scaled(List<ContainerType> now, Instant at) {
        types = List.copyOf(now);
        typesAsked = at;
        typesMark = null;
        writes++;
    }

    /** What we scaled ourselves came to its end. */
    synchronized void settled(String status) {
        settled = status;
    }

    synchronized Formation formation(PlatformApp app) {
        if (types == null) {
            return Formation.empty();
        }
        Formation formation = ContainerType.formation(types);
        return app.status().equals("stopped") ? formation.zeroed() : formation;
    }

    synchronized Set<String> domains() {
        return domains == null ? Set.of() : domains;
    }

    /** Whether it runs something and none of it answers visitors. */
    synchronized boolean answersNobody(PlatformApp app) {
        Formation formation = formation(app);
        Formation.Scale web = formation.processes().get("web");
        return !formation.isZero() && (web == null || web.quantity() == 0);
    }

    /**
     * What it does. Of an operation under way only the app's process types tell where it leads: they show what is asked for, and an
     * app that ran before goes on answering while it is scaled, restarted or deployed.
     */
    synchronized AppState state(PlatformApp app) {
        return switch (app.status()) {
            case "running" -> AppState.RUNNING;
            case "new", "stopped" -> AppState.STOPPED;
            case "crashed" -> AppState.CRASHED;
            case "scaling" ->
                types != null && ContainerType.formation(types).isZero() ? AppState.STOPPING : startingOrServed();
            case "booting", "restarting" -> startingOrServed();
            default -> AppState.UNKNOWN;
        };
    }

    private AppState startingOrServed() {
        return settled.equals("running") ? AppState.RUNNING : AppState.STARTING;
    }

    private synchronized int writes() {
        return writes;
    }

    private synchronized void keepTypes(List<ContainerType> found, String mark, Instant asked, int before) {
        // What we wrote meanwhile is newer than what was read.
        if (writes == before) {
            types = List.copyOf(found);
            typesAsked = asked;
            typesMark = mark;
        }
    }

    private synchronized void keepDomains(Set<String> found, Instant asked) {
        domains = Set.copyOf(found);
        domainsAsked = asked;
    }

    private synchronized boolean needsTypes(PlatformApp app, Instant now) {
        return wantsTypes(app) || typesAreOld(app, now);
    }

    private synchronized boolean needsDomains(Instant now) {
        return domains == null || domainsAreOld(now);
    }

    private boolean wantsTypes(PlatformApp app) {
        if (types == null) {
            return true;
        }
        return typesMark != null && !isDown(app) && !typesMark.equals(mark(app));
    }

    private boolean typesAreOld(PlatformApp app, Instant now) {
        return !isDown(app) && now.isAfter(typesAsked.plus(TYPES));
    }

    private boolean domainsAreOld(Instant now) {
        return now.isAfter(domainsAsked.plus(DOMAINS));
    }

    private static boolean isDown(PlatformApp app) {
        return app.status().equals("stopped") || app.status().equals("new");
    }

    private static String mark(PlatformApp app) {
        return app.status() + " " + app.updatedAt();
    }
}

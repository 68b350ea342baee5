package dev.pawse.heroku;

import dev.pawse.heroku.Wire.AppRecord;
import dev.pawse.heroku.Wire.Domain;
import dev.pawse.spi.Urgency;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The domains of each app. Sweeps and wakes believe what was read for a while, cut by up to a quarter at random so that many apps do
 * not expire together; a person's command always reads them. Safe for many threads.
 */
final class Domains {
    private final HerokuApi api;
    private final Duration every;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    Domains(HerokuApi api, Duration every) {
        this.api = api;
        this.every = every;
    }

    /** What was read of an app; another web address means that the app was renamed and got another host. */
    private record Known(String webUrl, List<Domain> domains, Instant until) {}

    List<Domain> of(AppRecord app) {
        Clock clock = api.clock();
        String webUrl = app.webUrl() == null ? "" : app.webUrl();
        Known before = known.get(app.id());
        if (before != null
                && Urgency.current() != Urgency.COMMAND
                && before.webUrl().equals(webUrl)
                && clock.instant().isBefore(before.until())) {
            return before.domains();
        }
        List<Domain> now = api.all(Domain.class, "apps", app.name(), "domains");
        long most = every.toMillis();
        long age = most - ThreadLocalRandom.current().nextLong(most / 4 + 1);
        known.put(app.id(), new Known(webUrl, now, clock.instant().plusMillis(age)));
        return now;
    }

    /** Forgets every app but these. */
    void retain(Set<String> ids) {
        known.keySet().retainAll(ids);
    }
}

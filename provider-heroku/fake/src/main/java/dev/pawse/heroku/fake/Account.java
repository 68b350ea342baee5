package dev.pawse.heroku.fake;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What belongs to one account. Guarded by its own lock. */
final class Account {
    final Clock clock;
    final Map<String, HostedApp> apps = new LinkedHashMap<>();
    Duration boot = Duration.ofMillis(300);
    Duration stop = Duration.ofMillis(50);
    Duration transfer = Duration.ofMillis(100);

    Account(Clock clock) {
        this.clock = clock;
    }

    /** An app by its id or name. */
    HostedApp app(String idOrName) {
        return find(idOrName).orElseThrow(() -> Refusal.missing("app"));
    }

    Optional<HostedApp> find(String idOrName) {
        HostedApp named = apps.get(idOrName);
        Optional<HostedApp> found = named == null
                ? apps.values().stream().filter(app -> app.id.equals(idOrName)).findFirst()
                : Optional.of(named);
        found.ifPresent(HostedApp::settle);
        return found;
    }

    /** A database by its id or name, with the app that owns it. */
    HostedApp owner(String database) {
        return apps.values().stream()
                .filter(app -> app.database != null
                        && (app.database.id.equals(database) || app.database.name.equals(database)))
                .findFirst()
                .orElseThrow(() -> Refusal.missing("database"));
    }

    FakeDatabase database(HostedApp app) {
        if (app.database == null) {
            throw Refusal.missing("attachment");
        }
        return app.database;
    }
}

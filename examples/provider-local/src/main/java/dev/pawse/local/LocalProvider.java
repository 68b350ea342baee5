package dev.pawse.local;

import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Provider;
import dev.pawse.spi.capability.Capability;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A provider of apps that are processes of this machine. Safe for many threads. */
final class LocalProvider implements Provider {
    private final LocalApps apps;
    private final Owner owner;
    private final List<Capability> capabilities;

    private LocalProvider(LocalApps apps, Owner owner, List<Capability> capabilities) {
        this.apps = apps;
        this.owner = owner;
        this.capabilities = capabilities;
    }

    static LocalProvider create(LocalApps apps, StateFolder state, Owner owner, Clock clock) {
        return new LocalProvider(
                apps,
                owner,
                List.of(
                        new LocalScaling(apps, owner),
                        new LocalProcesses(apps, owner),
                        new LocalLogs(apps, state, clock),
                        new LocalConfigVars(apps, state),
                        new LocalShell(apps, owner, state)));
    }

    @Override
    public List<App> apps() {
        Operator operator = owner.watching();
        return apps.all().stream().map(app -> look(app, operator)).toList();
    }

    @Override
    public Optional<App> app(AppId id) {
        return apps.find(id).map(app -> look(app, owner.now()));
    }

    @Override
    public <C extends Capability> Optional<C> capability(Class<C> type) {
        return capabilities.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    /** Ends every process that runs under this Pawse process. */
    @Override
    public void close() {
        owner.close();
    }

    private App look(AppSpec app, Operator operator) {
        URI elsewhere = app.url();
        App.Builder builder = App.builder(apps.id(app.name()))
                .hosts(app.hosts())
                .links(app.links().stream().map(apps::id).collect(Collectors.toSet()))
                .healthPath(app.health());
        if (elsewhere != null) {
            return builder.state(AppState.RUNNING)
                    .endpoints(List.of(elsewhere))
                    .alwaysOn(true)
                    .build();
        }
        AppStatus status = operator.status(app);
        return builder.state(status.state())
                .endpoints(status.endpoints())
                .formation(status.formation())
                .details(Map.of("directory", app.directory().toString()))
                .build();
    }
}

package dev.pawse.ecs;

import dev.pawse.spi.AppId;
import dev.pawse.spi.capability.ConfigHistory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ssm.model.ParameterHistory;

/**
 * The history of an app's variables, which are versions of their parameters: a hundred of each, and none of one that was deleted. Decrypts
 * nothing. Safe for many threads.
 */
final class EcsConfigHistory implements ConfigHistory {
    private final AwsClients clients;
    private final AppPresence presence;
    private final EcsConfigVars configVars;
    private final Parallel parallel;

    EcsConfigHistory(AwsClients clients, AppPresence presence, EcsConfigVars configVars, Parallel parallel) {
        this.clients = clients;
        this.presence = presence;
        this.configVars = configVars;
        this.parallel = parallel;
    }

    @Override
    public List<Change> configChanges(AppId app, @Nullable String name, int limit) {
        Map<String, List<String>> parameters = configVars.parameters(app);
        List<List<Change>> changes = parallel.map(
                parameters.entrySet().stream()
                        .filter(entry -> name == null || entry.getKey().equals(name))
                        .toList(),
                entry -> changes(entry.getKey(), entry.getValue()));
        if (changes.isEmpty()) {
            presence.require(app);
        }
        return changes.stream()
                .flatMap(Collection::stream)
                .sorted(Comparator.comparing(Change::at).reversed())
                .limit(limit)
                .toList();
    }

    /** Newest first. */
    private List<Change> changes(String variable, List<String> parameters) {
        List<Change> changes = new ArrayList<>();
        for (String parameter : parameters) {
            String before = null;
            for (ParameterHistory version : ParameterVersion.history(clients.ssm(), parameter)) {
                changes.add(0, change(variable, version, before));
                before = version.description();
            }
        }
        return changes;
    }

    /** A description stays with a parameter: it says something of a change only where it is a new one. */
    private static Change change(String variable, ParameterHistory version, @Nullable String before) {
        String description = version.description();
        boolean told = description != null && !description.isBlank() && !Objects.equals(description, before);
        return new Change(
                String.valueOf(version.version()),
                List.of(variable),
                told ? description : version.version() == 1 ? "created" : "set",
                version.lastModifiedUser(),
                version.lastModifiedDate());
    }
}

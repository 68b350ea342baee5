package dev.pawse.ecs;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.Parameter;

/**
 * Reads an app's settings from the Parameter Store, all documents with one call, and keeps them for a minute. Who may not read them gets
 * the defaults and is warned once; every other failure is one. Safe for many threads.
 */
final class AppSettingsReader {
    private static final Logger LOG = LoggerFactory.getLogger(AppSettingsReader.class);
    private static final Duration KEPT = Duration.ofMinutes(1);

    private final AwsClients clients;
    private final Clock clock;
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();
    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    AppSettingsReader(AwsClients clients) {
        this.clients = clients;
        clock = clients.clock();
    }

    private record Kept(AppSettings settings, Instant until) {}

    /**
     * The settings of an app; defaults where nothing is kept for it.
     *
     * @throws PawseException {@link Reason#INVALID} when a document is wrong, or whatever the call failed with
     */
    AppSettings of(String app) {
        Kept found = kept.get(app);
        Instant now = clock.instant();
        if (found != null && now.isBefore(found.until())) {
            return found.settings();
        }
        AppSettings read = read(app);
        keep(app, read);
        return read;
    }

    /** Keeps what was read in another way, e.g. with all other apps' settings at once. */
    void keep(String app, AppSettings settings) {
        settings.unknown().stream()
                .filter(key -> warned.add(app + " " + key))
                .forEach(key -> LOG.warn("{}: nobody knows the setting {}", app, key));
        kept.put(app, new Kept(settings, clock.instant().plus(KEPT)));
    }

    private AppSettings read(String app) {
        List<String> names = AppSettings.DOCUMENTS.stream()
                .map(document -> AppSettings.parameter(app, document))
                .toList();
        SsmClient ssm = clients.ssm();
        List<Parameter> found;
        try {
            found = ssm.getParameters(request -> request.names(names).withDecryption(true))
                    .parameters();
        } catch (PawseException e) {
            if (e.reason() != Reason.FORBIDDEN) {
                throw e;
            }
            if (warned.add(app)) {
                LOG.warn("{}: the settings cannot be read, so the names are the defaults: {}", app, e.getMessage());
            }
            found = List.of();
        }
        Map<String, String> documents = new HashMap<>();
        found.forEach(parameter -> documents.put(
                parameter.name().substring(AppSettings.parameter(app, "").length()), parameter.value()));
        return AppSettings.of(app, documents);
    }
}

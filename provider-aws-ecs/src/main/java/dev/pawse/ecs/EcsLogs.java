package dev.pawse.ecs;

import dev.pawse.http.ReadAhead;
import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Logs;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads an app's log group in CloudWatch Logs (docs.aws.amazon.com/AmazonCloudWatchLogs). A process is the prefix of its streams, which
 * CloudWatch filters by; lines carry the process that their stream tells. Safe for many threads.
 */
final class EcsLogs implements Logs {
    private final AwsClients clients;
    private final AppSettingsReader settings;
    private final LiveTails tails;

    EcsLogs(AwsClients clients, AppSettingsReader settings) {
        this.clients = clients;
        this.settings = settings;
        tails = new LiveTails(clients);
    }

    /** By CloudWatch's filter patterns, terms or JSON. */
    @Override
    public boolean filtersLogs() {
        return true;
    }

    @Override
    public LogStream openLogs(AppId app, Query query) {
        String group = settings.of(app.name()).logGroup();
        LogSearch search =
                new LogSearch(clients, app.name(), group, prefix(app.name(), group, query.process()), query.filter());
        Instant read = clients.clock().instant();
        NewestEvents newest = NewestEvents.read(search, query, read);
        FollowedLog followed = new FollowedLog(search, tails, query, clients.clock(), newest.told());
        return ReadAhead.start("pawse-log-tail", log -> {
            for (LogEntry entry : newest.entries()) {
                log.put(entry);
            }
            if (query.follow()) {
                followed.follow(log);
            }
        });
    }

    /**
     * What the streams of a process begin with. Task definitions differ: the first of the usual ways that there are streams for is taken;
     * where none is, or nobody may look, all streams are read and the lines chosen here.
     */
    private @Nullable String prefix(String app, String group, @Nullable String process) {
        if (process == null) {
            return null;
        }
        String type = process.replaceFirst("\\.[0-9a-zA-Z]+$", "");
        if (!type.matches("[^:*]+")) {
            throw new PawseException(Reason.INVALID, "'" + process + "' is not a process such as web or web.3f2c9a01");
        }
        return Stream.of(
                        type + "/",
                        app + "-" + type + "/",
                        "ecs/" + type + "/",
                        app + "/" + type + "/",
                        "ecs/" + app + "-" + type + "/",
                        "copilot/" + type + "/",
                        type)
                .filter(prefix -> hasStreams(group, prefix))
                .findFirst()
                .orElse(null);
    }

    private boolean hasStreams(String group, String prefix) {
        try {
            return !clients.logs()
                    .describeLogStreams(request -> request.logGroupName(group)
                            .logStreamNamePrefix(prefix)
                            .limit(1))
                    .logStreams()
                    .isEmpty();
        } catch (PawseException e) {
            if (e.reason() == Reason.FORBIDDEN || e.reason() == Reason.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }
}

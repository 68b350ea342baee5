package dev.pawse.ecs;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;

/**
 * Searches a log group, the oldest event first. The streams are chosen by CloudWatch, however many there are and whenever they begin.
 *
 * @param prefix what the names of the streams begin with, or null for all
 * @param filter a filter pattern of CloudWatch, or null for none
 */
record LogSearch(
        AwsClients clients,
        String app,
        String group,
        @Nullable String prefix,
        @Nullable String filter) {
    private static final int PAGE = 10_000;

    /**
     * Reads all pages; one may be empty although more follow.
     *
     * @param from none older, or null
     * @param to none younger, or null
     * @throws PawseException {@link Reason#NOT_FOUND} when there is no such group
     */
    void read(@Nullable Instant from, @Nullable Instant to, Consumer<LoggedEvent> each) {
        String token = null;
        do {
            FilterLogEventsResponse page = page(from, to, token);
            page.events()
                    .forEach(event -> each.accept(new LoggedEvent(
                            event.timestamp(), event.logStreamName(), event.message() == null ? "" : event.message())));
            token = page.nextToken();
        } while (token != null);
    }

    private FilterLogEventsResponse page(@Nullable Instant from, @Nullable Instant to, @Nullable String token) {
        try {
            return clients.logs()
                    .filterLogEvents(request -> request.logGroupName(group)
                            .logStreamNamePrefix(prefix)
                            .filterPattern(filter)
                            .startTime(from == null ? null : from.toEpochMilli())
                            .endTime(to == null ? null : to.toEpochMilli())
                            .limit(PAGE)
                            .nextToken(token));
        } catch (PawseException e) {
            if (e.reason() != Reason.NOT_FOUND) {
                throw e;
            }
            throw new PawseException(
                    Reason.NOT_FOUND,
                    app + " has no log: there is no log group '" + group
                            + "'; another one is named by log_group.name in " + AppSettings.parameter(app, "/settings"),
                    e);
        }
    }
}

package dev.pawse.core;

import dev.pawse.spi.AppId;
import dev.pawse.spi.Event;
import dev.pawse.spi.Formation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** When which app rested because Pawse had stopped it, found in what the event store holds. */
public final class RestPeriods {
    private RestPeriods() {}

    /**
     * One rest.
     *
     * @param app who rested
     * @param formation what did not run meanwhile
     * @param from when it had been stopped, or the beginning of what was asked for
     * @param until when somebody began to start it again, or the end of what was asked for
     * @param ended whether it was over then
     */
    public record RestPeriod(AppId app, Formation formation, Instant from, Instant until, boolean ended) {}

    /**
     * The rests between two moments, by app and in their order. A rest whose beginning is no longer in the store is not among them:
     * it is not known what would have run.
     *
     * @param newestFirst events as a store gives them
     */
    public static List<RestPeriod> of(List<Event> newestFirst, Instant since, Instant until) {
        Map<AppId, Event.Rested> asleep = new HashMap<>();
        List<RestPeriod> periods = new ArrayList<>();
        for (int i = newestFirst.size() - 1; i >= 0; i--) {
            Event event = newestFirst.get(i);
            Instant end = end(event);
            Event.Rested rested = end == null ? null : asleep.remove(event.app());
            if (rested != null && end != null) {
                add(periods, rested, end, true, since, until);
            }
            if (event instanceof Event.Rested begins) {
                asleep.put(event.app(), begins);
            }
        }
        asleep.values().forEach(rested -> add(periods, rested, until, false, since, until));
        periods.sort(Comparator.comparing(RestPeriod::app).thenComparing(RestPeriod::from));
        return periods;
    }

    /** When a rest is over that an event ends, or null when it ends none. What is asked to run is paid for from then on. */
    private static @Nullable Instant end(Event event) {
        if (event instanceof Event.Woke woke) {
            return woke.at().minus(woke.took());
        }
        boolean ends = event instanceof Event.StartedElsewhere
                || event instanceof Event.Forgotten
                || event instanceof Event.Rested;
        return ends ? event.at() : null;
    }

    private static void add(
            List<RestPeriod> periods, Event.Rested rested, Instant end, boolean ended, Instant since, Instant until) {
        Instant from = rested.at().isBefore(since) ? since : rested.at();
        Instant last = end.isAfter(until) ? until : end;
        if (from.isBefore(last)) {
            periods.add(new RestPeriod(rested.app(), rested.formation(), from, last, ended && !end.isAfter(until)));
        }
    }
}

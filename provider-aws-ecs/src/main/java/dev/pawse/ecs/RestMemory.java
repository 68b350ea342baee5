package dev.pawse.ecs;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.SuspendedState;

/**
 * What a resting service remembers in its own tags, which come with every look at it and outlive Pawse.
 *
 * @param count how many tasks to run when it wakes, or null where only its scaling was changed
 * @param limits what its scalable target was, or null where it has none
 * @param since when it was put to rest, or null where that is not known
 */
record RestMemory(
        @Nullable Integer count,
        @Nullable Limits limits,
        @Nullable Instant since) {
    static final String COUNT = "pawse:desired-count";
    static final String SCALING = "pawse:scaling";
    static final String SINCE = "pawse:slept-at";

    /** All tags of a memory. */
    static final List<String> TAGS = List.of(COUNT, SCALING, SINCE);

    /**
     * The limits of a scalable target and what of it was suspended.
     *
     * @param in whether scaling in was
     * @param out whether scaling out was
     * @param scheduled whether scheduled scaling was
     */
    record Limits(int min, int max, boolean in, boolean out, boolean scheduled) {
        static Limits of(ScalableTarget target) {
            SuspendedState state = target.suspendedState();
            return new Limits(
                    target.minCapacity(),
                    target.maxCapacity(),
                    state != null && Boolean.TRUE.equals(state.dynamicScalingInSuspended()),
                    state != null && Boolean.TRUE.equals(state.dynamicScalingOutSuspended()),
                    state != null && Boolean.TRUE.equals(state.scheduledScalingSuspended()));
        }

        /** Whether they are what a rest makes of any limits. */
        boolean areOfARest() {
            return min == 0 && in && out && scheduled;
        }

        private static Optional<Limits> read(String text) {
            if (!text.matches("\\d{1,6}/\\d{1,6}/[01]/[01]/[01]")) {
                return Optional.empty();
            }
            String[] parts = text.split("/", -1);
            return Optional.of(new Limits(
                    Integer.parseInt(parts[0]),
                    Integer.parseInt(parts[1]),
                    parts[2].equals("1"),
                    parts[3].equals("1"),
                    parts[4].equals("1")));
        }

        @Override
        public String toString() {
            return min + "/" + max + "/" + (in ? 1 : 0) + "/" + (out ? 1 : 0) + "/" + (scheduled ? 1 : 0);
        }
    }

    /** What a service remembers; tags that somebody changed into something else count as absent. */
    static RestMemory of(AppService service) {
        Map<String, String> tags = service.tags();
        String count = tags.getOrDefault(COUNT, "");
        return new RestMemory(
                count.matches("\\d{1,6}") ? Integer.valueOf(count) : null,
                Limits.read(tags.getOrDefault(SCALING, "")).orElse(null),
                moment(tags.getOrDefault(SINCE, "")));
    }

    boolean isEmpty() {
        return count == null && limits == null && since == null;
    }

    Map<String, String> tags() {
        Map<String, String> tags = new LinkedHashMap<>();
        if (count != null) {
            tags.put(COUNT, count.toString());
        }
        if (limits != null) {
            tags.put(SCALING, limits.toString());
        }
        if (since != null) {
            tags.put(SINCE, since.toString());
        }
        return tags;
    }

    private static @Nullable Instant moment(String text) {
        try {
            return text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }
}

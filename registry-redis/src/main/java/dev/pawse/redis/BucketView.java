package dev.pawse.redis;

import dev.pawse.spi.AppId;
import dev.pawse.spi.Registry.Entry;
import dev.pawse.spi.Registry.Usage;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/** What one process knows of a bucket: all of it at the first look, and what changed since then at each other. For one thread at a time. */
final class BucketView {
    private final BiFunction<String, String, Optional<Entry>> decoder;
    private final Map<String, Entry> entries = new HashMap<>();
    private final Map<String, Long> used = new ConcurrentHashMap<>();
    private final Map<String, Integer> inFlight = new HashMap<>();
    private String generation = "";
    private String seq = "0";
    private long storeMillis;

    /** @param decoder makes an entry of an app's name and its record, or says that it cannot */
    BucketView(BiFunction<String, String, Optional<Entry>> decoder) {
        this.decoder = decoder;
    }

    /** The generation that was read last; empty before the first look. */
    String generation() {
        return generation;
    }

    /** Up to which change everything was read. */
    String seq() {
        return seq;
    }

    /** Takes in what {@code look.lua} answered. */
    void take(List<Object> answer) {
        storeMillis = Answers.number(answer.get(0));
        generation = Answers.text(answer.get(1));
        seq = String.valueOf(Answers.number(answer.get(2)));
        if (Answers.number(answer.get(3)) == 1) {
            entries.clear();
            used.clear();
        }
        List<?> changed = Answers.list(answer.get(4));
        for (int i = 0; i + 2 < changed.size(); i += 3) {
            String app = Answers.text(changed.get(i));
            entry(app, Answers.text(changed.get(i + 1)));
            use(app, Answers.text(changed.get(i + 2)));
        }
        List<?> records = Answers.list(answer.get(5));
        for (int i = 0; i + 1 < records.size(); i += 2) {
            entry(Answers.text(records.get(i)), Answers.text(records.get(i + 1)));
        }
        List<?> uses = Answers.list(answer.get(6));
        for (int i = 0; i + 1 < uses.size(); i += 2) {
            use(Answers.text(uses.get(i)), Answers.text(uses.get(i + 1)));
        }
        inFlight.clear();
        List<?> counts = Answers.list(answer.get(7));
        for (int i = 0; i + 1 < counts.size(); i += 2) {
            inFlight.put(Answers.text(counts.get(i)), Math.toIntExact(Answers.number(counts.get(i + 1))));
        }
    }

    void addEntries(List<Entry> all) {
        all.addAll(entries.values());
    }

    void addUsage(Map<AppId, Usage> all) {
        used.forEach((name, millis) -> {
            Answers.app(name).ifPresent(app -> all.put(app, usage(name, millis)));
        });
        inFlight.forEach((name, count) -> {
            Answers.app(name).ifPresent(app -> all.putIfAbsent(app, new Usage(count, Duration.ZERO)));
        });
    }

    /** When an app was last used, by the store's time; the smallest number there is when nothing is known. For any thread. */
    long usedMillis(String app) {
        return used.getOrDefault(app, Long.MIN_VALUE);
    }

    private Usage usage(String app, long millis) {
        int count = inFlight.getOrDefault(app, 0);
        return Answers.usage(count, storeMillis, millis);
    }

    private void entry(String app, String record) {
        Optional<Entry> entry = record.isEmpty() ? Optional.empty() : decoder.apply(app, record);
        if (entry.isPresent()) {
            entries.put(app, entry.get());
        } else {
            entries.remove(app);
        }
    }

    private void use(String app, String score) {
        if (score.isEmpty()) {
            used.remove(app);
        } else {
            used.put(app, Answers.millis(score));
        }
    }
}

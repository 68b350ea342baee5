package dev.pawse.cli.command;

import dev.pawse.cli.Json;
import dev.pawse.core.ProviderName;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How long apps rested and what would have been paid meanwhile, by app, by provider and in all. */
final class Savings {
    private static final BigDecimal HOUR = new BigDecimal(3_600_000);

    private final Prices prices;
    private final List<ProviderName> names;
    private final Map<String, Line> apps = new TreeMap<>();
    private final Map<String, Line> providers = new TreeMap<>();
    private final Map<String, BigDecimal> unpriced = new TreeMap<>();
    private Line total = new Line("all", null, Duration.ZERO, 0, BigDecimal.ZERO, true);

    private Savings(Prices prices, List<ProviderName> names) {
        this.prices = prices;
        this.names = names;
    }

    /**
     * A sum.
     *
     * @param app whose, or null for all of the provider
     * @param saved what of it has a price
     * @param priced whether all of it has one
     */
    record Line(String provider, @Nullable String app, Duration rested, int rests, BigDecimal saved, boolean priced) {
        Line plus(Line other) {
            return new Line(
                    provider,
                    app,
                    rested.plus(other.rested),
                    rests + other.rests,
                    saved.add(other.saved),
                    priced && other.priced);
        }

        private Line as(String itsProvider, @Nullable String itsApp) {
            return new Line(itsProvider, itsApp, rested, rests, saved, priced);
        }

        Map<String, @Nullable Object> json() {
            return Json.object(
                    "app",
                    app,
                    "provider",
                    provider,
                    "restedMs",
                    rested,
                    "rests",
                    rests,
                    "saved",
                    priced || saved.signum() > 0 ? money(saved) : null,
                    "complete",
                    priced);
        }
    }

    /** @param rests as the admin API tells them */
    static Savings of(Map<String, @Nullable Object> rests, Prices prices, List<ProviderName> names) {
        Savings savings = new Savings(prices, names);
        if (rests.get("rests") instanceof List<?> all) {
            all.forEach(rest -> savings.add((Map<?, ?>) rest));
        }
        return savings;
    }

    List<Line> apps() {
        return new ArrayList<>(apps.values());
    }

    List<Line> providers() {
        return new ArrayList<>(providers.values());
    }

    Line total() {
        return total;
    }

    /** The hours of which no price is known, by provider and size. */
    Map<String, String> unpriced() {
        Map<String, String> hours = new TreeMap<>();
        unpriced.forEach((what, sum) ->
                hours.put(what, sum.setScale(1, RoundingMode.HALF_UP).toPlainString()));
        return Collections.unmodifiableMap(hours);
    }

    /** To the cent. */
    static String money(BigDecimal amount) {
        return amount.setScale(2, RoundingMode.HALF_UP).toPlainString();
    }

    private void add(Map<?, ?> rest) {
        String app = String.valueOf(rest.get("app"));
        String provider = app.substring(0, app.indexOf('/'));
        Duration length = Duration.between(
                Instant.parse(String.valueOf(rest.get("from"))), Instant.parse(String.valueOf(rest.get("until"))));
        BigDecimal hours = new BigDecimal(length.toMillis()).divide(HOUR, MathContext.DECIMAL64);
        BigDecimal saved = BigDecimal.ZERO;
        boolean priced = true;
        if (rest.get("formation") instanceof Map<?, ?> formation) {
            for (Object scale : formation.values()) {
                BigDecimal cost = cost(provider, (Map<?, ?>) scale, hours);
                priced &= cost != null;
                saved = cost == null ? saved : saved.add(cost);
            }
        }
        Line line = new Line(provider, app, length, 1, saved, priced);
        apps.merge(app, line, Line::plus);
        providers.merge(provider, line.as(provider, null), Line::plus);
        total = total.plus(line);
    }

    /** What so many processes of a size cost in so many hours, or null when nobody knows. */
    private @Nullable BigDecimal cost(String provider, Map<?, ?> scale, BigDecimal hours) {
        BigDecimal quantity = new BigDecimal(String.valueOf(scale.get("quantity")));
        if (quantity.signum() == 0) {
            return BigDecimal.ZERO;
        }
        Object told = scale.get("size");
        String size = told == null || told.toString().isBlank() ? "*" : told.toString();
        BigDecimal processHours = hours.multiply(quantity);
        return prices.hourly(provider, type(provider), size)
                .map(processHours::multiply)
                .orElseGet(() -> {
                    unpriced.merge(provider + " " + size, processHours, BigDecimal::add);
                    return null;
                });
    }

    private String type(String provider) {
        for (ProviderName name : names) {
            if (name.name().equals(provider)) {
                return name.type();
            }
        }
        return provider;
    }
}

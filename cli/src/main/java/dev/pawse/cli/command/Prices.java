package dev.pawse.cli.command;

import dev.pawse.cli.Problem;
import dev.pawse.cli.UserConfig;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a process costs by provider and size, from {@code prices:} of the user's {@code config.yml}:
 *
 * <pre>{@code
 * prices:
 *   currency: { code: EUR }
 *   heroku: { Basic: 7/month, Standard-1X: 0.0347/hour }
 *   aws-ecs: { "*": 0.0124/hour }
 * }</pre>
 *
 * A provider's own name goes before its type, and {@code *} stands for every size that is not named.
 */
final class Prices {
    /** As clouds count: 365 days of 24 hours, in twelve. */
    private static final BigDecimal HOURS_OF_MONTH = new BigDecimal(730);

    private final Map<String, Map<String, BigDecimal>> hourly = new HashMap<>();
    private final String currency;

    private Prices(String currency) {
        this.currency = currency;
    }

    static Prices of(UserConfig config) {
        Map<String, Map<String, String>> texts = config.prices();
        String code = texts.getOrDefault("currency", Map.of()).getOrDefault("code", "USD");
        Prices prices = new Prices(code);
        texts.forEach((provider, sizes) -> {
            if (!provider.equals("currency")) {
                Map<String, BigDecimal> perHour = new HashMap<>();
                sizes.forEach((size, text) -> perHour.put(size, hourly(config, provider + ": " + size, text)));
                prices.hourly.put(provider, perHour);
            }
        });
        return prices;
    }

    String currency() {
        return currency;
    }

    /** What one process costs in an hour, or empty when nobody says. */
    Optional<BigDecimal> hourly(String provider, String type, String size) {
        Map<String, BigDecimal> sizes = hourly.getOrDefault(provider, hourly.getOrDefault(type, Map.of()));
        return Optional.ofNullable(sizes.getOrDefault(size, sizes.get("*")));
    }

    private static BigDecimal hourly(UserConfig config, String place, String text) {
        String[] parts = text.split("/", -1);
        try {
            BigDecimal amount = new BigDecimal(parts[0].strip());
            if (parts.length == 2 && amount.signum() >= 0) {
                switch (parts[1].strip()) {
                    case "hour" -> {
                        return amount;
                    }
                    case "month" -> {
                        return amount.divide(HOURS_OF_MONTH, MathContext.DECIMAL64);
                    }
                    default -> throw new NumberFormatException("neither hour nor month");
                }
            }
            throw new NumberFormatException("no unit");
        } catch (NumberFormatException e) {
            throw Problem.config(config.path() + ": prices: " + place + ": '" + text
                            + "' is not a price such as 7/month or 0.01/hour")
                    .failure(e);
        }
    }
}

package dev.pawse.ecs;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a task gets of a machine.
 *
 * @param cpu units, 1024 of which are a processor
 * @param memory MiB
 */
record TaskSize(int cpu, int memory) {
    private static final Pattern UNITS = Pattern.compile("(\\d{2,6})\\s*/\\s*(\\d{2,7})");
    private static final Pattern WORDS = Pattern.compile(
            "(\\d{1,3}(?:\\.\\d{1,3})?)\\s*vCPU,?\\s+(\\d{2,7})\\s*(?:MB|MiB)", Pattern.CASE_INSENSITIVE);

    /**
     * A size as people write it.
     *
     * @throws PawseException {@link Reason#INVALID} when it is none
     */
    static TaskSize of(String text) {
        Matcher units = UNITS.matcher(text.strip());
        if (units.matches()) {
            return new TaskSize(Integer.parseInt(units.group(1)), Integer.parseInt(units.group(2)));
        }
        Matcher words = WORDS.matcher(text.strip());
        if (words.matches()) {
            int cpu = new BigDecimal(words.group(1))
                    .multiply(BigDecimal.valueOf(1024))
                    .intValue();
            return new TaskSize(cpu, Integer.parseInt(words.group(2)));
        }
        throw new PawseException(
                Reason.INVALID,
                "size: '" + text + "' is none; right is CPU/MEMORY such as 512/1024, or \"0.5 vCPU 1024 MB\"");
    }
}

package dev.pawse.heroku.fake;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list, as a {@code Range} header asks for it: {@code id ..; max=1000}, {@code version ..; order=desc,max=10},
 * {@code id ]4567..; max=200}.
 *
 * @param items what is on it
 * @param next the range of the next page, or null on the last
 */
record RangePage(
        List<Map<String, @Nullable Object>> items, @Nullable String next) {
    private static final int USUAL = 200;
    private static final int MOST = 1_000;
    private static final Pattern RANGE =
            Pattern.compile("\\s*(\\w+)\\s+(\\]?)([^.\\s\\[]*)\\.\\.([^;,\\s]*)\\s*(?:[;,](.*))?");

    /**
     * @param all the list in the order in which its items were made
     * @param range the header, or null
     * @param usual the attribute that orders it when the header names none
     */
    static RangePage of(List<Map<String, @Nullable Object>> all, @Nullable String range, String usual) {
        Matcher asked = RANGE.matcher(range == null ? usual + " .." : range);
        if (!asked.matches()) {
            throw new Refusal(416, "requested_range_not_satisfiable", "The Range header could not be understood.");
        }
        String attribute = asked.group(1);
        String parameters = asked.group(5) == null ? "" : asked.group(5);
        boolean descending = parameters.contains("order=desc");
        int max = max(parameters);
        List<Map<String, @Nullable Object>> sorted = new ArrayList<>(all);
        if (!sorted.isEmpty() && sorted.get(0).get(attribute) != null && !attribute.endsWith("_at")) {
            sorted.sort(by(attribute));
        }
        if (descending) {
            Collections.reverse(sorted);
        }
        String cursor = attribute.endsWith("_at") ? "id" : attribute;
        int from = asked.group(3).isEmpty() ? 0 : after(sorted, cursor, asked.group(3));
        int to = Math.min(sorted.size(), from + max);
        String next = to == sorted.size() || to == from
                ? null
                : attribute + " ]" + sorted.get(to - 1).get(cursor) + "..; max=" + max
                        + (descending ? ", order=desc" : "");
        return new RangePage(List.copyOf(sorted.subList(from, to)), next);
    }

    private static int max(String parameters) {
        Matcher max = Pattern.compile("max=(\\d+)").matcher(parameters);
        return max.find() ? Math.max(1, Math.min(MOST, Integer.parseInt(max.group(1)))) : USUAL;
    }

    private static int after(List<Map<String, @Nullable Object>> sorted, String cursor, String value) {
        for (int i = 0; i < sorted.size(); i++) {
            if (String.valueOf(sorted.get(i).get(cursor)).equals(value)) {
                return i + 1;
            }
        }
        throw new Refusal(416, "requested_range_not_satisfiable", "The range starts at nothing.");
    }

    private static Comparator<Map<String, @Nullable Object>> by(String attribute) {
        return (one, other) ->
                one.get(attribute) instanceof Integer first && other.get(attribute) instanceof Integer second
                        ? first.compareTo(second)
                        : String.valueOf(one.get(attribute)).compareTo(String.valueOf(other.get(attribute)));
    }
}

package dev.pawse.ecs.fake;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts lists into pages; a token names the place at which the next one begins. */
final class Paging {
    private Paging() {}

    /**
     * A page.
     *
     * @param next the token of the next page, or null on the last
     */
    record Page<T>(List<T> items, @Nullable String next) {}

    /**
     * @param size how many are asked for, at most
     * @param invalid what a token that is none of ours is refused with
     */
    static <T> Page<T> page(List<T> all, int size, @Nullable String token, Refusal invalid) {
        int from = token == null ? 0 : place(token, all.size(), invalid);
        int to = Math.min(all.size(), from + size);
        return new Page<>(List.copyOf(all.subList(from, to)), to < all.size() ? token(to) : null);
    }

    private static String token(int place) {
        return Base64.getUrlEncoder().encodeToString(("page:" + place).getBytes(StandardCharsets.UTF_8));
    }

    private static int place(String token, int size, Refusal invalid) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            int place = Integer.parseInt(text.replaceFirst("^page:", ""));
            return Math.min(place, size);
        } catch (IllegalArgumentException e) {
            throw invalid;
        }
    }
}

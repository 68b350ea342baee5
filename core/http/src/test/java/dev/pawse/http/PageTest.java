package dev.pawse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PageTest {
    private final List<String> asked = new ArrayList<>();

    @Test
    void everyPageIsRead() {
        assertThat(Page.all(this::page)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void noMorePagesAreReadThanTheLimitNeeds() {
        assertThat(Page.all(this::page, 4)).containsExactly(0, 1, 2, 3);
        assertThat(asked).containsExactly("first", "3");
    }

    @Test
    void aListWithoutAnEndIsAMistake() {
        assertThatThrownBy(() -> Page.all(next -> new Page<>(List.of(), "again")))
                .isInstanceOf(IllegalStateException.class);
    }

    private Page<Integer> page(@org.jspecify.annotations.Nullable String next) {
        asked.add(next == null ? "first" : next);
        int start = next == null ? 0 : Integer.parseInt(next);
        return new Page<>(List.of(start, start + 1, start + 2), start >= 6 ? null : String.valueOf(start + 3));
    }
}

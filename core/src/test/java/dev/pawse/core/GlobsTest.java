package dev.pawse.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobsTest {
    @ParameterizedTest
    @CsvSource({
        "shop,shop,true", "shop,shops,false", "shop*,shop,true", "shop*,shop-2,true", "*shop,my-shop,true",
        "*s*p*,my-shop-2,true", "a*b*c,a-b-b-c,true", "a*b*c,a-b-b-d,false", "sh?p,shop,true", "sh?p,shp,false",
        "*,anything,true", "a.c,abc,false", "a**c,abc,true"
    })
    void aStarStandsForAnyText(String pattern, String name, boolean matches) {
        assertThat(Globs.of(pattern).matches(name)).isEqualTo(matches);
    }

    @Test
    void aListIsTrimmedAndSpacesAndEmptyEntriesDoNotCount() {
        Globs globs = Globs.parse(" paastis-proxy, foo ,,bar* ");

        assertThat(globs.matches("foo")).isTrue();
        assertThat(globs.matches("bar-1")).isTrue();
        assertThat(globs.matches("")).isFalse();
        assertThat(Globs.parse(" , ").isEmpty()).isTrue();
    }

    @Test
    @Timeout(60)
    void manyStarsDoNotTakeForEver() {
        assertThat(Globs.of("*a".repeat(200) + "b").matches("a".repeat(20_000))).isFalse();
    }
}

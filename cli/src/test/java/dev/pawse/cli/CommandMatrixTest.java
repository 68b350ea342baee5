package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class CommandMatrixTest {
    @Test
    void everyCommandOfTheCatalogueIsTriedOnEveryPlatformAndNoOther() {
        assertThat(CommandMatrix.paths().distinct())
                .containsExactlyInAnyOrderElementsOf(
                        Catalog.entries().stream().map(Catalog.Entry::path).toList());
    }

    @ParameterizedTest
    @MethodSource("tests")
    void whatIsTriedElsewhereIsTriedThere(String test) throws ClassNotFoundException {
        assertThat(Class.forName(test)).isNotNull();
    }

    private static Iterable<String> tests() {
        return CommandMatrix.ELSEWHERE.values().stream().distinct().toList();
    }
}

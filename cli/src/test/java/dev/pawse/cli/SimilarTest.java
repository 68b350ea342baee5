package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SimilarTest {
    private static final List<String> WORDS = List.of("STRIPE_API_KEY", "config", "ps", "providers", "shop");

    @ParameterizedTest
    @CsvSource({
        "confg, config",
        "cofnig, config",
        "CONFIG, config",
        "shpo, shop",
        "STRIPE_KEY, STRIPE_API_KEY",
        "prov, providers",
        "elephant, ",
        "x, ",
    })
    void aSlipFindsItsWord(String slip, String word) {
        assertThat(Similar.to(slip, WORDS).orElse(null)).isEqualTo(word);
    }
}

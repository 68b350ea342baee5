package dev.pawse.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestWordTest {
    private static final List<String> KNOWN = List.of("pattern", "provider", "probe", "hosts", "hold", "hooks");

    @Test
    void theWordThatDiffersLeastIsMeant() {
        assertThat(NearestWord.of("patern", KNOWN)).contains("pattern");
        assertThat(NearestWord.of("prove", KNOWN)).contains("probe");
        assertThat(NearestWord.of("hodl", KNOWN)).contains("hold");
        assertThat(NearestWord.of("HOSTS", KNOWN)).contains("hosts");
    }

    @Test
    void aWordThatIsNearNoneMeansNone() {
        assertThat(NearestWord.of("schedule", KNOWN)).isEmpty();
        assertThat(NearestWord.of("x", KNOWN)).isEmpty();
        assertThat(NearestWord.hint("x", KNOWN)).isEmpty();
    }
}

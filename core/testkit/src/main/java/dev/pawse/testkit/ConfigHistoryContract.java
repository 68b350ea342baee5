package dev.pawse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.AppId;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import dev.pawse.spi.capability.ConfigHistory;
import dev.pawse.spi.capability.ConfigHistory.Change;
import dev.pawse.spi.capability.ConfigVars;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every provider does that tells how variables were changed. Needs nothing beyond {@link ProviderContract}. */
public interface ConfigHistoryContract extends ProviderContract {

    @Test
    default void everyChangeOfAVariableIsToldNewestFirst() {
        set("PAWSE_A", "1");
        set("PAWSE_A", "2");

        List<Change> changes = history().configChanges(app(), "PAWSE_A", 100);

        assertThat(changes).hasSizeGreaterThanOrEqualTo(2);
        assertThat(changes.get(0).at()).isAfterOrEqualTo(changes.get(1).at());
        assertThat(changes.get(0).version()).isNotEqualTo(changes.get(1).version());
        assertThat(changes.get(0)).isEqualTo(newest());
    }

    @Test
    default void noMoreChangesAreToldThanAskedFor() {
        set("PAWSE_A", "1");
        set("PAWSE_A", "2");

        assertThat(history().configChanges(app(), "PAWSE_A", 1)).containsExactly(newest());
    }

    @Test
    default void theHistoryOfAVariableIsNotThatOfAnother() {
        set("PAWSE_A", "1");
        set("PAWSE_B", "2");

        assertThat(history().configChanges(app(), "PAWSE_A", 100))
                .isNotEmpty()
                .allSatisfy(change -> assertThat(change.names()).contains("PAWSE_A"));
    }

    @Test
    default void theHistoryOfAllVariablesHasThatOfEach() {
        set("PAWSE_A", "1");
        set("PAWSE_B", "2");

        assertThat(history().configChanges(app(), null, 100))
                .flatExtracting(Change::names)
                .contains("PAWSE_A", "PAWSE_B");
    }

    @Test
    default void aVariableThatNeverWasHasNoHistory() {
        set("PAWSE_A", "1");

        assertThat(history().configChanges(app(), "PAWSE_NEVER", 100)).isEmpty();
    }

    @Test
    default void noValueIsAPartOfTheHistory() {
        set("PAWSE_A", "tell-nobody-4711");

        assertThat(history().configChanges(app(), null, 100).toString()).doesNotContain("tell-nobody-4711");
    }

    @Test
    default void anUnknownAppHasNoHistory() {
        Fails.with(Reason.NOT_FOUND, () -> history().configChanges(cloud().unknownApp(), null, 1));
    }

    /** Of several of one time the one that is told first. */
    private Change newest() {
        List<Change> all = history().configChanges(app(), "PAWSE_A", 100);
        return all.stream()
                .reduce((one, other) -> other.at().isAfter(one.at()) ? other : one)
                .orElseThrow();
    }

    private ConfigHistory history() {
        return provider().require(ConfigHistory.class);
    }

    private AppId app() {
        return cloud().app();
    }

    private void set(String name, String value) {
        provider().require(ConfigVars.class).setConfigVars(app(), Map.of(name, Secret.of(value)));
        cloud().tick();
    }
}

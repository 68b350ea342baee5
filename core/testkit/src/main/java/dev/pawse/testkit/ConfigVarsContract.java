package dev.pawse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import dev.pawse.spi.capability.ConfigVars;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every provider does that reads and changes config variables. Needs nothing beyond {@link ProviderContract}. */
public interface ConfigVarsContract extends ProviderContract {

    @Test
    default void severalVariablesAreSetInOneCall() {
        configVars().setConfigVars(app(), Map.of("PAWSE_A", Secret.of("1"), "PAWSE_B", Secret.of("2")));

        assertThat(value("PAWSE_A")).isEqualTo("1");
        assertThat(value("PAWSE_B")).isEqualTo("2");
    }

    @Test
    default void aVariableThatIsThereIsReplaced() {
        set("PAWSE_A", "old");

        set("PAWSE_A", "new");

        assertThat(value("PAWSE_A")).isEqualTo("new");
    }

    @Test
    default void settingAVariableLeavesTheOthers() {
        set("PAWSE_A", "1");

        set("PAWSE_B", "2");

        assertThat(value("PAWSE_A")).isEqualTo("1");
    }

    @Test
    default void severalVariablesAreRemovedInOneCall() {
        configVars().setConfigVars(app(), Map.of("PAWSE_A", Secret.of("1"), "PAWSE_B", Secret.of("2")));
        set("PAWSE_C", "3");

        configVars().unsetConfigVars(app(), Set.of("PAWSE_A", "PAWSE_B"));

        assertThat(configVars().configVars(app()).keySet())
                .doesNotContain("PAWSE_A", "PAWSE_B")
                .contains("PAWSE_C");
    }

    @Test
    default void removingANameThatIsNotThereIsPassedOver() {
        set("PAWSE_A", "1");

        configVars().unsetConfigVars(app(), Set.of("PAWSE_A", "PAWSE_NOT_THERE"));

        assertThat(configVars().configVars(app())).doesNotContainKey("PAWSE_A");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "two\nlines",
                "\"double\" and 'single'",
                "a=b&c=d;e",
                "$HOME `id` $(id)",
                "back\\slash \\n",
                "ünïcødé ✓ 日本 🙂",
                "#not a comment",
                "{\"json\": [1, 2]}",
                "  spaces around  "
            })
    default void aValueComesBackAsItWasSet(String value) {
        set("PAWSE_A", value);

        assertThat(value("PAWSE_A")).isEqualTo(value);
    }

    @Test
    default void aLongValueComesBackWhole() {
        String value = "0123456789".repeat(300);

        set("PAWSE_A", value);

        assertThat(value("PAWSE_A")).isEqualTo(value);
    }

    @Test
    default void anEmptyValueIsKeptOrRefusedButNeverLost() {
        set("PAWSE_A", "old");
        try {
            set("PAWSE_A", "");
        } catch (PawseException e) {
            assertThat(e.reason()).isEqualTo(Reason.INVALID);
            assertThat(value("PAWSE_A")).isEqualTo("old");
            return;
        }
        assertThat(value("PAWSE_A")).isEmpty();
    }

    @Test
    default void aValueIsNeverPrinted() {
        set("PAWSE_A", "tell-nobody-4711");

        assertThat(configVars().configVars(app()).toString()).doesNotContain("tell-nobody-4711");
        assertThat(configVars().toString()).doesNotContain("tell-nobody-4711");
        assertThat(provider().toString()).doesNotContain("tell-nobody-4711");
        assertThat(provider().apps().toString()).doesNotContain("tell-nobody-4711");
    }

    @Test
    default void whatWasReadDoesNotChangeTheApp() {
        set("PAWSE_A", "1");
        Map<String, Secret> read = configVars().configVars(app());

        try {
            read.clear();
        } catch (UnsupportedOperationException e) {
            assertThat(read).containsKey("PAWSE_A");
        }

        assertThat(value("PAWSE_A")).isEqualTo("1");
    }

    @Test
    default void changesOfManyThreadsAreAllKept() {
        AtOnce.call(8, number -> {
            set("PAWSE_T" + number, "value " + number);
            return number;
        });

        for (int number = 0; number < 8; number++) {
            assertThat(value("PAWSE_T" + number)).isEqualTo("value " + number);
        }
    }

    @Test
    default void anUnknownAppHasNoVariables() {
        AppId unknown = cloud().unknownApp();

        Fails.with(Reason.NOT_FOUND, () -> configVars().configVars(unknown));
        Fails.with(Reason.NOT_FOUND, () -> configVars().unsetConfigVars(unknown, Set.of("PAWSE_A")));
        Fails.with(
                        Reason.NOT_FOUND,
                        () -> configVars().setConfigVars(unknown, Map.of("PAWSE_A", Secret.of("tell-nobody-4711"))))
                .hasMessageNotContaining("tell-nobody-4711");
    }

    private ConfigVars configVars() {
        return provider().require(ConfigVars.class);
    }

    private AppId app() {
        return cloud().app();
    }

    private void set(String name, String value) {
        configVars().setConfigVars(app(), Map.of(name, Secret.of(value)));
    }

    private String value(String name) {
        Secret secret = configVars().configVars(app()).get(name);
        if (secret == null) {
            throw new AssertionError(name + " is not set");
        }
        return secret.reveal();
    }
}

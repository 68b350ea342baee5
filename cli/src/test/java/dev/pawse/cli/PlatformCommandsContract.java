package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.testkit.Background;
import dev.pawse.testkit.Eventually;
import dev.pawse.testkit.FakePlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What commands do together on a platform that has everything. */
abstract class PlatformCommandsContract extends CommandMatrixContract {
    @SuppressWarnings("NullAway.Init")
    private FakePlatform platform;

    /**
     * A platform with an app called {@code shop} that runs, has written {@code hello from shop}, has a variable
     * {@code GREETING=hello}, was built and deployed twice, and has a database that holds {@code rows}.
     */
    abstract FakePlatform open();

    @Override
    Map<String, String> openPlatform(Path shared) {
        platform = open();
        platform.bootTime(Duration.ofMillis(50));
        Map<String, String> environment = new TreeMap<>(platform.environment(platform.type()));
        environment.put("PROVIDER_NAME", platform.type());
        return environment;
    }

    @AfterAll
    void closePlatform() {
        platform.close();
    }

    @Test
    void whatTheAppWroteAndIsSetToIsShown() {
        assertThat(run("", "logs", "-a", SHOP).out()).contains("hello from shop");
        assertThat(run("", "config", "get", "GREETING", "-a", SHOP).out()).isEqualTo("hello\n");
        assertThat(run("", "apps").out()).contains(SHOP);
        assertThat(run("", "ps", "-a", SHOP).out()).contains("web");
    }

    @Test
    void aCommandsExitCodeIsPassedOn() {
        org.junit.jupiter.api.Assumptions.assumeTrue(
                impossible().stream().noneMatch("run"::equals), "commands run in running processes only");

        assertThat(run("", "run", "-a", SHOP, "--", "sh", "-c", "exit 0").code())
                .isZero();
        assertThat(run("", "run", "-a", SHOP, "--", "sh", "-c", "exit 7").code())
                .isEqualTo(7);
        assertThat(run("", "run", "-a", SHOP, "--", "sh", "-c", "kill -9 $$").code())
                .isEqualTo(137);
        assertThat(run("some input\n", "run", "-a", SHOP, "--", "cat").out()).isEqualTo("some input\n");
    }

    @Test
    void aDatabaseIsDumpedAndReplaced() throws Exception {
        Outcome loaded = run(dump(), "db", "load", "-", "--no-backup", "-a", SHOP, "--confirm", SHOP);
        assertThat(loaded.code()).as("%s", loaded).isZero();

        Outcome dumped = run("", "db", "dump", "-", "-a", SHOP);
        assertThat(dumped.code()).as("%s", dumped).isZero();
        assertThat(dumped.out()).contains(dump());
    }

    /** How long a value can be. */
    int longestValue() {
        return 32 * 1024;
    }

    @Test
    void variablesAreSetReadWrittenAndReadAgainExactly() {
        Map<String, String> odd = new TreeMap<>();
        odd.put("ODD_LINES", "first\n'second' \"third\"\n");
        odd.put("ODD_SIGNS", "a=b # no comment $HOME `id` \\n {x} 🙂 ünï");
        odd.put("ODD_SPACES", "  around\t ");
        odd.put("ODD_LONG", "0123456789abcde\n".repeat(longestValue() / 16));
        List<String> words = new ArrayList<>(List.of("config", "set", "-a", SHOP, "ODD_LONG=-"));
        odd.forEach((name, value) -> {
            if (!name.equals("ODD_LONG")) {
                words.add(name + "=" + value);
            }
        });

        Outcome set = run(odd.get("ODD_LONG") + "\n", words.toArray(String[]::new));

        assertThat(set.code()).as("%s", set).isZero();
        assertHas(odd);
        for (String format : List.of("dotenv", "shell", "yaml", "json")) {
            String text = run("", "config", "export", "-F", format, "-a", SHOP).out();
            Outcome unset = run("", join(List.of("config", "unset", "-y", "-a", SHOP), odd.keySet()));
            assertThat(unset.code()).as("%s", unset).isZero();
            Outcome imported = run(text, "config", "import", "-", "--from", format, "-a", SHOP);
            assertThat(imported.code()).as("%s", imported).isZero();
            assertHas(odd);
        }
        run("", join(List.of("config", "unset", "-y", "-a", SHOP), odd.keySet()));
    }

    private void assertHas(Map<String, String> variables) {
        Outcome all = run("", "config", "list", "--json", "--flat", "-a", SHOP);
        JsonNode values = JsonMapper.shared().readTree(all.out());
        variables.forEach((name, value) ->
                assertThat(values.get(name).asString()).as(name).isEqualTo(value));
        assertThat(run("", "config", "get", "ODD_LINES", "-a", SHOP).out())
                .isEqualTo(variables.get("ODD_LINES") + "\n");
    }

    private static String[] join(List<String> words, Collection<String> more) {
        List<String> all = new ArrayList<>(words);
        all.addAll(more);
        return all.toArray(String[]::new);
    }

    /** An editor that takes its time: it is done once there is a file {@code go}. */
    @Test
    void whatSomebodyElseChangesDuringAnEditIsNotOverwritten() throws IOException {
        assertThat(run("", "config", "set", "EDITED=before", "KEPT=before", "-a", SHOP)
                        .code())
                .isZero();
        Path opened = folder().resolve("opened");
        Path go = folder().resolve("go");
        Map<String, String> variables = new TreeMap<>(environment());
        variables.put(
                "EDITOR",
                "edit() { sed -i s/before/mine/ \"$1\"; touch '" + opened + "'; for i in $(seq 1000); do [ -e '" + go
                        + "' ] && break; sleep 0.02; done; }; edit");
        CompletableFuture<Outcome> edit = Background.call(
                () -> run(variables, new Terminal(true, false, false, 80), "", "config", "edit", "-y", "-a", SHOP));
        Eventually.holds("the editor", Duration.ofSeconds(30), () -> Files.exists(opened));

        assertThat(run("", "config", "set", "EDITED=theirs", "-a", SHOP).code()).isZero();
        Files.createFile(go);
        Outcome refused = edit.orTimeout(60, TimeUnit.SECONDS).join();

        assertThat(refused.code()).as("%s", refused).isEqualTo(6);
        assertThat(refused.err()).contains("EDITED was changed by someone else since it was read: nothing written");
        assertThat(run("", "config", "get", "EDITED", "KEPT", "-a", SHOP).out())
                .isEqualTo("EDITED=theirs\nKEPT=before\n");
        assertThat(run(variables, new Terminal(true, false, false, 80), "", "config", "edit", "-y", "-a", SHOP)
                        .code())
                .isZero();
        assertThat(run("", "config", "get", "KEPT", "-a", SHOP).out()).isEqualTo("mine\n");
        run("", "config", "unset", "EDITED", "KEPT", "-y", "-a", SHOP);
    }

    /** Who sets variables in these tests, as the platform tells it; null where it does not. */
    abstract @Nullable String author();

    @Test
    void whoSetAVariableIsTold() {
        assertThat(run("", "config", "set", "TOLD=1", "-a", SHOP).code()).isZero();

        JsonNode variables = JsonMapper.shared()
                .readTree(run("", "config", "list", "--origin", "--json", "-a", SHOP)
                        .out());
        run("", "config", "unset", "TOLD", "-y", "-a", SHOP);

        assertThat(variables)
                .filteredOn(one -> one.get("name").asString().equals("TOLD"))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.get("origin").asString()).isEqualTo("own");
                    assertThat(one.get("lastModifiedBy").asString("nobody"))
                            .isEqualTo(Objects.toString(author(), "nobody"));
                    assertThat(one.get("lastModifiedAt").isNull()).isEqualTo(author() == null);
                });
    }

    @Test
    void anAppThatIsNotThereIsNotFound() {
        Outcome outcome = run("", "ps", "-a", "nobody");

        assertThat(outcome.code()).as("%s", outcome).isEqualTo(3);
        assertThat(outcome.err()).contains("nobody");
    }

    @Test
    void stoppingAndStartingBringsBackWhatRan() {
        var before = platform.formation(SHOP);

        assertThat(run("", "stop", "-a", SHOP).code()).isZero();
        assertThat(platform.formation(SHOP).isZero()).isTrue();
        Outcome started = run("", "start", "--wait", "-a", SHOP);

        assertThat(started.code()).as("%s", started).isZero();
        assertThat(platform.formation(SHOP)).isEqualTo(before);
    }

    @Test
    void wrongCredentialsAreToldWithoutThem() {
        Map<String, String> wrong = new TreeMap<>(environment());
        wrong.replaceAll((name, value) -> name.matches(".*(TOKEN|KEY|SECRET)$") ? "wrong-" + value : value);

        Outcome outcome = run(wrong, Terminal.NONE, "", "apps");

        assertThat(outcome.code()).as("%s", outcome).isEqualTo(4);
        wrong.forEach((name, value) -> {
            if (name.matches(".*(TOKEN|KEY|SECRET)$")) {
                assertThat(outcome.err() + outcome.out()).doesNotContain(value);
            }
        });
    }
}

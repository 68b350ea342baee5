package dev.pawse.local;

import static dev.pawse.local.LocalFixture.id;
import static dev.pawse.local.LocalFixture.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import dev.pawse.spi.Secret;
import dev.pawse.spi.capability.ConfigVars;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalConfigVarsTest {
    private static final String FILE = """
            apps:
              shop:
                environment: { GREETING: hello, COLOUR: red }
                processes:
                  worker: { command: "env > environment.new; mv environment.new environment; exec sleep 60" }
            """;

    @TempDir
    Path folder;

    private LocalFixture fixture;

    @BeforeEach
    void open() {
        fixture = new LocalFixture(folder);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void whatIsSetAndUnsetLiesOverTheFileAndIsKept() {
        ConfigVars vars = fixture.open(FILE).require(ConfigVars.class);

        vars.setConfigVars(id("shop"), secrets(Map.of("GREETING", "hi\nthere = ü", "NEW", "")));
        vars.unsetConfigVars(id("shop"), Set.of("COLOUR", "NEVER_THERE"));

        assertThat(revealed(fixture.again())).isEqualTo(Map.of("GREETING", "hi\nthere = ü", "NEW", ""));
    }

    @Test
    void aHiddenVariableOfTheFileCanBeSetAgain() {
        ConfigVars vars = fixture.open(FILE).require(ConfigVars.class);
        vars.unsetConfigVars(id("shop"), Set.of("COLOUR"));

        vars.setConfigVars(id("shop"), secrets(Map.of("COLOUR", "blue")));

        assertThat(revealed(fixture.again())).containsEntry("COLOUR", "blue");
    }

    @Test
    void onlyItsUserCanReadTheVariables() throws Exception {
        fixture.open(FILE).require(ConfigVars.class).setConfigVars(id("shop"), secrets(Map.of("TOKEN", "secret")));

        Path file = fixture.state().variables("shop");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(fixture.state().path())))
                .isEqualTo("rwx------");
    }

    @Test
    void lookingWritesNothing() {
        assertThat(revealed(fixture.open(FILE))).isEqualTo(Map.of("GREETING", "hello", "COLOUR", "red"));

        assertThat(fixture.state().path()).doesNotExist();
    }

    @Test
    void processesGetTheirVariablesAndNothingOfPawse() {
        Provider provider = fixture.open(FILE);
        provider.require(ConfigVars.class).setConfigVars(id("shop"), secrets(Map.of("NEW", "€ it's")));

        start(provider, "shop", "worker", 1);

        LocalFixture.until(() -> !fixture.lines("environment").isEmpty());
        assertThat(fixture.lines("environment"))
                .contains("GREETING=hello", "NEW=€ it's", "PAWSE_PROCESS=worker.1")
                .anyMatch(line -> line.startsWith("PATH="))
                .noneMatch(line -> line.startsWith("PORT="))
                .noneMatch(line -> line.startsWith("pawse_"))
                .noneMatch(line -> line.startsWith("MAVEN_"));
    }

    @Test
    void variablesThatPawseSetsAreRefused() {
        ConfigVars vars = fixture.open(FILE).require(ConfigVars.class);

        assertThatThrownBy(() -> vars.setConfigVars(id("shop"), secrets(Map.of("PORT", "80"))))
                .isInstanceOf(PawseException.class)
                .hasMessage("PORT is set by Pawse");
    }

    private static Map<String, Secret> secrets(Map<String, String> values) {
        Map<String, Secret> secrets = new TreeMap<>();
        values.forEach((name, value) -> secrets.put(name, Secret.of(value)));
        return secrets;
    }

    private static Map<String, String> revealed(Provider provider) {
        Map<String, String> values = new TreeMap<>();
        provider.require(ConfigVars.class)
                .configVars(id("shop"))
                .forEach((name, secret) -> values.put(name, secret.reveal()));
        return values;
    }
}

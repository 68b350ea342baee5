package dev.pawse.local;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawse.local.AppSpec.ProcessSpec;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AppsFileTest {
    private static final Path FILE = Path.of("/srv/apps.yml");

    @Test
    void everyKeyIsRead() {
        Map<String, AppSpec> apps = AppsReader.read(FILE, """
                apps:
                  shop:
                    processes:
                      web:    { command: "python3 -m http.server $PORT", quantity: 2 }
                      worker: { command: "./worker.sh" }
                    health: /healthz
                    environment: { GREETING: hello, NUMBER: 7, YES: true }
                    hosts: [Shop.example.test, "*.shop.example.test"]
                    links: [legacy]
                    directory: shop
                    stop_timeout: 3s
                  legacy:
                    url: http://127.0.0.1:9000
                    hosts: [legacy.example.test]
                """);

        AppSpec shop = requireNonNull(apps.get("shop"));
        assertThat(shop.processes())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "web", new ProcessSpec("python3 -m http.server $PORT", 2),
                        "worker", new ProcessSpec("./worker.sh", 1)));
        assertThat(shop.health()).isEqualTo("/healthz");
        assertThat(shop.environment()).isEqualTo(Map.of("GREETING", "hello", "NUMBER", "7", "YES", "true"));
        assertThat(shop.hosts()).isEqualTo(Set.of("shop.example.test", "*.shop.example.test"));
        assertThat(shop.links()).containsExactly("legacy");
        assertThat(shop.directory()).isEqualTo(Path.of("/srv/shop"));
        assertThat(shop.stopTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(requireNonNull(apps.get("legacy")).url()).isEqualTo(URI.create("http://127.0.0.1:9000"));
    }

    @Test
    void allProblemsAreToldTogetherWithTheirLines() {
        PawseException failure = refused("""
                apps:
                  shop:
                    proceses:
                      web: { command: ls }
                    hosts: shop.example.test
                  stock:
                    processes:
                      web: { comand: ls, quantity: -1 }
                    links: [shp]
                """);

        assertThat(failure.reason()).isEqualTo(Reason.INVALID);
        assertThat(failure.message().lines())
                .containsExactly(
                        FILE + ": line 4: shop: unknown key 'proceses'; did you mean 'processes'?",
                        FILE + ": line 3: shop must have either 'processes' or, when it runs elsewhere, 'url'",
                        FILE + ": line 5: shop.hosts must be a list, such as [one, two], not a text",
                        FILE + ": line 8: stock.processes.web: unknown key 'comand'; did you mean 'command'?",
                        FILE + ": line 8: stock.processes.web must have a 'command'",
                        FILE + ": line 9: stock.links: no app is called 'shp'; did you mean 'shop'?");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    url: http://127.0.0.1:9000/path          | not an address
                    url: ftp://127.0.0.1                     | not an address
                    processes: { web: { command: '' } }      | must have a 'command'
                    processes: {}                            | names no process type
                    processes: { Web: { command: ls } }      | not a process type
                    processes: { web: { command: ls, quantity: many } } | not a whole number from 0 to 100
                    processes: { web: { command: ls, quantity: 101 } }  | not a whole number from 0 to 100
                    {url: 'http://a.test', health: healthz}  | not a path
                    {url: 'http://a.test', hosts: ['a b']}   | not a host name
                    {url: 'http://a.test', links: [shop]}    | these apps wait for each other: shop
                    {url: 'http://a.test', environment: {PORT: 1}}      | PORT is set by Pawse
                    {url: 'http://a.test', environment: {A-B: 1}}       | not a name of a variable
                    {url: 'http://a.test', stop_timeout: soon}          | not a duration
                    {url: 'http://a.test', url: 'http://b.test'}        | twice
                    {url: !!java.net.URL ['http://a.test']}  | Global tag is not allowed
                    {url: 'http://a.test'                    | not YAML
                    """)
    void aMistakeIsNamed(String app, String problem) {
        PawseException failure = refused("apps:\n  shop: " + (app.startsWith("{") ? app : "{" + app + "}") + "\n");

        assertThat(failure.reason()).isEqualTo(Reason.INVALID);
        assertThat(failure.message()).contains(FILE + ": line ", problem);
    }

    @Test
    void oneHostCannotBelongToTwoApps() {
        PawseException failure = refused("""
                apps:
                  one: { url: "http://127.0.0.1:1", hosts: [a.test] }
                  two: { url: "http://127.0.0.1:2", hosts: [A.test] }
                """);

        assertThat(failure.message()).isEqualTo(FILE + ": line 3: two.hosts: a.test is one's already");
    }

    @Test
    void anEmptyFileSaysWhatItLacks() {
        assertThat(refused("").message()).contains("must say 'apps:'");
        assertThat(refused("ap: {}").message()).contains("unknown key 'ap'; did you mean 'apps'?");
    }

    @Test
    void aFileThatIsNotThereIsNamedAfterItsSetting(@TempDir Path folder) {
        PawseException failure = catchThrowableOfType(
                PawseException.class, () -> AppsFile.read(folder.resolve("none.yml"), "PROVIDER_LOCAL_FILE"));

        assertThat(failure.reason()).isEqualTo(Reason.INVALID);
        assertThat(failure.message()).isEqualTo("PROVIDER_LOCAL_FILE: there is no file " + folder.resolve("none.yml"));
    }

    @Test
    void aFileThatIsFarTooLargeIsNotRead(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("apps.yml");
        Files.writeString(file, "#".repeat(1_000_001));

        PawseException failure =
                catchThrowableOfType(PawseException.class, () -> AppsFile.read(file, "PROVIDER_LOCAL_FILE"));

        assertThat(failure.message()).contains("is larger than 1000000 bytes");
    }

    private static PawseException refused(String yaml) {
        return catchThrowableOfType(PawseException.class, () -> AppsReader.read(FILE, yaml));
    }
}

package dev.pawse.cli.startup;

import dev.pawse.cli.Cli;
import dev.pawse.cli.Terminal;
import dev.pawse.cli.World;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs the commands of every day in this process, against a platform of its own, so that their classes are loaded: with TLS, as
 * they will be. Reads nothing of the user's and calls nobody else. How a command ends does not matter here.
 */
final class Rehearsal {
    private static final List<String> ALONE =
            List.of("--help", "version", "providers", "auth status", "completion bash", "config ge", "ps");

    private static final List<String> ON_EVERY_PLATFORM = List.of(
            "apps",
            "apps info",
            "apps --json",
            "ps",
            "config",
            "config --json",
            "config get GREETING",
            "config set GREETING=good\u00a0day",
            "logs -n 5",
            "releases",
            "builds",
            "deployments",
            "db list",
            "scale");

    private final Path folder;
    private final PracticePlatform platform;

    private Rehearsal(Path folder, PracticePlatform platform) {
        this.folder = folder;
        this.platform = platform;
    }

    static void run() {
        try {
            Path folder = Files.createTempDirectory("pawse-warmup");
            try (PracticePlatform platform = PracticePlatform.start(folder)) {
                new Rehearsal(folder, platform).all();
            } finally {
                Leftovers.deleteTree(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void all() {
        for (String command : Cli.commands()) {
            perform(Terminal.NONE, command + " --help");
        }
        for (String command : ALONE) {
            perform(Terminal.NONE, command);
        }
        for (String provider : List.of("heroku", "scalingo", "clever-cloud", "aws-ecs")) {
            for (String command : ON_EVERY_PLATFORM) {
                perform(new Terminal(true, true, true, 100), command + " -a shop --provider " + provider);
            }
        }
    }

    private void perform(Terminal terminal, String command) {
        String home = System.getProperty("pawse.home", "");
        World world = new World(
                environment(),
                folder,
                home.isEmpty() ? null : Path.of(home),
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                terminal,
                Clock.systemUTC());
        new Cli(world).run(command.split(" ", -1));
    }

    private Map<String, String> environment() {
        String address = platform.address();
        Map<String, String> environment = new HashMap<>();
        environment.put("HOME", folder.toString());
        environment.put("PATH", "/usr/bin:/bin");
        environment.put("SSL_CERT_FILE", platform.certificate().file().toString());
        environment.put("PROVIDER_HEROKU_API_TOKEN", "practice");
        environment.put("PROVIDER_HEROKU_API_URL", address);
        environment.put("PROVIDER_HEROKU_DATA_URL", address);
        environment.put("PROVIDER_SCALINGO_API_TOKEN", "practice");
        environment.put("PROVIDER_SCALINGO_API_URL", address);
        environment.put("PROVIDER_SCALINGO_AUTH_URL", address);
        environment.put("PROVIDER_SCALINGO_DB_API_URL", address);
        environment.put("PROVIDER_CLEVER_API_TOKEN", "practice");
        environment.put("PROVIDER_CLEVER_API_HOST", address);
        environment.put("AWS_ENDPOINT_URL", address);
        environment.put("AWS_REGION", "eu-west-1");
        environment.put("AWS_ACCESS_KEY_ID", "practice");
        environment.put("AWS_SECRET_ACCESS_KEY", "practice");
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        return environment;
    }
}

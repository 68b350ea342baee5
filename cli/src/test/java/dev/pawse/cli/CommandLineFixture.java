package dev.pawse.cli;

import dev.pawse.spi.Secret;
import dev.pawse.testkit.FakeDatabase;
import dev.pawse.testkit.FakeProvider;
import dev.pawse.testkit.ManualClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs command lines against a platform that is made up, in a folder of the test. */
final class CommandLineFixture {
    final ManualClock clock = ManualClock.at(Instant.parse("2026-09-01T12:00:00Z"));
    final Map<String, String> environment = new TreeMap<>();
    final Path directory;
    FakeProvider platform = FakeProvider.builder("test").clock(clock).build();
    final Map<String, FakeProvider> others = new TreeMap<>();
    Terminal terminal = Terminal.NONE;
    String input = "";
    /** Happens while an answer is awaited. */
    Runnable whileAsking = () -> {};

    boolean timeFlies;

    CommandLineFixture(Path directory) {
        this.directory = directory;
        environment.put("PROVIDER_NAME", "test");
        environment.put("XDG_STATE_HOME", directory.resolve("state").toString());
    }

    /** One whose app {@code shop}, which is meant where none is named, has these variables. */
    static CommandLineFixture withVariables(Path directory, Map<String, String> variables) {
        CommandLineFixture fixture = new CommandLineFixture(directory);
        fixture.environment.put("PAWSE_APP", "shop");
        Map<String, Secret> values = new TreeMap<>();
        variables.forEach((name, value) -> values.put(name, Secret.of(value)));
        fixture.platform.add("shop").configVars(values);
        return fixture;
    }

    /** Adds an app {@code shop} with a database that holds {@code teapots}, and {@code blog} without one. */
    FakeDatabase addDatabase() {
        FakeDatabase main = platform.add("shop").addDatabase("main");
        main.fill("teapots");
        platform.add("blog");
        return main;
    }

    /** What came of a command line. */
    record Result(int code, String out, String err) {
        JsonNode json() {
            return JsonMapper.shared().readTree(out);
        }

        JsonNode error() {
            return JsonMapper.shared().readTree(err).get("error");
        }
    }

    Result run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        return run(out, arguments);
    }

    Result run(OutputStream out, String... arguments) {
        TestPlatform.use(platform, others);
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        World world = new World(
                environment,
                directory,
                null,
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)) {
                    @Override
                    public synchronized int read() {
                        whileAsking.run();
                        return super.read();
                    }

                    @Override
                    public synchronized int read(byte[] bytes, int offset, int length) {
                        whileAsking.run();
                        return super.read(bytes, offset, length);
                    }
                },
                out,
                err,
                terminal,
                timeFlies ? new FlyingClock(clock) : clock);
        int code = new Cli(world).run(arguments);
        String written =
                out instanceof ByteArrayOutputStream bytes ? bytes.toString(StandardCharsets.UTF_8) : out.toString();
        SchemaCheck.assertHolds(code, written, arguments);
        return new Result(code, written, err.toString(StandardCharsets.UTF_8));
    }
}

package dev.pawse.heroku.fake;

import dev.pawse.testkit.ApiRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Dynos, and one-off ones with their commands. */
final class DynoRoutes {
    private final Account account;
    private final RendezvousServer rendezvous;
    private final PostgresTools tools;
    private final Executor threads;
    private final Map<String, OneOff> commands = new ConcurrentHashMap<>();

    DynoRoutes(Account account, RendezvousServer rendezvous, PostgresTools tools, Executor threads) {
        this.account = account;
        this.rendezvous = rendezvous;
        this.tools = tools;
        this.threads = threads;
    }

    void add(Door door) {
        door.list("/apps/{app}/dynos", "id", this::dynos);
        door.on("GET", "/apps/{app}/dynos/{dyno}", 200, request -> {
            HostedApp app = app(request);
            return dyno(app, request.segment("dyno")).json(app, account.clock.instant());
        });
        door.on("POST", "/apps/{app}/dynos", 201, this::create);
        door.on("POST", "/apps/{app}/dynos/{dyno}/actions/stop", 202, this::stop);
    }

    /** Ends every command. */
    void close() {
        commands.values().forEach(OneOff::kill);
    }

    private HostedApp app(ApiRequest request) {
        return account.app(request.segment("app"));
    }

    private List<Map<String, @Nullable Object>> dynos(ApiRequest request) {
        HostedApp app = app(request);
        return app.dynos.stream()
                .map(dyno -> dyno.json(app, account.clock.instant()))
                .toList();
    }

    private static FakeDyno dyno(HostedApp app, String idOrName) {
        return app.dynos.stream()
                .filter(dyno -> dyno.name.equals(idOrName) || dyno.id.equals(idOrName))
                .findFirst()
                .orElseThrow(() -> Refusal.missing("dyno"));
    }

    private Object create(ApiRequest request) {
        HostedApp app = app(request);
        JsonNode body = Json.read(request.text());
        String command = body.path("command").asString("");
        if (command.isBlank()) {
            throw Refusal.invalid("Command is required.");
        }
        String name;
        do {
            name = "run." + ThreadLocalRandom.current().nextInt(1_000, 10_000);
        } while (commands.containsKey(app.name + "/" + name));
        FakeDyno dyno = new FakeDyno(
                name,
                "run",
                body.path("size").asString(FakeHeroku.USUAL_SIZE),
                command,
                app.currentVersion(),
                account.clock.instant(),
                account.clock.instant().plus(account.boot));
        app.dynos.add(dyno);
        Map<String, String> environment = environment(app, dyno, body.path("env"));
        if (body.path("attach").asBoolean(false)) {
            dyno.attachUrl =
                    rendezvous.expect(UUID.randomUUID().toString(), new Attached(app, dyno, command, environment));
        } else {
            OneOff detached = begin(app, dyno, command, environment);
            threads.execute(() -> log(app, dyno, detached));
        }
        return dyno.json(app, account.clock.instant());
    }

    private Map<String, String> environment(HostedApp app, FakeDyno dyno, JsonNode asked) {
        Map<String, String> environment = new HashMap<>(app.config);
        asked.properties()
                .forEach(entry ->
                        environment.put(entry.getKey(), entry.getValue().asString("")));
        environment.put("DYNO", dyno.name);
        environment.putAll(tools.environment());
        return environment;
    }

    private OneOff begin(HostedApp app, FakeDyno dyno, String command, Map<String, String> environment) {
        OneOff begun = OneOff.start(command, environment);
        commands.put(app.name + "/" + dyno.name, begun);
        return begun;
    }

    private void end(HostedApp app, FakeDyno dyno) {
        commands.remove(app.name + "/" + dyno.name);
        dyno.goneAt = account.clock.instant();
    }

    private void log(HostedApp app, FakeDyno dyno, OneOff command) {
        command.lines().forEach(line -> app.log.write("app", dyno.name, line));
        if (command.hasEnded()) {
            end(app, dyno);
        }
    }

    private Object stop(ApiRequest request) {
        stop(app(request), request.segment("dyno"));
        return Json.object();
    }

    void stop(HostedApp app, String name) {
        FakeDyno dyno = dyno(app, name);
        OneOff command = commands.get(app.name + "/" + dyno.name);
        if (command != null) {
            command.kill();
        }
        if (dyno.type.equals("run")) {
            end(app, dyno);
        } else {
            // Whoever is asked for is started again.
            app.restart(dyno.name, account.boot);
        }
    }

    /** A one-off dyno whose client may come. */
    private final class Attached implements RendezvousServer.Meeting {
        private final HostedApp app;
        private final FakeDyno dyno;
        private final String command;
        private final Map<String, String> environment;

        private Attached(HostedApp app, FakeDyno dyno, String command, Map<String, String> environment) {
            this.app = app;
            this.dyno = dyno;
            this.command = command;
            this.environment = environment;
        }

        @Override
        public OneOff begin() {
            return DynoRoutes.this.begin(app, dyno, command, environment);
        }

        @Override
        public void end() {
            DynoRoutes.this.end(app, dyno);
        }
    }
}

package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Json;
import dev.pawse.cli.Problem;
import dev.pawse.cli.ServerProcess;
import dev.pawse.cli.Session;
import dev.pawse.cli.Style;
import dev.pawse.cli.Text;
import dev.pawse.cli.demo.DemoFolder;
import dev.pawse.core.PawseConfig;
import dev.pawse.spi.Event;
import dev.pawse.spi.PawseException;
import java.security.SecureRandom;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pawse demo}: a proxy with small apps of its own, until Ctrl-C; nothing is left behind. */
@Command(
        description =
                "Needs no account and no configuration, and reads none. Writes to a temporary folder alone, and deletes it.",
        footer = {"pawse demo", "pawse demo --port 0 --max-idle-time 5s"})
public final class Demo implements Action {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    @Option(
            names = {"-H", "--host"},
            paramLabel = "HOST",
            description = "Where to listen; else 127.0.0.1.")
    String host = "127.0.0.1";

    @Option(
            names = {"-P", "--port"},
            paramLabel = "PORT",
            description = "The proxy's port; 0 takes a free one; else 3000.")
    int port = 3000;

    @Option(
            names = "--admin-port",
            paramLabel = "PORT",
            description = "The admin API's port; 0 takes a free one; else 3001.")
    int adminPort = 3001;

    @Option(
            names = "--max-idle-time",
            paramLabel = "TIME",
            description = "How long nobody may use an app before it rests; else 15s.")
    String maxIdleTime = "15s";

    @Override
    public boolean callsPlatforms() {
        return false;
    }

    @Override
    public int run(Session session) {
        session.setUpLog("error");
        int proxyPort = port == 0 ? ServerProcess.freePort() : port;
        String token = token(session);
        try (DemoFolder folder = DemoFolder.create(proxyPort);
                ServerProcess server = start(session, folder, proxyPort, token)) {
            announce(session, folder, server, token);
            try (AutoCloseable subscription = server.pawse().events().subscribe(event -> show(session, event))) {
                server.await();
            } catch (Exception e) {
                throw new IllegalStateException("the events can no longer be heard", e);
            }
            session.messages().info("Ending: the apps are stopped.");
        }
        return ExitCode.OK;
    }

    @Override
    public boolean setsUpLog() {
        return true;
    }

    private ServerProcess start(Session session, DemoFolder folder, int proxyPort, String token) {
        Map<String, String> environment = new HashMap<>();
        environment.put("PROVIDER_NAME", "local");
        environment.put("PROVIDER_LOCAL_FILE", folder.apps().toString());
        environment.put("HOST", host);
        environment.put("PORT", String.valueOf(proxyPort));
        environment.put("ADMIN_PORT", String.valueOf(adminPort));
        environment.put("ADMIN_TOKEN", token);
        environment.put("START_AND_STOP_CHECKING_INTERVAL_CRON", "* * * * * *");
        environment.put("START_AND_STOP_MAX_IDLE_TIME", maxIdleTime);
        environment.put("PROXY_PRE_STOP_DELAY", "0");
        environment.put("PROXY_SHUTDOWN_LIMIT", "3s");
        try {
            Supplier<PawseConfig> reader = () -> PawseConfig.read(environment, folder.path(), Map.of());
            return ServerProcess.start(
                    reader.get(),
                    reader,
                    session.world().terminal().isThere(),
                    session.plugins(),
                    session.world().clock());
        } catch (PawseException e) {
            throw Problem.usage(e.message()).failure(e);
        }
    }

    private static String token(Session session) {
        String given = session.world().variable("ADMIN_TOKEN");
        if (given != null) {
            return given;
        }
        byte[] random = new byte[12];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    private void announce(Session session, DemoFolder folder, ServerProcess server, String token) {
        String proxy = "localhost:" + server.address().getPort();
        String admin = "http://" + Proxy.text(server.adminAddress());
        String shownToken = session.world().variable("ADMIN_TOKEN") == null ? " ADMIN_TOKEN=" + token : "";
        if (!session.out().isHuman()) {
            session.out()
                    .next(
                            "",
                            Json.object(
                                    "event",
                                    "started",
                                    "proxy",
                                    "http://" + proxy,
                                    "admin",
                                    admin,
                                    "adminToken",
                                    token,
                                    "appsFile",
                                    folder.apps(),
                                    "hosts",
                                    List.of("hello.localhost", "shop.localhost", "stock.localhost", "mail.localhost")));
            return;
        }
        session.out()
                .lines(List.of(
                        bold(session, "Four small web apps sleep behind a proxy.")
                                + " Wake them from another terminal:",
                        "",
                        "  curl -H 'Host: hello.localhost' " + proxy + "/",
                        "  curl -H 'Host: shop.localhost' " + proxy + "/   # wakes the app stock first",
                        "  curl -H 'Host: mail.localhost' " + proxy + "/   # has a worker too",
                        "",
                        "In a browser: http://hello." + proxy + "/",
                        "The command line, on these apps and this proxy:",
                        "",
                        "  export PROVIDER_NAME=local",
                        "  export PROVIDER_LOCAL_FILE=" + folder.apps(),
                        "  export ADMIN_URL=" + admin + shownToken,
                        "  pawse apps; pawse ps -a mail; pawse proxy why mail",
                        "",
                        "Whoever is not used for " + maxIdleTime + " rests again. Ctrl-C ends everything.",
                        ""));
    }

    private static void show(Session session, Event event) {
        if (event instanceof Event.Discovered) {
            return;
        }
        String name = event.app().name();
        session.out()
                .next(
                        session.out().styled(CLOCK.format(event.at().atZone(ZoneId.systemDefault())), Style.DIM) + "  "
                                + session.out().styled(name, Style.of(name))
                                + " ".repeat(Math.max(1, 7 - name.length()))
                                + Text.line(event.text()),
                        EventFacts.json(event));
    }

    private static String bold(Session session, String text) {
        return session.out().styled(text, Style.BOLD);
    }
}

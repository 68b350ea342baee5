package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.Json;
import dev.pawse.cli.LoginStore;
import dev.pawse.cli.ServerProcess;
import dev.pawse.cli.Session;
import dev.pawse.core.PawseConfig;
import dev.pawse.spi.Durations;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pawse proxy}: the proxy in front of the apps, until it is asked to end. */
@Command(
        description = {
            "Reads the environment, .env and pawse.yml (or paastis.yml) of this folder; a flag wins over all of them.",
            "SIGHUP, or \"pawse proxy reload\": reads all of it again; where anything in it is wrong, nothing changes.",
            "SIGTERM: not ready, but taking requests for PROXY_PRE_STOP_DELAY; then those in flight finish, exit 0, or 8 where"
                    + " they do not within PROXY_SHUTDOWN_LIMIT. Ctrl-C: the same without the delay. A second one ends it at once."
        },
        footer = {"pawse proxy", "pawse proxy -P 8080 --max-idle-time 30m", "pawse proxy --dry-run"})
public final class Proxy implements Action {
    @Option(
            names = {"-H", "--host"},
            paramLabel = "HOST",
            description = "Where to listen; else HOST, else 0.0.0.0.")
    @Nullable
    String host;

    @Option(
            names = {"-P", "--port"},
            paramLabel = "PORT",
            description = "Which port; 0 takes a free one. Else PORT, else 3000.")
    @Nullable
    String port;

    @Option(names = "--admin-host", paramLabel = "HOST", description = "Where the admin API listens; else 127.0.0.1.")
    @Nullable
    String adminHost;

    @Option(names = "--admin-port", paramLabel = "PORT", description = "The admin API's port; else 3001.")
    @Nullable
    String adminPort;

    @Option(
            names = "--max-idle-time",
            paramLabel = "TIME",
            description = "How long nobody may use an app before it rests: minutes, or 90s, 2h; else 15.")
    @Nullable
    String maxIdleTime;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The file with the rules; else pawse.yml or paastis.yml.")
    @Nullable
    String config;

    @Override
    public boolean callsPlatforms() {
        return false;
    }

    @Override
    public int run(Session session) {
        PawseConfig read = read(session);
        session.setUpLog(read.loggingLevel());
        read.warnings().forEach(session.messages()::warn);
        try (ServerProcess server = ServerProcess.start(
                read,
                () -> checked(session),
                session.world().terminal().isThere(),
                session.plugins(),
                session.world().clock())) {
            announce(session, read, server);
            server.await();
            session.messages()
                    .info("Ending: this may take up to " + Durations.format(server.longestEnd())
                            + "; a second signal ends at once.");
            return server.end();
        }
    }

    @Override
    public boolean setsUpLog() {
        return true;
    }

    private PawseConfig read(Session session) {
        try {
            return parsed(session);
        } catch (PawseException e) {
            throw Session.badConfig(e);
        }
    }

    /** The configuration as it is now, if a proxy would start with it. */
    private PawseConfig checked(Session session) {
        PawseConfig now = parsed(session);
        now.check(session.plugins(), session.world().clock()).values().forEach(Provider::close);
        return now;
    }

    private PawseConfig parsed(Session session) {
        Map<String, String> flags = new HashMap<>();
        put(flags, "host", host);
        put(flags, "port", port);
        put(flags, "admin-host", adminHost);
        put(flags, "admin-port", adminPort);
        put(flags, "max-idle-time", maxIdleTime);
        put(flags, "config", config);
        put(flags, "provider", session.options().provider);
        put(flags, "region", session.options().region);
        put(flags, "dry-run", session.options().dryRun ? "true" : null);
        return PawseConfig.read(
                session.world().environment(), session.world().directory(), flags, LoginStore.of(session.world()));
    }

    private static void announce(Session session, PawseConfig config, ServerProcess server) {
        String proxy = "http://" + text(server.address());
        String admin = "http://" + text(server.adminAddress());
        if (!session.out().isHuman()) {
            session.out().next("", Json.object("event", "started", "proxy", proxy, "admin", admin));
            return;
        }
        session.messages()
                .info("Proxy on " + proxy + ", admin API on " + admin + ", "
                        + server.pawse().apps().size() + " apps; who is not used for "
                        + Durations.format(config.maxIdle()) + " rests."
                        + (config.dryRun() ? " Dry run: nothing is changed." : ""));
    }

    static String text(InetSocketAddress address) {
        String host = address.getHostString();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    private static void put(Map<String, String> flags, String name, @Nullable String value) {
        if (value != null) {
            flags.put(name, value);
        }
    }
}

package dev.pawse.heroku;

import dev.pawse.heroku.Wire.AppRecord;
import dev.pawse.heroku.Wire.Dyno;
import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Shell;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs commands in one-off dynos, to which the platform hands out a rendezvous. Whatever goes wrong once there is a dyno, it is
 * stopped: one that is left alone costs money for a day.
 */
final class HerokuShell implements Shell {
    private static final Logger LOG = LoggerFactory.getLogger(HerokuShell.class);

    /** Right after an app was made its release is not found yet; it is there a moment later. */
    private static final int ATTEMPTS = 3;

    private final HerokuApi api;
    private final Duration maxLifetime;

    HerokuShell(HerokuApi api, Duration maxLifetime) {
        this.api = api;
        this.maxLifetime = maxLifetime;
    }

    @Override
    public Session openShell(AppId app, Request request) {
        if (request.process() != null) {
            throw notAttachable(app, request.process());
        }
        return open(app, CommandLine.of(request.command()), request);
    }

    /** What it writes goes to the app's log under the dyno's name. */
    @Override
    public String runDetached(AppId app, Request request) {
        if (request.process() != null) {
            throw notAttachable(app, request.process());
        }
        return create(api.app(app).name(), CommandLine.of(request.command()), request, false)
                .name();
    }

    /** Runs a line of shell; of the request everything but its command counts. */
    Session open(AppId app, String line, Request request) {
        AppRecord record = api.app(app);
        if (record.isFir()) {
            throw new PawseException(
                    Reason.UNSUPPORTED,
                    app
                            + " runs on Heroku's Fir generation, whose one-off dynos are reached by SSH with a key of yours:"
                            + " use \"heroku run\"");
        }
        boolean terminal = request.terminal() != null;
        Dyno dyno = create(
                record.name(), terminal ? CommandLine.forTerminal(line) : CommandLine.forPipes(line), request, true);
        OneOff oneOff = new OneOff(record.name(), dyno.name());
        try {
            return DynoSession.start(
                    Rendezvous.join(api.network(), dyno.name(), attachUrl(app, dyno), terminal), terminal, oneOff);
        } catch (RuntimeException e) {
            oneOff.stop();
            throw e;
        }
    }

    /** A one-off dyno that can be stopped. */
    final class OneOff {
        private final String app;
        private final String name;

        private OneOff(String app, String name) {
            this.app = app;
            this.name = name;
        }

        String name() {
            return name;
        }

        /** Stops it for good; does nothing when it has ended. */
        void stop() {
            try {
                api.platform()
                        .post("apps", app, "dynos", name, "actions", "stop")
                        .repeatable()
                        .send();
            } catch (PawseException e) {
                if (e.reason() != Reason.NOT_FOUND) {
                    LOG.warn(
                            "{} of {} could not be stopped, it ends by itself after {}: {}",
                            name,
                            app,
                            maxLifetime,
                            e.message());
                }
            }
        }
    }

    private Dyno create(String app, String line, Request request, boolean attach) {
        Map<String, Object> wanted = new LinkedHashMap<>();
        wanted.put("command", line);
        wanted.put("attach", attach);
        wanted.put("type", "run");
        wanted.put("env", environment(request));
        wanted.put("time_to_live", maxLifetime.toSeconds());
        if (request.size() != null) {
            wanted.put("size", request.size());
        }
        for (int attempt = 1; ; attempt++) {
            try {
                return api.platform().post("apps", app, "dynos").json(wanted).read(Dyno.class);
            } catch (PawseException e) {
                if (e.reason() != Reason.CONFLICT || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static Map<String, String> environment(Request request) {
        Map<String, String> environment = new TreeMap<>();
        Window terminal = request.terminal();
        if (terminal != null) {
            environment.put("TERM", "xterm-256color");
            environment.put("COLUMNS", String.valueOf(terminal.columns()));
            environment.put("LINES", String.valueOf(terminal.rows()));
        }
        environment.putAll(request.environment());
        return environment;
    }

    private static String attachUrl(AppId app, Dyno dyno) {
        @Nullable String url = dyno.attachUrl();
        if (url == null || !url.startsWith("rendezvous://")) {
            throw new PawseException(
                    Reason.UNSUPPORTED,
                    app
                            + " is in a space whose one-off dynos are reached by SSH with a key of yours: use \"heroku run\"");
        }
        return url;
    }

    private PawseException notAttachable(AppId app, String process) {
        boolean there =
                api.dynos(api.name(app)).stream().anyMatch(dyno -> dyno.name().equals(process));
        return there
                ? new PawseException(
                        Reason.UNSUPPORTED,
                        "Heroku's API attaches to no dyno that runs: use a new one-off dyno, or \"heroku ps:exec\"")
                : new PawseException(Reason.NOT_FOUND, app + " has no process " + process);
    }
}

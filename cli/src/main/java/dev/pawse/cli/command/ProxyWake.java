package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.AdminApi;
import dev.pawse.cli.Ending;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Json;
import dev.pawse.cli.Session;
import dev.pawse.cli.Waiting;
import dev.pawse.spi.Durations;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pawse proxy wake}: has a proxy wake an app, with hooks and everything, as a request for it would. */
@Command(
        description = ProxyAddress.DESCRIPTION,
        footer = {"pawse proxy wake shop", "pawse proxy wake shop --wait --timeout 2m"})
public final class ProxyWake implements Action {
    /** The API itself waits no longer. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    @Parameters(arity = "0..1", paramLabel = "[APP]", description = "Which app, instead of --app.")
    @Nullable
    String name;

    @Option(names = "--wait", negatable = true, description = "Return when it answers; else at once.")
    boolean wait;

    @Mixin
    ProxyAddress address = new ProxyAddress();

    @Override
    public int run(Session session) {
        String app = session.targets().nameForProxy(name);
        AdminApi api = address.api(session);
        if (session.options().dryRun) {
            report(session, app, "waking", "Would wake " + app + ".");
            return ExitCode.OK;
        }
        Duration asked = wait ? session.timeout(Duration.ofMinutes(2)) : Duration.ZERO;
        Duration limit = asked.compareTo(LONGEST) < 0 ? asked : LONGEST;
        Map<String, @Nullable Object> now = wait ? awaited(session, api, app, limit) : api.wake(app, limit);
        boolean runs = "running".equals(now.get("state"));
        if (wait && !runs) {
            throw new PawseException(
                    Reason.TIMEOUT,
                    app + " does not answer after " + Durations.format(limit)
                            + "; the wake goes on without us, see pawse proxy why " + app);
        }
        String id = ProxyFacts.text(now, "id");
        report(session, id, ProxyFacts.text(now, "state"), runs ? id + " is awake." : id + " wakes.");
        return ExitCode.OK;
    }

    private static Map<String, @Nullable Object> awaited(Session session, AdminApi api, String app, Duration limit) {
        try (Ending told = Ending.saying(session, "the wake goes on without us, see pawse proxy why " + app);
                Waiting shown =
                        Waiting.on(session, "Waiting until " + app + " answers, at most " + Durations.format(limit))) {
            return api.wake(app, limit);
        }
    }

    private static void report(Session session, String app, String state, String line) {
        session.out().one(List.of(line), Json.object("app", app, "state", state, "dryRun", session.options().dryRun));
    }
}

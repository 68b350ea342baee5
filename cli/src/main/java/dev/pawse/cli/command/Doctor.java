package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Failure;
import dev.pawse.cli.Session;
import dev.pawse.cli.Style;
import dev.pawse.cli.Text;
import dev.pawse.core.PawseConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pawse doctor}: looks at everything that commands need and says what is wrong with it, and what to do. */
@Command(
        description = {
            "Looks at the configuration and, for each provider that is configured or to which you are logged in, at the"
                    + " credentials, the way to the platform, the clock and the region; with an app also at what the credentials"
                    + " may read of it and at what stands in the way of a shell. Changes nothing, so that it cannot tell whether they"
                    + " may change something: doctor iam prints what that takes.",
            "Ends with 0, with 4 when credentials or permissions are missing, and with 1 when something else is broken."
        },
        footer = {"pawse doctor", "pawse doctor -a shop --fix-hints", "pawse doctor --provider aws-ecs -a shop --json"})
public final class Doctor implements Action {
    private static final int INDENT = 6;

    @Option(names = "--fix-hints", description = "Say below each line what to do, where it is all right too.")
    boolean hints;

    @Override
    public int run(Session session) {
        List<Check> checks = new ArrayList<>();
        PawseConfig config = configuration(session, checks);
        if (config != null) {
            new Examination(session, config, checks).examine(session.targets().nameOrNull() != null);
        }
        if (session.out().isHuman()) {
            show(session, checks);
        } else {
            session.out().each(checks.stream().map(Check::json).toList());
        }
        return code(checks);
    }

    private static @Nullable PawseConfig configuration(Session session, List<Check> checks) {
        try {
            PawseConfig config = session.targets().proxyConfig(Map.of());
            String file = config.file().map(Object::toString).orElse("no pawse.yml here, the defaults hold");
            checks.add(Check.ok("configuration", null, file));
            config.warnings().forEach(line -> checks.add(Check.warn("configuration", null, line, "pawse proxy check")));
            return session.targets().config();
        } catch (Failure e) {
            String text = e.problem().message().replace("\n", "; ");
            checks.add(new Check(Check.Status.FAIL, "configuration", null, text, "pawse proxy check", ExitCode.FAILED));
            return null;
        }
    }

    private void show(Session session, List<Check> checks) {
        List<String> lines = new ArrayList<>();
        for (Check check : checks) {
            String word = check.status().name().toLowerCase(Locale.ROOT);
            String about = check.provider() == null ? check.name() : check.provider() + " " + check.name();
            String label = session.out().styled(word, check.status().style()) + " ".repeat(INDENT - word.length());
            lines.addAll(session.out().hanging(label, INDENT, Text.line(about + ": " + check.text()), Style.PLAIN));
            if (check.hint() != null && (hints || check.status() != Check.Status.OK)) {
                lines.add(" ".repeat(INDENT) + "Try: " + Text.line(check.hint()));
            }
        }
        session.out().lines(lines);
    }

    /** A missing permission is more than a broken thing: it says who can help. */
    private static int code(List<Check> checks) {
        int code = ExitCode.OK;
        for (Check check : checks) {
            code = Math.max(code, check.exitCode());
        }
        return code;
    }
}

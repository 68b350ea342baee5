package dev.pawse.cli.command;

import dev.pawse.cli.Credentials;
import dev.pawse.cli.Credentials.Login;
import dev.pawse.cli.Failure;
import dev.pawse.cli.Session;
import dev.pawse.cli.Target;
import dev.pawse.core.PawseConfig;
import dev.pawse.core.ProviderName;
import dev.pawse.spi.App;
import dev.pawse.spi.CredentialSource;
import dev.pawse.spi.Durations;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Builds;
import dev.pawse.spi.capability.Capability;
import dev.pawse.spi.capability.ConfigVars;
import dev.pawse.spi.capability.Databases;
import dev.pawse.spi.capability.Deployments;
import dev.pawse.spi.capability.Permissions;
import dev.pawse.spi.capability.Processes;
import dev.pawse.spi.capability.Releases;
import dev.pawse.spi.capability.Scaling;
import dev.pawse.spi.capability.Shell;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Looks at providers, one after the other, and at an app, by calls that only read. */
final class Examination {
    /** More makes AWS refuse signatures (at 5 minutes) and tokens look expired; less says a slow line or whole seconds. */
    private static final Duration SKEW = Duration.ofSeconds(30);

    private final Session session;
    private final Credentials credentials;
    private final PawseConfig config;
    private final List<Check> checks;

    Examination(Session session, PawseConfig config, List<Check> checks) {
        this.session = session;
        this.config = config;
        this.checks = checks;
        credentials = new Credentials(session, config);
    }

    /** @param about whether an app is named, so that it is looked at */
    void examine(boolean about) {
        ProviderName asked = session.targets().asked(null);
        List<ProviderName> names = asked != null ? List.of(asked) : credentials.names();
        boolean any = false;
        for (ProviderName name : names) {
            boolean wanted = asked != null || config.providers().contains(name);
            any |= provider(name, wanted);
        }
        if (!any) {
            checks.add(Check.warn(
                    "credentials",
                    null,
                    "there is no provider to which you are logged in",
                    "pawse auth status, or pawse demo to see Pawse without one"));
        }
        if (about) {
            app();
        }
    }

    /** Whether it was worth a look: providers that nobody asked for and nobody means to use are left out. */
    private boolean provider(ProviderName name, boolean wanted) {
        Login login = credentials.look(name);
        CredentialSource source = login.source();
        PawseException problem = login.problem();
        if (!wanted && !credentials.isMeant(login)) {
            return false;
        }
        if (problem != null) {
            String hint = problem.reason() == Reason.UNAUTHORIZED ? "pawse auth login " + name : "pawse providers";
            checks.add(Check.fail("credentials", name.name(), problem, hint));
            return true;
        }
        checks.add(credentials(name, source));
        Login asked = credentials.look(name, provider -> reach(name, provider));
        if (asked.problem() != null) {
            checks.add(refused(name, asked.problem()));
        }
        return true;
    }

    private Check credentials(ProviderName name, @Nullable CredentialSource source) {
        if (source == null) {
            return Check.ok("credentials", name.name(), "none are needed");
        }
        Instant now = session.world().clock().instant();
        Instant end = source.expiresAt();
        if (end == null) {
            return Check.ok("credentials", name.name(), source.origin());
        }
        return end.isBefore(now)
                ? Check.fail(
                        "credentials",
                        name.name(),
                        new PawseException(Reason.UNAUTHORIZED, source.origin() + ": ended " + Ages.at(end, now)),
                        "pawse auth login " + name)
                : Check.ok("credentials", name.name(), source.origin() + ", until " + Ages.at(end, now));
    }

    private void reach(ProviderName name, Provider provider) {
        long began = System.nanoTime();
        try {
            Credentials.ask(name, provider);
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            checks.add(Check.ok(
                    "platform", name.name(), "answers after " + took.toMillis() + " ms and accepts the credentials"));
        } finally {
            // A clock that is wrong may be why the credentials are refused.
            provider.clockAhead().ifPresent(skew -> checks.add(clock(name, skew)));
        }
        String region = config.region().orElse(null);
        if (region != null) {
            checks.add(Check.ok("region", name.name(), region));
        }
    }

    private static Check refused(ProviderName name, PawseException problem) {
        String hint = switch (problem.reason()) {
            case UNAUTHORIZED -> "pawse auth login " + name;
            case FORBIDDEN -> "pawse doctor iam --for apps -a APP";
            case UNAVAILABLE, TIMEOUT, RATE_LIMITED ->
                "is there a way from here? HTTPS_PROXY and SSL_CERT_FILE are heeded; the platform's status page tells the rest";
            default -> "pawse apps --provider " + name + " -vv";
        };
        return Check.fail("platform", name.name(), problem, hint);
    }

    private static Check clock(ProviderName name, Duration ahead) {
        if (ahead.abs().compareTo(SKEW) <= 0) {
            return Check.ok("clock", name.name(), "agrees with the platform's");
        }
        return Check.warn(
                "clock",
                name.name(),
                "is " + Durations.format(Duration.ofSeconds(ahead.abs().toSeconds())) + " "
                        + (ahead.isNegative() ? "behind" : "ahead of") + " the platform's",
                "set the clock, e.g. timedatectl set-ntp true");
    }

    private void app() {
        try {
            Target target = session.targets().app();
            String provider = target.id().provider();
            App app = target.app();
            checks.add(Check.ok(
                    "app", provider, app.id().name() + " is " + app.state().label()));
            String region = app.details().get("region");
            if (region != null) {
                checks.add(Check.ok("region", provider, region));
            }
            may(target, "scale", Scaling.class, (scaling, id) -> scaling.formation(id.id()));
            may(target, "ps", Processes.class, (processes, id) -> processes.processes(id.id()));
            may(target, "config list", ConfigVars.class, (vars, id) -> vars.configVars(id.id()));
            may(target, "builds list", Builds.class, (builds, id) -> builds.builds(id.id(), 1));
            may(target, "deployments", Deployments.class, (all, id) -> all.deployments(id.id(), 1));
            may(target, "releases list", Releases.class, (all, id) -> all.releases(id.id(), 1));
            may(target, "db list", Databases.class, (all, id) -> all.databases(id.id()));
            notAsked(target);
            shell(target);
        } catch (Failure e) {
            checks.add(new Check(
                    Check.Status.FAIL,
                    "app",
                    null,
                    e.problem().message(),
                    e.problem().next(),
                    e.problem().exitCode()));
        } catch (PawseException e) {
            checks.add(Check.fail("app", null, e, "pawse apps"));
        }
    }

    /** Tries what a command reads. That this app has none of it is all right; that it may not be read is not. */
    private <C extends Capability> void may(Target target, String command, Class<C> type, BiConsumer<C, Target> read) {
        Optional<C> capability = target.provider().capability(type);
        if (capability.isEmpty()) {
            return;
        }
        String provider = target.id().provider();
        try {
            read.accept(capability.get(), target);
            checks.add(Check.ok("permission", provider, command));
        } catch (PawseException e) {
            switch (e.reason()) {
                case NOT_FOUND, UNSUPPORTED ->
                    checks.add(Check.ok("permission", provider, command + ": " + e.message()));
                case FORBIDDEN, UNAUTHORIZED ->
                    checks.add(Check.fail("permission", provider, e, policy(target, command)));
                default -> checks.add(Check.fail(command, provider, e, null));
            }
        }
    }

    /** What changes something cannot be tried without doing it. */
    private void notAsked(Target target) {
        List<String> commands = new ArrayList<>();
        add(commands, target, Scaling.class, "start, stop, scale");
        add(commands, target, ConfigVars.class, "config set");
        add(commands, target, Releases.class, "releases rollback");
        add(commands, target, Shell.class, "run, shell");
        add(commands, target, Databases.class, "db dump, db load");
        if (commands.isEmpty()) {
            return;
        }
        boolean told = target.provider().capability(Permissions.class).isPresent();
        checks.add(Check.ok(
                "permission",
                target.id().provider(),
                "not asked, as they would change something: " + String.join(", ", commands)
                        + (told ? "; \"pawse doctor iam " + target.flag() + "\" prints what they need" : "")));
    }

    private static void add(List<String> commands, Target target, Class<? extends Capability> type, String names) {
        if (target.provider().capability(type).isPresent()) {
            commands.add(names);
        }
    }

    private static @Nullable String policy(Target target, String command) {
        return target.provider().capability(Permissions.class).isPresent()
                ? "pawse doctor iam --for \"" + command + "\" " + target.flag()
                : null;
    }

    private void shell(Target target) {
        Optional<Shell> shell = target.provider().capability(Shell.class);
        if (shell.isEmpty()) {
            return;
        }
        String provider = target.id().provider();
        try {
            List<String> obstacles = shell.get().shellObstacles(target.id());
            obstacles.forEach(line -> checks.add(Check.warn("shell", provider, line, "pawse shell without --process")));
            if (obstacles.isEmpty()) {
                checks.add(Check.ok("shell", provider, "nothing is known to stand in its way"));
            }
        } catch (PawseException e) {
            checks.add(Check.fail("shell", provider, e, policy(target, "shell")));
        }
    }
}

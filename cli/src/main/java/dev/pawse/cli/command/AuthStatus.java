package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.Credentials;
import dev.pawse.cli.Credentials.Login;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Json;
import dev.pawse.cli.Session;
import dev.pawse.cli.Style;
import dev.pawse.cli.Text;
import dev.pawse.core.PawseConfig;
import dev.pawse.core.ProviderName;
import dev.pawse.spi.CredentialSource;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pawse auth status}: where the credentials of each provider come from, and never the credentials. */
@Command(
        description = "Ends with 4 when a provider that is configured or asked for has no credentials.",
        footer = {"pawse auth status", "pawse auth status heroku --check", "pawse auth status --json"})
public final class AuthStatus implements Action {
    @Parameters(arity = "0..1", paramLabel = "[PROVIDER]", description = "Only this one; else all that are known.")
    @Nullable
    String provider;

    @Option(names = "--check", description = "Ask each platform whether it accepts the credentials.")
    boolean check;

    @Override
    public boolean callsPlatforms() {
        return false;
    }

    @Override
    public int run(Session session) {
        ProviderName asked = session.targets().asked(provider);
        PawseConfig config = session.targets().config();
        Credentials credentials = new Credentials(session, config);
        List<Map<String, @Nullable Object>> values = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        int code = ExitCode.OK;
        List<ProviderName> names = asked == null ? credentials.names() : List.of(asked);
        int width = names.stream().mapToInt(name -> name.name().length()).max().orElse(0);
        for (ProviderName name : names) {
            Login login = check ? credentials.look(name, one -> Credentials.ask(name, one)) : credentials.look(name);
            State state = state(login, session.world().clock().instant());
            boolean matters = asked != null || config.providers().contains(name);
            code = code == ExitCode.OK && matters ? state.exitCode(login) : code;
            values.add(json(login, state));
            String label = session.out().styled(name.name(), Style.BOLD)
                    + " ".repeat(width - name.name().length() + 2);
            lines.addAll(session.out().hanging(label, width + 2, Text.line(text(session, login, state)), state.style));
        }
        if (session.out().isHuman()) {
            session.out().lines(lines);
        } else {
            session.out().each(values);
        }
        return code;
    }

    /** What is known of somebody's login. */
    private enum State {
        LOGGED_IN(Style.GREEN),
        NOT_NEEDED(Style.DIM),
        LOGGED_OUT(Style.DIM),
        EXPIRED(Style.RED),
        REFUSED(Style.RED),
        UNUSABLE(Style.YELLOW);

        private final Style style;

        State(Style style) {
            this.style = style;
        }

        int exitCode(Login login) {
            PawseException problem = login.problem();
            return switch (this) {
                case LOGGED_IN, NOT_NEEDED -> ExitCode.OK;
                case LOGGED_OUT, EXPIRED -> ExitCode.of(Reason.UNAUTHORIZED);
                case REFUSED -> ExitCode.of(problem == null ? Reason.UNAUTHORIZED : problem.reason());
                case UNUSABLE -> ExitCode.BAD_CONFIG;
            };
        }
    }

    private static State state(Login login, Instant now) {
        CredentialSource source = login.source();
        if (login.problem() != null) {
            return source != null ? State.REFUSED : login.isLoggedOut() ? State.LOGGED_OUT : State.UNUSABLE;
        }
        if (source == null) {
            return State.NOT_NEEDED;
        }
        Instant expiry = source.expiresAt();
        return expiry != null && expiry.isBefore(now) ? State.EXPIRED : State.LOGGED_IN;
    }

    private String text(Session session, Login login, State state) {
        String problem = login.problem() == null ? "" : login.problem().message();
        CredentialSource source = login.source();
        String from = source == null ? "" : source.origin();
        return switch (state) {
            case LOGGED_IN -> "logged in" + (check ? ", accepted" : "") + ": " + from + expiry(session, source);
            case NOT_NEEDED -> "needs no login";
            case LOGGED_OUT -> problem;
            case EXPIRED -> "expired: " + from + expiry(session, source);
            case REFUSED -> "not accepted: " + from + ": " + problem;
            case UNUSABLE -> "cannot be used: " + problem;
        };
    }

    private static String expiry(Session session, @Nullable CredentialSource source) {
        Instant end = source == null ? null : source.expiresAt();
        return end == null
                ? ""
                : ", until " + Ages.at(end, session.world().clock().instant());
    }

    private Map<String, @Nullable Object> json(Login login, State state) {
        CredentialSource source = login.source();
        return Json.object(
                "provider",
                login.name().name(),
                "type",
                login.name().type(),
                "status",
                state,
                "source",
                source == null ? null : source.origin(),
                "expiresAt",
                source == null ? null : source.expiresAt(),
                "checked",
                check && source != null,
                "problem",
                login.problem() == null ? null : login.problem().message());
    }
}

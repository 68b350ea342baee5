package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.Credentials;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Json;
import dev.pawse.cli.LoginStore;
import dev.pawse.cli.Problem;
import dev.pawse.cli.Session;
import dev.pawse.core.ProviderName;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code pawse auth logout}: forgets what {@code pawse auth login} kept. */
@Command(
        description =
                "The token itself goes on to be valid: the platform's own page ends it. What the environment or the"
                        + " platform's own tool holds is left alone.",
        footer = {"pawse auth logout heroku", "pawse auth logout work:heroku"})
public final class AuthLogout implements Action {
    @Parameters(arity = "0..1", paramLabel = "[PROVIDER]", description = "Which provider, instead of --provider.")
    @Nullable
    String provider;

    @Override
    public int run(Session session) {
        ProviderName name = session.targets().asked(provider);
        if (name == null) {
            throw Problem.usage("no provider given: which one do you log out of?")
                    .next("pawse auth status")
                    .failure();
        }
        LoginStore store = LoginStore.of(session.world());
        boolean dry = session.options().dryRun;
        boolean was = dry ? store.has(name) : store.forget(name);
        String line = was
                ? (dry ? "Would forget" : "Forgot") + " the login to " + name + "."
                : "Nothing was entered to log in to " + name + ".";
        session.out()
                .one(
                        List.of(line),
                        Json.object(
                                "provider",
                                name.name(),
                                "type",
                                name.type(),
                                "action",
                                was ? "removed" : "unchanged",
                                "dryRun",
                                dry));
        if (!dry) {
            new Credentials(session, session.targets().config())
                    .besides(name)
                    .ifPresent(origin -> session.messages().info("Still used: " + origin + "."));
        }
        return ExitCode.OK;
    }
}

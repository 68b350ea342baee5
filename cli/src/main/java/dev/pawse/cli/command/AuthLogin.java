package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.Credentials;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.HiddenInput;
import dev.pawse.cli.Json;
import dev.pawse.cli.LoginStore;
import dev.pawse.cli.Problem;
import dev.pawse.cli.Session;
import dev.pawse.core.ProviderName;
import dev.pawse.spi.LoginForm;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import dev.pawse.spi.ProviderFactory;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pawse auth login}: takes credentials, tries them, and keeps them for all later commands of this user. */
@Command(
        description = {
            "Asks for them without showing them, or reads them from standard input, a line each: never from the command line,"
                    + " which others can read. They are kept in the key store of the operating system where there is one, else in a"
                    + " file that is yours alone.",
            "The environment wins over what is kept here. Several accounts of one provider have names: work:heroku."
        },
        footer = {
            "pawse auth login heroku",
            "pawse auth login scalingo --token-stdin < token.txt",
            "pawse auth login work:heroku --no-keychain"
        })
public final class AuthLogin implements Action {
    @Parameters(arity = "0..1", paramLabel = "[PROVIDER]", description = "Which provider, instead of --provider.")
    @Nullable
    String provider;

    @Option(names = "--token-stdin", description = "Read the token from standard input.")
    boolean fromInput;

    @Option(names = "--no-keychain", description = "Keep it in a file, not in the key store of the operating system.")
    boolean noKeychain;

    @Override
    public int run(Session session) {
        ProviderName name = wanted(session);
        LoginForm form = session.plugins()
                .provider(name.type())
                .map(ProviderFactory::loginForm)
                .orElseThrow();
        if (form.ways().isEmpty()) {
            throw new PawseException(
                    Reason.UNSUPPORTED, "nothing is entered to log in to " + name + ": " + form.help());
        }
        Map<String, Secret> secrets = fromInput ? read(session, form) : ask(session, name, form);
        try (Provider entered = session.targets().entered(name, secrets, form)) {
            Credentials.ask(name, entered);
        }
        boolean dry = session.options().dryRun;
        if (dry) {
            report(session, name, null, "Would log in to " + name + ": the credentials are accepted.");
            return ExitCode.OK;
        }
        LoginStore.Kept kept = LoginStore.of(session.world()).keep(name, secrets, !noKeychain);
        if (!kept.inKeyStore()) {
            session.messages()
                    .warn("the login is kept in " + kept.place() + ", readable for you alone"
                            + (kept.problem() == null ? "" : ": " + kept.problem()));
        }
        new Credentials(session, session.targets().config())
                .besides(name)
                .ifPresent(origin -> session.messages().warn("another login wins over this one: " + origin));
        report(session, name, kept.place(), "Logged in to " + name + ": kept in " + kept.place() + ".");
        return ExitCode.OK;
    }

    private ProviderName wanted(Session session) {
        ProviderName name = session.targets().asked(provider);
        if (name == null) {
            throw Problem.usage("no provider given: which one do you log in to?")
                    .next("pawse auth login heroku|scalingo|clever-cloud")
                    .failure();
        }
        return name;
    }

    private static Map<String, Secret> read(Session session, LoginForm form) {
        List<String> lines = session.questions()
                .readInput()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        for (List<String> way : form.ways()) {
            if (way.size() == lines.size()) {
                return secrets(way, lines);
            }
        }
        throw Problem.usage("--token-stdin: standard input has " + lines.size() + " lines; right is " + lines(form))
                .failure();
    }

    private static String lines(LoginForm form) {
        List<String> texts = new ArrayList<>();
        form.ways()
                .forEach(way -> texts.add(
                        way.size() == 1 ? "one with the " + way.get(0) : "one each for " + String.join(" and ", way)));
        return String.join(", or ", texts);
    }

    private static Map<String, Secret> ask(Session session, ProviderName name, LoginForm form) {
        if (!session.questions().canAsk()) {
            throw Problem.unconfirmed("nobody is there to be asked for the credentials of " + name)
                    .next("pawse auth login " + name + " --token-stdin < FILE")
                    .failure();
        }
        session.messages().info("Needed: " + form.help() + ".");
        for (List<String> way : form.ways()) {
            List<String> entered = new ArrayList<>();
            for (String key : way) {
                String word = HiddenInput.ask(session, key.replace('-', ' ') + ":")
                        .orElse("")
                        .strip();
                if (word.isEmpty()) {
                    break;
                }
                entered.add(word);
            }
            if (entered.size() == way.size()) {
                return secrets(way, entered);
            }
        }
        throw Problem.unconfirmed("nothing was entered, and nothing was changed")
                .failure();
    }

    private static Map<String, Secret> secrets(List<String> keys, List<String> values) {
        Map<String, Secret> secrets = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            secrets.put(keys.get(i), Secret.of(values.get(i)));
        }
        return secrets;
    }

    private static void report(Session session, ProviderName name, @Nullable String kept, String line) {
        session.out()
                .one(
                        List.of(line),
                        Json.object(
                                "provider",
                                name.name(),
                                "type",
                                name.type(),
                                "kept",
                                kept,
                                "dryRun",
                                session.options().dryRun));
    }
}

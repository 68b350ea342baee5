package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.Browser;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Json;
import dev.pawse.cli.Problem;
import dev.pawse.cli.Session;
import dev.pawse.cli.Target;
import dev.pawse.spi.App;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pawse open}: an app in the browser, or the platform's own page of it. */
@Command(
        description = "Opens the app's address, or prints it where there is no browser. An app that sleeps behind a"
                + " proxy wakes when it is opened by a host name that leads there.",
        footer = {"pawse open -a shop", "pawse open /orders -a shop", "pawse open -a shop --console --print"})
public final class Open implements Action {
    @Parameters(arity = "0..1", paramLabel = "[PATH]", description = "What to open of it, e.g. /orders.")
    @Nullable
    String path;

    @Option(names = "--console", description = "Open the platform's own page of the app.")
    boolean console;

    @Option(names = "--print", description = "Print the address and open nothing.")
    boolean print;

    @Override
    public int run(Session session) {
        if (console && path != null) {
            throw Problem.usage(
                            "PATH is a part of the app, and --console is a page of the platform; right is one of them")
                    .failure();
        }
        Target target = session.targets().app();
        URI address = console ? page(target) : address(target);
        boolean opened = !print && session.out().isHuman() && new Browser(session.world()).open(address);
        session.out()
                .one(
                        List.of(opened ? "Opened " + address : address.toString()),
                        Json.object("url", address.toString(), "opened", opened));
        return ExitCode.OK;
    }

    private static URI page(Target target) {
        String address = target.app().details().get("consoleUrl");
        if (address == null) {
            throw new PawseException(
                    Reason.UNSUPPORTED,
                    "this provider tells of no page about an app; pawse apps info " + target.flag()
                            + " says what is known");
        }
        return URI.create(address);
    }

    private URI address(Target target) {
        App app = target.app();
        String root = Stream.of(app.details().get("url"), AppFacts.url(app))
                .filter(known -> known != null)
                .findFirst()
                .or(() -> app.hosts().stream().sorted().findFirst().map(host -> "http://" + host))
                .orElseThrow(() -> new PawseException(
                        Reason.NOT_FOUND, "has no address: the platform tells of neither a domain nor an endpoint"));
        if (path == null) {
            return URI.create(root);
        }
        try {
            return URI.create((root.endsWith("/") ? root : root + "/")).resolve(relative(path));
        } catch (IllegalArgumentException e) {
            throw Problem.usage("PATH: '" + path + "' is not a path such as /orders?page=2")
                    .failure(e);
        }
    }

    private static URI relative(String path) {
        URI uri = URI.create(path.startsWith("/") ? path.substring(1) : path);
        if (uri.isAbsolute() || uri.getRawAuthority() != null) {
            throw new IllegalArgumentException("not a path");
        }
        return uri;
    }
}

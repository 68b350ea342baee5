package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.Browser;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Json;
import dev.pawse.cli.Session;
import dev.pawse.cli.Target;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.net.URI;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pawse logs console}: the platform's own page of an app's logs. */
@Command(
        description = "Opens the page in the browser, or prints its address where there is none.",
        footer = {"pawse logs console -a shop", "pawse logs console -a shop --print"})
public final class LogsConsole implements Action {
    @Option(names = "--print", description = "Print the address and open nothing.")
    boolean print;

    @Override
    public int run(Session session) {
        Target target = session.targets().app();
        String address = target.app().details().get("logsUrl");
        if (address == null) {
            throw new PawseException(
                    Reason.UNSUPPORTED,
                    "this provider tells of no page that shows its logs; pawse logs " + target.flag() + " does");
        }
        boolean opened = !print && session.out().isHuman() && new Browser(session.world()).open(URI.create(address));
        session.out()
                .one(List.of(opened ? "Opened " + address : address), Json.object("url", address, "opened", opened));
        return ExitCode.OK;
    }
}

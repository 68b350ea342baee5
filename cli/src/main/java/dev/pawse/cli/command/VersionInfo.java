package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Json;
import dev.pawse.cli.Session;
import dev.pawse.cli.Version;
import dev.pawse.cli.startup.ClassArchive;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code pawse version}: what runs here, for bug reports. */
@Command
public final class VersionInfo implements Action {
    @Override
    public boolean callsPlatforms() {
        return false;
    }

    @Override
    public int run(Session session) {
        String java = Runtime.version() + ", " + System.getProperty("java.vendor")
                + (ClassArchive.isInUse() ? ", with an archive of classes" : "");
        String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        session.out()
                .one(
                        List.of("pawse " + Version.text(), "Java " + java, system),
                        Json.object("version", Version.text(), "java", java, "system", system));
        return ExitCode.OK;
    }
}

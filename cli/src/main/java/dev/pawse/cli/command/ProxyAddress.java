package dev.pawse.cli.command;

import dev.pawse.cli.AdminApi;
import dev.pawse.cli.Session;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of the commands that ask a running proxy. */
final class ProxyAddress {
    static final String DESCRIPTION =
            "Asks the admin API of a running proxy: --url, else ADMIN_URL, else ADMIN_HOST and ADMIN_PORT of the configuration."
                    + " The token comes from --token-file or ADMIN_TOKEN.";

    @Option(names = "--url", paramLabel = "URL", description = "Where the admin API is, e.g. http://127.0.0.1:3001.")
    @Nullable
    String url;

    @Option(names = "--token-file", paramLabel = "FILE", description = "The file that holds the admin token.")
    @Nullable
    Path tokenFile;

    AdminApi api(Session session) {
        return AdminApi.of(session, url, tokenFile);
    }
}

package dev.pawse.clever;

import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Shell;
import java.io.InputStream;
import java.util.Map;

/** Runs commands and shells in running instances, by SSH; the platform has no process of one's own for them. */
final class CleverShell implements Shell {
    private final CleverApi api;
    private final CleverApps apps;
    private final SshGateway gateway;

    CleverShell(CleverApi api, CleverApps apps, SshGateway gateway) {
        this.api = api;
        this.apps = apps;
        this.gateway = gateway;
    }

    @Override
    public Session openShell(AppId app, Request request) {
        AppRef ref = apps.require(app);
        if (request.size() != null) {
            throw new PawseException(
                    Reason.UNSUPPORTED,
                    CleverProviderFactory.TYPE
                            + " has no one-off processes: a command runs in a running instance and has its size");
        }
        Instance instance = instance(ref, request);
        SshGateway.Connection connection = gateway.connect(instance.id(), request.terminal());
        boolean begun = false;
        try {
            InputStream output = connection.channel().getInvertedOut();
            if (!request.command().isEmpty() || !request.environment().isEmpty()) {
                RemoteCommand.begin(
                        request.command(),
                        request.environment(),
                        connection.channel().getInvertedIn(),
                        output);
            }
            begun = true;
            return new SshSession(connection, output, connection.channel().getInvertedErr());
        } finally {
            if (!begun) {
                connection.channel().close(true);
                connection.client().stop();
            }
        }
    }

    private Instance instance(AppRef ref, Request request) {
        Map<String, Instance> named = InstanceNames.of(api.instances(ref));
        String process = request.process();
        if (process != null && !process.equals(CleverScaling.TYPE)) {
            Instance chosen = named.get(process);
            if (chosen == null) {
                throw new PawseException(
                        Reason.NOT_FOUND,
                        ref.id() + " has no process " + process
                                + (named.isEmpty() ? "" : ": there are " + String.join(", ", named.keySet())));
            }
            return chosen;
        }
        return named.values().stream()
                .filter(Instance::isUp)
                .findFirst()
                .orElseThrow(() -> new PawseException(
                        Reason.UNAVAILABLE,
                        ref.id() + " has no running instance, and " + CleverProviderFactory.TYPE
                                + " has no one-off processes: start the app first"));
    }

    @Override
    public String toString() {
        return "CleverShell";
    }
}

package dev.pawse.testkit;

import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Permissions;
import java.util.Set;
import java.util.TreeSet;

/** The permissions of a {@link FakeProvider}, whose policies are one line for each command. */
final class FakePermissions implements Permissions {
    private static final Set<String> COMMANDS = Set.of("ps", "logs view", "config list", "config set");

    @Override
    public Set<String> commands() {
        return COMMANDS;
    }

    @Override
    public String policy(AppId app, Set<String> commands) {
        StringBuilder policy = new StringBuilder();
        for (String command : new TreeSet<>(commands)) {
            if (!COMMANDS.contains(command)) {
                throw new PawseException(Reason.INVALID, "there is no command '" + command + "'");
            }
            policy.append("allow ").append(command).append(" on ").append(app).append('\n');
        }
        return policy.toString();
    }
}

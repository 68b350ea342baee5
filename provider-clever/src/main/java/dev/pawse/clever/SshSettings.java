package dev.pawse.clever;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Secret;
import dev.pawse.spi.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the gateway to running instances is reached.
 *
 * @param keys files of private keys, those that are there are tried in order
 * @param keySetting what the user calls the setting for the key
 * @param passphrase of the key, or null
 * @param knownHosts where the gateway's key is kept, or null where there is no place for it
 */
record SshSettings(
        String user,
        String host,
        int port,
        List<Path> keys,
        String keySetting,
        @Nullable Secret passphrase,
        @Nullable Path knownHosts) {
    private static final String GATEWAY = "ssh@sshgateway-clevercloud-customers.services.clever-cloud.com";
    private static final Pattern FORM = Pattern.compile("([^@:/\\s]+)@([^@:/\\s]+)(?::(\\d{1,5}))?");
    private static final int SSH = 22;

    static SshSettings of(Settings settings, Map<String, String> environment) {
        String gateway = settings.text("ssh-gateway").orElse(GATEWAY);
        Matcher form = FORM.matcher(gateway);
        if (!form.matches()) {
            throw wrongGateway(settings, gateway);
        }
        int port = form.group(3) == null ? SSH : Integer.parseInt(form.group(3));
        if (port < 1 || port > 65_535) {
            throw wrongGateway(settings, gateway);
        }
        List<Path> keys = settings.path("ssh-key").map(List::of).orElseGet(() -> usualKeys(environment));
        Path knownHosts = settings.path("ssh-known-hosts")
                .or(() -> usualKnownHosts(environment))
                .orElse(null);
        return new SshSettings(
                form.group(1),
                form.group(2),
                port,
                keys,
                settings.origin("ssh-key"),
                settings.secret("ssh-key-passphrase").orElse(null),
                knownHosts);
    }

    /** The keys that are there. */
    List<Path> presentKeys() {
        return keys.stream().filter(Files::isRegularFile).toList();
    }

    private static PawseException wrongGateway(Settings settings, String gateway) {
        return settings.invalid("ssh-gateway", "is '" + gateway + "'; right is user@host or user@host:port");
    }

    private static List<Path> usualKeys(Map<String, String> environment) {
        return home(environment)
                .map(home -> List.of("id_ed25519", "id_ecdsa", "id_rsa").stream()
                        .map(name -> home.resolve(".ssh").resolve(name))
                        .toList())
                .orElse(List.of());
    }

    private static Optional<Path> usualKnownHosts(Map<String, String> environment) {
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        Optional<Path> folder = state.isBlank()
                ? home(environment).map(home -> home.resolve(".local").resolve("state"))
                : Optional.of(Path.of(state));
        return folder.map(path -> path.resolve("pawse").resolve("known_hosts"));
    }

    private static Optional<Path> home(Map<String, String> environment) {
        return Optional.of(environment.getOrDefault("HOME", ""))
                .filter(home -> !home.isBlank())
                .map(Path::of);
    }
}

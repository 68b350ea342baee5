package dev.pawse.clever;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import dev.pawse.spi.capability.Shell.Window;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.channel.PtyChannelConfiguration;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.session.SessionHeartbeatController.HeartbeatType;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections to instances through the platform's SSH gateway, which takes an instance's id in the place of a command. Only our
 * own settings count: neither {@code ~/.ssh/config} nor an agent is asked. Safe for many threads.
 */
final class SshGateway {
    private static final Duration CONNECT = Duration.ofSeconds(15);
    private static final Duration AUTHENTICATE = Duration.ofSeconds(20);
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);

    private final SshSettings settings;
    private final KnownHosts knownHosts;

    SshGateway(SshSettings settings) {
        this.settings = settings;
        this.knownHosts = new KnownHosts(settings.knownHosts());
    }

    /** An open connection. */
    record Connection(SshClient client, ChannelExec channel) {}

    /**
     * Connects to an instance.
     *
     * @param terminal the size of the terminal to ask for, or null for none
     */
    Connection connect(String instance, @Nullable Window terminal) {
        List<KeyPair> keys = keys();
        JdkEd25519.register();
        AtomicReference<PawseException> refusal = new AtomicReference<>();
        SshClient client = SshClient.setUpDefaultClient();
        boolean connected = false;
        try {
            client.setServerKeyVerifier((session, address, key) -> isRight(key, refusal));
            client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
            client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
            client.setAgentFactory(null);
            client.setSessionHeartbeat(HeartbeatType.IGNORE, KEEP_ALIVE);
            client.start();
            ClientSession session = client.connect(settings.user(), settings.host(), settings.port())
                    .verify(CONNECT)
                    .getSession();
            keys.forEach(session::addPublicKeyIdentity);
            session.auth().verify(AUTHENTICATE);
            ChannelExec channel = channel(session, instance, terminal);
            channel.open().verify(CONNECT);
            connected = true;
            return new Connection(client, channel);
        } catch (IOException e) {
            throw failure(refusal.get(), e);
        } finally {
            if (!connected) {
                client.stop();
            }
        }
    }

    private static ChannelExec channel(ClientSession session, String instance, @Nullable Window terminal)
            throws IOException {
        if (terminal == null) {
            return session.createExecChannel(instance);
        }
        PtyChannelConfiguration pty = new PtyChannelConfiguration();
        pty.setPtyType("xterm-256color");
        pty.setPtyColumns(terminal.columns());
        pty.setPtyLines(terminal.rows());
        ChannelExec channel = session.createExecChannel(instance, pty, Map.of());
        channel.setUsePty(true);
        return channel;
    }

    private boolean isRight(PublicKey key, AtomicReference<PawseException> refusal) {
        try {
            if (knownHosts.judge(settings.host(), settings.port(), key) != KnownHosts.Verdict.CHANGED) {
                return true;
            }
            refusal.set(new PawseException(
                    Reason.FORBIDDEN,
                    "the SSH gateway " + settings.host()
                            + " shows another key than the one it had: if that is right, remove its line from "
                            + settings.knownHosts()));
        } catch (IOException e) {
            refusal.set(new PawseException(
                    Reason.INVALID,
                    "the key of the SSH gateway cannot be kept in " + settings.knownHosts() + " ("
                            + e.getClass().getSimpleName() + ")"));
        }
        return false;
    }

    private List<KeyPair> keys() {
        List<Path> files = settings.presentKeys();
        if (files.isEmpty()) {
            throw new PawseException(
                    Reason.UNAUTHORIZED,
                    "there is no SSH key: set " + settings.keySetting()
                            + " to a private key whose public half is in the account (looked at: "
                            + String.join(
                                    ", ",
                                    settings.keys().stream().map(Path::toString).toList())
                            + ")");
        }
        JdkEd25519.register();
        List<KeyPair> keys = new ArrayList<>();
        PawseException unreadable = null;
        for (Path file : files) {
            try (InputStream in = Files.newInputStream(file)) {
                Iterable<KeyPair> found = SecurityUtils.loadKeyPairIdentities(
                        null, NamedResource.ofName(file.toString()), in, passphrase());
                if (found != null) {
                    found.forEach(keys::add);
                }
            } catch (IOException | GeneralSecurityException | RuntimeException e) {
                // The cause is left out: it may tell of the key.
                unreadable = new PawseException(
                        Reason.INVALID,
                        "the SSH key " + file + " cannot be read: it is no private key, or it needs "
                                + settings.keySetting()
                                + (settings.keySetting().endsWith("KEY") ? "_PASSPHRASE" : "-passphrase"));
            }
        }
        if (keys.isEmpty()) {
            throw unreadable == null
                    ? new PawseException(Reason.INVALID, "the SSH key " + files.get(0) + " holds no key")
                    : unreadable;
        }
        return keys;
    }

    private FilePasswordProvider passphrase() {
        Secret passphrase = settings.passphrase();
        return (session, resource, attempt) -> passphrase == null || attempt > 0 ? null : passphrase.reveal();
    }

    private PawseException failure(@Nullable PawseException refusal, IOException failure) {
        if (refusal != null) {
            return refusal;
        }
        String what = String.valueOf(failure.getMessage()).contains("authentication")
                ? "it does not accept the SSH key: add its public half to the account"
                : "it cannot be reached (" + failure.getClass().getSimpleName() + ")";
        Reason reason = what.startsWith("it does not") ? Reason.UNAUTHORIZED : Reason.UNAVAILABLE;
        return new PawseException(reason, "the SSH gateway " + settings.host() + ":" + settings.port() + ": " + what);
    }
}

package dev.pawse.clever.fake;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.server.SshServer;

/** The gateway: who has a key of the account names an instance, and gets a shell in it. */
final class SshDoor implements AutoCloseable {
    private final SshServer server;
    private final Set<PublicKey> accepted = ConcurrentHashMap.newKeySet();
    private volatile KeyPair own = newKey();

    private SshDoor(SshServer server) {
        this.server = server;
    }

    static SshDoor open(Account account, Path home) {
        SshServer server = SshServer.setUpDefaultServer();
        SshDoor door = new SshDoor(server);
        server.setHost("127.0.0.1");
        server.setPort(0);
        server.setKeyPairProvider(session -> Set.of(door.own));
        server.setPublickeyAuthenticator((user, key, session) ->
                user.equals("ssh") && door.accepted.stream().anyMatch(one -> KeyUtils.compareKeys(one, key)));
        server.setCommandFactory((channel, command) -> new LocalShell(account, command, home));
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return door;
    }

    int port() {
        return server.getPort();
    }

    /** Accepts one more key. */
    void accept(PublicKey key) {
        accepted.add(key);
    }

    /** Shows another key from now on, as an impostor would. */
    void changeKey() {
        own = newKey();
    }

    /** Makes a key of the account and writes its private half. */
    void writeKey(Path file) {
        KeyPair pair = newKey();
        accept(pair.getPublic());
        try (OutputStream out = Files.newOutputStream(file)) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "fake", null, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key of ours cannot be written", e);
        }
    }

    @Override
    public void close() {
        try {
            server.stop(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has the curve secp256r1", e);
        }
    }
}

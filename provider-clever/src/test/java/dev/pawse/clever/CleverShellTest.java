package dev.pawse.clever;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawse.clever.fake.FakeClever;
import dev.pawse.spi.AppId;
import dev.pawse.spi.Formation;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Shell;
import dev.pawse.spi.capability.Shell.Request;
import dev.pawse.spi.capability.Shell.Session;
import dev.pawse.spi.capability.Shell.Window;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CleverShellTest {
    private static final AppId SHOP = new AppId("test", "shop");
    private static final Duration LONG = Duration.ofSeconds(15);

    @TempDir
    Path folder;

    private final FakeClever platform = FakeClever.start();

    CleverShellTest() {
        platform.addApp("shop", Formation.of(Map.of("web", 2)));
    }

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void theExitCodeOfACommandIsItsOwnHoweverItEnded() {
        try (Provider provider = provider(Map.of())) {
            assertThat(exit(provider, "true")).isZero();
            assertThat(exit(provider, "sh", "-c", "exit 7")).isEqualTo(7);
            assertThat(exit(provider, "sh", "-c", "kill -9 $$")).isEqualTo(137);
        }
    }

    @Test
    void whatTheShellSaysBeforeTheCommandIsNotItsOutput() throws IOException {
        try (Provider provider = provider(Map.of());
                Session session = shell(provider).openShell(SHOP, Request.run(List.of("echo", "hello")))) {
            assertThat(new String(session.output().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("hello\n");
        }
    }

    @Test
    void aVariableOfTheRequestIsOnNoCommandLine() throws IOException {
        Request request = new Request(
                List.of(
                        "sh",
                        "-c",
                        "tr '\\0' ' ' < /proc/$$/cmdline; tr '\\0' ' ' < /proc/$PPID/cmdline; test -n \"$PASSWORD\""),
                "web.1",
                Map.of("PASSWORD", "tell-nobody-4711"),
                null,
                null);
        try (Provider provider = provider(Map.of());
                Session session = shell(provider).openShell(SHOP, request)) {
            String output = new String(session.output().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(session.exitCode(LONG)).hasValue(0);
            assertThat(output).isNotEmpty().doesNotContain("tell-nobody-4711");
        }
    }

    @Test
    void aShellWithATerminalReadsWhatIsTyped() throws IOException {
        Request request = new Request(List.of(), null, Map.of(), null, new Window(80, 24));
        try (Provider provider = provider(Map.of());
                Session session = shell(provider).openShell(SHOP, request)) {
            session.resize(new Window(120, 40));
            session.input().write("echo $((6 * 7)); exit 3\n".getBytes(StandardCharsets.UTF_8));
            session.input().flush();

            assertThat(session.hasTerminal()).isTrue();
            assertThat(new String(session.output().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("42");
            assertThat(session.exitCode(LONG)).hasValue(3);
        }
    }

    @Test
    void anAppThatSleepsIsNotWokenForACommand() {
        platform.scaleByHand("shop", Formation.of(Map.of("web", 0)));
        try (Provider provider = provider(Map.of())) {
            assertRefused(provider, Reason.UNAVAILABLE, "no one-off processes: start the app first");
        }
        assertThat(platform.starts("shop")).isZero();
    }

    @Test
    void aGatewayThatShowsAnotherKeyIsNotBelieved() {
        Path known = folder.resolve("deep").resolve("known_hosts");
        try (Provider provider = provider(Map.of("ssh-known-hosts", known.toString()))) {
            assertThat(exit(provider, "true")).isZero();
            assertThat(known).content().startsWith("[127.0.0.1]:").contains("ecdsa-sha2-nistp256 ");
            assertThat(exit(provider, "true")).isZero();
            assertThat(known).content().hasLineCount(1);

            platform.changeGatewayKey();

            assertRefused(provider, Reason.FORBIDDEN, "shows another key than the one it had");
        }
    }

    @Test
    void aKeyOfTodaysUsualKindIsGoodWithAndWithoutAPassphrase() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        platform.acceptKey(pair.getPublic());
        OpenSSHKeyEncryptionContext encryption = new OpenSSHKeyEncryptionContext();
        encryption.setPassword("tell-nobody-pass");
        encryption.setCipherType("256");
        Path plain = folder.resolve("plain");
        Path locked = folder.resolve("locked");
        JdkEd25519.register();
        write(plain, pair, null);
        write(locked, pair, encryption);

        try (Provider provider = provider(Map.of("ssh-key", plain.toString()))) {
            assertThat(exit(provider, "true")).isZero();
        }
        try (Provider provider =
                provider(Map.of("ssh-key", locked.toString(), "ssh-key-passphrase", "tell-nobody-pass"))) {
            assertThat(exit(provider, "true")).isZero();
        }
        try (Provider provider = provider(Map.of("ssh-key", locked.toString()))) {
            assertRefused(provider, Reason.INVALID, "it needs PROVIDER_TEST_SSH_KEY_PASSPHRASE");
        }
    }

    @Test
    void aKeyThatTheAccountDoesNotHaveIsUnauthorized() throws Exception {
        Path stranger = folder.resolve("stranger");
        JdkEd25519.register();
        write(stranger, KeyPairGenerator.getInstance("Ed25519").generateKeyPair(), null);
        try (Provider provider = provider(Map.of("ssh-key", stranger.toString()))) {
            assertRefused(provider, Reason.UNAUTHORIZED, "add its public half to the account");
        }
    }

    @Test
    void withoutAKeyItSaysWhereItLooked() {
        try (Provider provider = provider(Map.of("ssh-key", "/no/such/key"))) {
            assertRefused(provider, Reason.UNAUTHORIZED, "set PROVIDER_TEST_SSH_KEY");
        }
    }

    @Test
    void aGatewayThatIsNotThereIsUnavailable() {
        try (Provider provider = provider(Map.of("ssh-gateway", "ssh@127.0.0.1:1"))) {
            assertRefused(provider, Reason.UNAVAILABLE, "the SSH gateway 127.0.0.1:1: it cannot be reached");
        }
    }

    private static void write(
            Path file, KeyPair pair, @org.jspecify.annotations.Nullable OpenSSHKeyEncryptionContext encryption)
            throws Exception {
        try (OutputStream out = Files.newOutputStream(file)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "test", encryption, out);
        }
    }

    private static void assertRefused(Provider provider, Reason reason, String message) {
        assertThatThrownBy(() -> shell(provider)
                        .openShell(SHOP, Request.run(List.of("true")))
                        .close())
                .isInstanceOfSatisfying(
                        PawseException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(message);
    }

    private static int exit(Provider provider, String... command) {
        try (Session session = shell(provider).openShell(SHOP, Request.run(List.of(command)))) {
            return session.exitCode(LONG).orElseThrow();
        }
    }

    private static Shell shell(Provider provider) {
        return provider.require(Shell.class);
    }

    private Provider provider(Map<String, String> more) {
        return Setup.provider(platform, Clock.systemUTC(), more);
    }
}

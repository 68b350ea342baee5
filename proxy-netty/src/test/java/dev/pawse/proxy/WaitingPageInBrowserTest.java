package dev.pawse.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.testkit.Eventually;
import dev.pawse.testkit.Operation;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The waiting page in a real browser, Debian's Chromium: its script runs under its own policy, and goes on by itself. */
final class WaitingPageInBrowserTest {
    /**
     * When the browser tells what it shows, by the page's own clock: this one stands still while an answer is waited for, however long
     * that takes on a busy machine, and runs ahead to the next timer. A page that let it pass before it goes on would not get there.
     */
    private static final Duration PAGE_TIME = Duration.ofSeconds(2);

    @TempDir
    private Path folder;

    private @Nullable Process started;

    @AfterEach
    void endTheBrowser() throws Exception {
        Process browser = started;
        if (browser != null) {
            browser.destroy();
            browser.waitFor();
        }
    }

    @Test
    void thePageGoesOnByItselfWhenTheAppIsAwake() throws Exception {
        try (WaitingProxy proxy = new WaitingProxy()) {
            CompletableFuture<String> seen = browse(proxy.address("/cart?item=3"));
            Eventually.holds("the page asks", Duration.ofSeconds(60), () -> proxy.pageAsks());
            assertThat(seen).isNotDone();

            proxy.bootShop();

            assertThat(seen.get(60, TimeUnit.SECONDS)).contains(WaitingProxy.GREETING);
            assertThat(proxy.requestsToTheApp())
                    .containsOnlyOnce("/cart?item=3")
                    .doesNotContain(WaitingPage.WAIT_PATH);
        }
    }

    @Test
    void thePageTellsWhyTheAppDidNotWake() throws Exception {
        try (WaitingProxy proxy = new WaitingProxy()) {
            proxy.platform
                    .faults()
                    .on(Operation.START)
                    .fail(new PawseException(Reason.UNAVAILABLE, "no <room> on the platform")
                            .withRetryAfter(Duration.ofMinutes(2)));

            String seen = browse(proxy.address("/")).get(60, TimeUnit.SECONDS);

            assertThat(seen)
                    .contains("data-state=\"failed\"", "no &lt;room&gt; on the platform")
                    .contains("<title>shop did not wake up</title>");
        }
    }

    private CompletableFuture<String> browse(String address) throws Exception {
        Path seen = folder.resolve("seen.html");
        Process browser = new ProcessBuilder(
                        chromium(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--no-first-run",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--virtual-time-budget=" + PAGE_TIME.toMillis(),
                        "--dump-dom",
                        address)
                .redirectOutput(seen.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        started = browser;
        return browser.onExit().thenApply(ended -> {
            try {
                return Files.readString(seen, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static String chromium() {
        return List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome").stream()
                .filter(path -> new File(path).canExecute())
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        "this test needs a Chromium and found none; on Debian: apt-get install chromium"));
    }
}

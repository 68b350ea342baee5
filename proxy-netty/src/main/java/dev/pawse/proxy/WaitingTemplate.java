package dev.pawse.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The text of the waiting page, put together once from its three files; what varies is filled in escaped. */
final class WaitingTemplate {
    private static final String STYLE = resource("waiting.css");
    private static final String SCRIPT = resource("waiting.js");
    private static final String PAGE =
            resource("waiting.html").replace("{{style}}", STYLE).replace("{{script}}", SCRIPT);

    /** What a browser may do with the page: the style and script that are in it, and asking its own host. */
    static final String CONTENT_POLICY =
            "default-src 'none'; style-src '" + hash(STYLE) + "'; script-src '" + hash(SCRIPT)
                    + "'; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private WaitingTemplate() {}

    static String fill(String app, Duration elapsed, Duration retry, @Nullable String failure) {
        return PAGE.replace("{{state}}", failure == null ? "waking" : "failed")
                .replace("{{title}}", failure == null ? "is waking up" : "did not wake up")
                .replace("{{wait}}", WaitingPage.WAIT_PATH)
                .replace("{{elapsed}}", String.valueOf(elapsed.toMillis()))
                .replace("{{retryMs}}", String.valueOf(retry.toMillis()))
                .replace("{{retry}}", String.valueOf(ProblemResponse.seconds(retry)))
                .replace("{{failure}}", failure == null ? "" : escaped(failure))
                .replace("{{app}}", escaped(app));
    }

    /** The text as it may stand between tags and in a quoted attribute. Braces go too, or it could name a place to fill. */
    static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                case '{' -> safe.append("&#123;");
                default -> safe.append(c);
            }
        }
        return safe.toString();
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = WaitingTemplate.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

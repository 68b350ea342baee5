package dev.pawse.ecs;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The key of a dump on its way through S3. It tells which process put it there, so that what a killed one left behind can be told from
 * what another is at work with.
 *
 * @param folder {@code dumps} or {@code uploads}
 * @param at when it was begun
 * @param user who began it, for people
 * @param machine where, as a digest
 * @param pid the process's number there
 */
record TransferKey(String folder, Instant at, String user, String machine, long pid) {
    static final String DUMPS = "dumps";
    static final String UPLOADS = "uploads";

    /** On another machine nobody can look after the process; no transfer takes so long. */
    private static final Duration LONGEST = Duration.ofHours(24);

    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(5);
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT);
    private static final Pattern KEY =
            Pattern.compile("(dumps|uploads)/(\\d{14})-([A-Za-z0-9_]+)-([0-9a-f]{8})-(\\d{1,10})\\.dump");
    private static final String HERE = here();

    static TransferKey of(String folder, Instant at, String user) {
        String word = user.replaceAll("[^A-Za-z0-9_]", "_");
        return new TransferKey(
                folder,
                at,
                word.isEmpty() ? "unknown" : word,
                HERE,
                ProcessHandle.current().pid());
    }

    /** Reads a key or an address that ends with one; empty for what was made in another way. */
    static Optional<TransferKey> parse(String text) {
        Matcher found = KEY.matcher(text.replaceFirst("^s3://[^/]+/", ""));
        if (!found.matches()) {
            return Optional.empty();
        }
        try {
            Instant at = LocalDateTime.parse(found.group(2), STAMP).toInstant(ZoneOffset.UTC);
            return Optional.of(new TransferKey(
                    found.group(1), at, found.group(3), found.group(4), Long.parseLong(found.group(5))));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    String key() {
        return folder + "/" + STAMP.format(at.atOffset(ZoneOffset.UTC)) + "-" + user + "-" + machine + "-" + pid
                + ".dump";
    }

    /** Whether nobody is at work with it any more. */
    boolean isAbandoned(Instant now) {
        if (!machine.equals(HERE)) {
            return now.isAfter(at.plus(LONGEST));
        }
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> process.info()
                        .startInstant()
                        .map(start -> !start.isAfter(at.plus(CLOCKS_DIFFER)))
                        .orElse(true))
                .isEmpty();
    }

    /** A machine since it was started, and the container on it: numbers of processes mean something nowhere else. */
    private static String here() {
        String words = read(Path.of("/proc/sys/kernel/random/boot_id"));
        try {
            words += Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
        } catch (IOException | UnsupportedOperationException e) {
            words += host();
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(words.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "";
        }
    }
}

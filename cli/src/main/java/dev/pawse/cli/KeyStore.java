package dev.pawse.cli;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The operating system's key store, asked through the program that comes with it: {@code security} on macOS, {@code secret-tool} (of
 * libsecret) elsewhere. What is secret goes to its standard input, never into an argument, which everybody on the machine could read.
 */
final class KeyStore {
    private static final String SERVICE = "pawse";
    /** It may ask its user to unlock it. */
    private static final long LIMIT_SECONDS = 60;

    private final Path program;
    private final boolean mac;

    private KeyStore(Path program, boolean mac) {
        this.program = program;
        this.mac = mac;
    }

    /** The one of this machine, or empty when there is none. */
    static Optional<KeyStore> of(World world) {
        boolean mac = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac");
        String path = world.variable("PATH");
        for (String folder : (path == null ? "" : path).split(File.pathSeparator, -1)) {
            Path program = Path.of(folder).resolve(mac ? "security" : "secret-tool");
            if (!folder.isEmpty() && Files.isRegularFile(program) && Files.isExecutable(program)) {
                return Optional.of(new KeyStore(program, mac));
            }
        }
        return Optional.empty();
    }

    /** What people call it. */
    String name() {
        return mac ? "the macOS keychain" : "the key store of the desktop (" + program.getFileName() + ")";
    }

    /**
     * Keeps a text without line ends, quotes and spaces over whatever was kept for an account.
     *
     * @throws IOException when it was not kept
     */
    void store(String account, String secret) throws IOException {
        if (mac) {
            // Commands on standard input are the only way past the arguments.
            run("add-generic-password -U -a " + account + " -s " + SERVICE + " -w " + secret + "\n", "-i");
        } else {
            run(secret, "store", "--label=Pawse: " + account, "service", SERVICE, "account", account);
        }
    }

    /**
     * What is kept for an account, or empty when nothing is.
     *
     * @throws IOException when the key store does not answer
     */
    Optional<String> find(String account) throws IOException {
        String kept = mac
                ? run("", "find-generic-password", "-a", account, "-s", SERVICE, "-w")
                : run("", "lookup", "service", SERVICE, "account", account);
        return kept.isBlank() ? Optional.empty() : Optional.of(kept.strip());
    }

    /**
     * Forgets an account.
     *
     * @throws IOException when it is still there
     */
    void forget(String account) throws IOException {
        if (mac) {
            run("", "delete-generic-password", "-a", account, "-s", SERVICE);
        } else {
            run("", "clear", "service", SERVICE, "account", account);
        }
    }

    private String run(String input, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // One that has ended reads nothing; its exit code says why.
            process.getErrorStream().close();
        }
        try {
            // What it tells fits into a pipe many times, so that it ends before anybody reads.
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(program.getFileName() + " does not answer");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + program.getFileName() + " works", e);
        }
        if (process.exitValue() != 0) {
            throw new IOException(program.getFileName() + " ends with " + process.exitValue());
        }
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}

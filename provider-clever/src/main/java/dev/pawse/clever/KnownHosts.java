package dev.pawse.clever;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import java.util.List;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.jspecify.annotations.Nullable;

/**
 * Remembers a host's key when it is first seen and believes no other one afterwards. The file is one of ours in the form that OpenSSH
 * writes: {@code [host]:port type key}.
 */
final class KnownHosts {
    private final @Nullable Path file;

    KnownHosts(@Nullable Path file) {
        this.file = file;
    }

    /** What is thought of a host's key. */
    enum Verdict {
        KNOWN,
        NEW,
        CHANGED
    }

    /**
     * Judges a key, and remembers it when it is the host's first one.
     *
     * @throws IOException when the file cannot be read or written
     */
    synchronized Verdict judge(String host, int port, PublicKey key) throws IOException {
        if (file == null) {
            throw new IOException("no place to keep the key of " + host);
        }
        String name = "[" + host + "]:" + port;
        String entry = PublicKeyEntry.toString(key);
        List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
        List<String> known = lines.stream()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length() + 1).strip())
                .toList();
        if (known.isEmpty()) {
            remember(file, name + " " + entry + "\n");
            return Verdict.NEW;
        }
        return known.stream().anyMatch(one -> one.equals(entry) || one.startsWith(entry + " "))
                ? Verdict.KNOWN
                : Verdict.CHANGED;
    }

    private static void remember(Path file, String line) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            Files.createDirectories(folder);
        }
        if (!Files.exists(file)
                && file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.write(file, line.getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}

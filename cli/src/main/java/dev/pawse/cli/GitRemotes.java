package dev.pawse.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The remotes of the git repository in which a folder lies, read from its configuration without starting git. */
final class GitRemotes {
    private static final Pattern SECTION = Pattern.compile("\\[\\s*remote\\s+\"(.*)\"\\s*]");
    private static final Pattern URL = Pattern.compile("url\\s*=\\s*(.*?)\\s*", Pattern.CASE_INSENSITIVE);
    private static final String LINK = "gitdir:";

    private GitRemotes() {}

    /** Those that belong to a platform; none outside of a repository, or when it cannot be read. */
    static List<GitRemote> of(Path directory) {
        for (Path folder = directory; folder != null; folder = folder.getParent()) {
            Path git = folder.resolve(".git");
            if (Files.exists(git)) {
                return config(git).map(GitRemotes::read).orElse(List.of());
            }
        }
        return List.of();
    }

    /** A worktree and a submodule have a file that names the repository's folder, and a worktree's names the main one. */
    private static Optional<Path> config(Path git) {
        try {
            Path repository = git;
            if (Files.isRegularFile(git)) {
                String link = Files.readString(git).strip();
                if (!link.startsWith(LINK)) {
                    return Optional.empty();
                }
                repository = git.resolveSibling(link.substring(LINK.length()).strip());
            }
            Path common = repository.resolve("commondir");
            if (Files.isRegularFile(common)) {
                repository = repository.resolve(Files.readString(common).strip());
            }
            Path config = repository.resolve("config");
            return Files.isRegularFile(config) ? Optional.of(config) : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static List<GitRemote> read(Path config) {
        Map<String, String> addresses = new LinkedHashMap<>();
        String remote = null;
        try {
            for (String line : Files.readAllLines(config)) {
                String text = line.strip();
                if (text.startsWith("[")) {
                    Matcher section = SECTION.matcher(text);
                    remote = section.matches() ? section.group(1) : null;
                    continue;
                }
                Matcher url = URL.matcher(text);
                if (remote != null && url.matches()) {
                    // Git fetches from the first one.
                    addresses.putIfAbsent(remote, unquoted(url.group(1)));
                }
            }
        } catch (IOException e) {
            return List.of();
        }
        List<GitRemote> remotes = new ArrayList<>();
        addresses.forEach((name, address) -> GitRemote.of(name, address).ifPresent(remotes::add));
        return remotes;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}

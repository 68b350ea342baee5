package dev.pawse.cli.manual;

import dev.pawse.cli.HelpTopic;
import dev.pawse.cli.Manual;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The step of the build that renders the commands for the distribution, and names the build by what is in it. */
public final class Rendering {
    private Rendering() {}

    /** Writes all of it to a folder. Arguments: the folder, the project's changelog, the time at which it counts as built. */
    public static void main(String... arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        List<Manual.Page> pages = Manual.pages();
        Path completion = Files.createDirectories(folder.resolve("completion"));
        Files.writeString(completion.resolve("pawse.bash"), BashCompletion.render(pages));
        Files.writeString(completion.resolve("pawse.zsh"), ZshCompletion.render(pages));
        Files.writeString(completion.resolve("pawse.fish"), FishCompletion.render(pages));
        Path manual = Files.createDirectories(folder.resolve("man").resolve("man1"));
        Map<String, String> manualPages = ManPages.render(pages, HelpTopic.all());
        for (Map.Entry<String, String> page : manualPages.entrySet()) {
            Files.writeString(manual.resolve(page.getKey()), page.getValue());
        }
        Path debian = folder.resolve("debian");
        Files.createDirectories(debian.resolve("man1"));
        Map<String, byte[]> documents = DebianDocuments.render(
                manualPages, Files.readAllLines(Path.of(arguments[1])), Instant.parse(arguments[2]));
        for (Map.Entry<String, byte[]> document : documents.entrySet()) {
            Files.write(debian.resolve(document.getKey()), document.getValue());
        }
        Files.writeString(folder.resolve("commands.md"), Reference.render(pages, HelpTopic.all()));
        for (Map.Entry<String, String> page : HelpPages.render().entrySet()) {
            Path file = folder.resolve("help").resolve(page.getKey());
            Files.createDirectories(file.resolveSibling("."));
            Files.writeString(file, page.getValue());
        }
        // The times of files are the same in every build; what is in them is not.
        Path libraries = Files.createDirectories(folder.resolve("lib"));
        Files.writeString(libraries.resolve("build-id"), digest(System.getProperty("java.class.path")) + "\n");
    }

    private static String digest(String classPath) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String element : classPath.split(File.pathSeparator, -1)) {
                try (Stream<Path> files = Files.walk(Path.of(element))) {
                    for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                        digest.update(Files.readAllBytes(file));
                    }
                }
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PluginsIT {
    @TempDir
    Path directory;

    @Test
    void aDroppedJarShowsUpAndABrokenOneIsNamed() throws IOException {
        Distribution pawse = copyOfTheDistribution();
        writeJar(directory.resolve("plugins/dropped.jar"), DroppedPlatform.class.getName(), DroppedPlatform.class);
        writeJar(directory.resolve("plugins/liar.jar"), "nowhere.Factory");
        Files.writeString(directory.resolve("plugins/broken.jar"), "this is no jar");

        var result = pawse.run("providers", "--json");

        assertThat(result.code()).isZero();
        assertThat(result.json().get("providers").findValuesAsString("type")).containsExactly("dropped", "local");
        assertThat(result.json().get("providers").findValuesAsString("source"))
                .first()
                .isEqualTo("dropped.jar");
        assertThat(result.json().get("problems"))
                .extracting(problem -> problem.asString().split(":", -1)[0])
                .containsExactly("broken.jar", "liar.jar");
        assertThat(result.err()).contains("broken.jar").contains("liar.jar");
        assertThat(pawse.run("apps", "--provider", "dropped", "--json").out()).isEqualTo("[]\n");
    }

    /** Its own launcher and plugins, the same libraries. */
    private Distribution copyOfTheDistribution() throws IOException {
        Path bin = Files.createDirectory(directory.resolve("bin"));
        Files.copy(
                Distribution.root().resolve("bin/pawse"),
                bin.resolve("pawse"),
                java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        Files.createSymbolicLink(directory.resolve("lib"), Distribution.root().resolve("lib"));
        Path plugins = Files.createDirectory(directory.resolve("plugins"));
        try (Stream<Path> jars = Files.list(Distribution.root().resolve("plugins"))) {
            for (Path jar : jars.toList()) {
                Files.copy(jar, plugins.resolve(jar.getFileName()));
            }
        }
        return new Distribution(bin.resolve("pawse"), directory);
    }

    private static void writeJar(Path jar, String factory, Class<?>... classes) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            out.putNextEntry(new JarEntry("META-INF/services/dev.pawse.spi.ProviderFactory"));
            out.write(factory.getBytes(StandardCharsets.UTF_8));
            for (Class<?> type : classes) {
                for (String suffix : List.of("", "$Empty")) {
                    String name = type.getName().replace('.', '/') + suffix + ".class";
                    out.putNextEntry(new JarEntry(name));
                    try (InputStream in = PluginsIT.class.getResourceAsStream("/" + name)) {
                        assertThat(in).isNotNull().satisfies(bytes -> bytes.transferTo(out));
                    }
                }
            }
        }
    }
}

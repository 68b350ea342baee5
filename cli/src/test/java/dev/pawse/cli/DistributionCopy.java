package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** A distribution with a launcher and plugins of its own and the libraries of the built one. */
final class DistributionCopy {
    private DistributionCopy() {}

    static Distribution in(Path directory) throws IOException {
        Path bin = Files.createDirectory(directory.resolve("bin"));
        Files.copy(Distribution.root().resolve("bin/pawse"), bin.resolve("pawse"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.createSymbolicLink(directory.resolve("lib"), Distribution.root().resolve("lib"));
        Path plugins = Files.createDirectory(directory.resolve("plugins"));
        try (Stream<Path> jars = Files.list(Distribution.root().resolve("plugins"))) {
            for (Path jar : jars.toList()) {
                Files.copy(jar, plugins.resolve(jar.getFileName()));
            }
        }
        return new Distribution(bin.resolve("pawse"), directory);
    }

    /** Writes a plugin that names this factory and holds these classes of the tests with those inside them. */
    static void writeJar(Path jar, String factory, Class<?>... classes) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            out.putNextEntry(new JarEntry("META-INF/services/dev.pawse.spi.ProviderFactory"));
            out.write(factory.getBytes(StandardCharsets.UTF_8));
            for (Class<?> type : classes) {
                write(out, type);
                for (Class<?> inner : type.getDeclaredClasses()) {
                    write(out, inner);
                }
            }
        }
    }

    private static void write(JarOutputStream out, Class<?> type) throws IOException {
        String name = type.getName().replace('.', '/') + ".class";
        out.putNextEntry(new JarEntry(name));
        try (InputStream in = DistributionCopy.class.getResourceAsStream("/" + name)) {
            assertThat(in).isNotNull().satisfies(bytes -> bytes.transferTo(out));
        }
    }
}

package dev.pawse.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.ProviderFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginsTest {
    private static final String SERVICE = "META-INF/services/" + ProviderFactory.class.getName();

    @TempDir
    private Path directory;

    @TempDir
    private Path classes;

    @Test
    void aJarThatIsDroppedInIsFound() throws IOException {
        jar("demo.jar", "plug.DemoFactory", factory("DemoFactory", "demo"));

        try (Plugins plugins = Plugins.load(directory)) {
            assertThat(plugins.problems()).isEmpty();
            assertThat(plugins.providers())
                    .filteredOn(plugin -> plugin.type().equals("demo"))
                    .singleElement()
                    .satisfies(plugin -> {
                        assertThat(plugin.source()).isEqualTo("demo.jar");
                        assertThat(plugin.factory().description()).isEqualTo("the demo provider");
                    });
            assertThat(plugins.provider("demo")).isPresent();
            assertThat(plugins.provider("none")).isEmpty();
        }
    }

    @Test
    void twoJarsMayHoldClassesOfTheSameName() throws IOException {
        jar("one.jar", "plug.Factory", factory("Factory", "one"));
        jar("two.jar", "plug.Factory", factory("Factory", "two"));

        try (Plugins plugins = Plugins.load(directory)) {
            assertThat(plugins.problems()).isEmpty();
            assertThat(plugins.providers()).extracting(Plugins.Plugin::type).contains("one", "two");
        }
    }

    @Test
    void brokenJarsAreToldByNameAndStopNothing() throws IOException {
        Files.writeString(directory.resolve("a-text.jar"), "this is no jar");
        Files.createFile(directory.resolve("b-empty.jar"));
        jar("c-missing.jar", "plug.Missing", Map.of());
        jar("d-nothing.jar", null, Map.of());
        jar("e-foreign.jar", "plug.Foreign", compile("Foreign", "package plug; public class Foreign {}"));
        jar("f-throws.jar", "plug.Throws", compile("Throws", """
                package plug;
                public class Throws extends DemoBase {
                    public Throws() { throw new IllegalStateException("no luck"); }
                    public String type() { return "throws"; }
                }
                """, BASE));
        Map<String, byte[]> withoutBase = compile("Orphan", """
                package plug;
                public class Orphan extends DemoBase { public String type() { return "orphan"; } }
                """, BASE);
        withoutBase.remove("plug/DemoBase.class");
        jar("g-orphan.jar", "plug.Orphan", withoutBase);
        Map<String, byte[]> garbled = factory("Garbled", "garbled");
        garbled.put("plug/Garbled.class", new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
        jar("h-garbled.jar", "plug.Garbled", garbled);
        jar(
                "i-old.jar",
                "plug.Old",
                compile(
                        "Old",
                        """
                package plug;
                public class Old extends DemoBase {
                    public String type() { return dev.pawse.spi.Gone.NAME; }
                }
                """,
                        BASE,
                        "package dev.pawse.spi; public class Gone { public static String NAME = \"x\"; }"));
        Files.delete(classes.resolve("dev/pawse/spi/Gone.class"));
        jar("z-good.jar", "plug.Good", factory("Good", "good"));

        try (Plugins plugins = Plugins.load(directory)) {
            assertThat(plugins.provider("good")).isPresent();
            assertThat(plugins.problems())
                    .satisfiesExactly(
                            problem -> assertThat(problem).startsWith("a-text.jar: is not a jar: "),
                            problem -> assertThat(problem).startsWith("b-empty.jar: is not a jar: "),
                            problem -> assertThat(problem)
                                    .startsWith("c-missing.jar: ")
                                    .contains("plug.Missing not found"),
                            problem -> assertThat(problem).startsWith("d-nothing.jar: offers nothing"),
                            problem -> assertThat(problem)
                                    .startsWith("e-foreign.jar: ")
                                    .contains("plug.Foreign not a subtype"),
                            problem -> assertThat(problem)
                                    .startsWith("f-throws.jar: ")
                                    .contains("no luck"),
                            problem -> assertThat(problem)
                                    .startsWith("g-orphan.jar: ")
                                    .contains("plug/DemoBase"),
                            problem -> assertThat(problem)
                                    .startsWith("h-garbled.jar: ")
                                    .contains("ClassFormatError"),
                            problem -> assertThat(problem)
                                    .startsWith("i-old.jar: ")
                                    .contains("dev/pawse/spi/Gone"));
        }
    }

    @Test
    void twoFactoriesOfOneTypeAreToldWithBothNames() throws IOException {
        jar("one.jar", "plug.First", factory("First", "demo"));
        jar("two.jar", "plug.Second", factory("Second", "demo"));

        try (Plugins plugins = Plugins.load(directory)) {
            assertThat(plugins.problems())
                    .containsExactly(
                            "two.jar: plug.Second offers the type demo that plug.First (one.jar) already offers;"
                                    + " the first one is used");
            assertThat(plugins.providers())
                    .filteredOn(plugin -> plugin.type().equals("demo"))
                    .extracting(Plugins.Plugin::source)
                    .containsExactly("one.jar");
        }
    }

    @Test
    void aFolderThatIsNotThereHoldsNothing() {
        try (Plugins plugins = Plugins.load(directory.resolve("none"));
                Plugins without = Plugins.load(null)) {
            assertThat(plugins.problems()).isEmpty();
            assertThat(plugins.providers()).hasSameSizeAs(without.providers());
        }
    }

    @Test
    void otherFilesAreLeftAlone() throws IOException {
        Files.writeString(directory.resolve("README.txt"), "jars go here");

        try (Plugins plugins = Plugins.load(directory)) {
            assertThat(plugins.problems()).isEmpty();
        }
    }

    private static final String BASE = """
            package plug;
            import dev.pawse.spi.*;
            import dev.pawse.spi.capability.Capability;
            public abstract class DemoBase implements ProviderFactory {
                public String description() { return "the " + type() + " provider"; }
                public java.util.Set<Class<? extends Capability>> capabilities() { return java.util.Set.of(); }
                public Provider create(ProviderContext context) { throw new IllegalStateException(); }
            }
            """;

    private Map<String, byte[]> factory(String name, String type) throws IOException {
        return compile(name, """
                package plug;
                public class %s extends DemoBase { public String type() { return "%s"; } }
                """.formatted(name, type), BASE);
    }

    /** Compiles sources of which the first is of that name; gives the classes of the package plug. */
    private Map<String, byte[]> compile(String name, String... sources) throws IOException {
        try (Stream<Path> old = Files.walk(classes)) {
            for (Path file : old.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        List<String> options =
                List.of("-d", classes.toString(), "-proc:none", "-classpath", System.getProperty("java.class.path"));
        List<JavaFileObject> files = Stream.of(sources).map(PluginsTest::source).toList();
        assertThat(compiler.getTask(messages, null, null, options, null, files).call())
                .as(messages::toString)
                .isTrue();
        assertThat(classes.resolve("plug/" + name + ".class")).exists();
        try (Stream<Path> made = Files.list(classes.resolve("plug"))) {
            Map<String, byte[]> found = new TreeMap<>();
            for (Path file : made.toList()) {
                found.put("plug/" + file.getFileName(), Files.readAllBytes(file));
            }
            return found;
        }
    }

    private static JavaFileObject source(String text) {
        String name = text.replaceAll("(?s).*?class (\\w+).*", "$1");
        String folder = text.replaceAll("(?s)package ([\\w.]+);.*", "$1").replace('.', '/');
        return new SimpleJavaFileObject(
                URI.create("string:///" + folder + "/" + name + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }

    private void jar(String name, @Nullable String factory, Map<String, byte[]> entries) {
        try (OutputStream file = Files.newOutputStream(directory.resolve(name));
                JarOutputStream jar = new JarOutputStream(file)) {
            jar.putNextEntry(new JarEntry("about.txt"));
            if (factory != null) {
                jar.putNextEntry(new JarEntry(SERVICE));
                jar.write(factory.getBytes(StandardCharsets.UTF_8));
            }
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                jar.putNextEntry(new JarEntry(entry.getKey()));
                jar.write(entry.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

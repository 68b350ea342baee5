package dev.pawse.cli.demo;

import dev.pawse.spi.ShellWords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.Yaml;

/** The temporary folder of a demo: the file that names its apps, and what these write. Closing it deletes it. */
public final class DemoFolder implements AutoCloseable {
    private static final String APPS = "apps.yml";
    private static final String SCRIPT = "app.sh";

    private final Path path;

    private DemoFolder(Path path) {
        this.path = path;
    }

    /**
     * Makes the folder with the apps {@code hello}, {@code shop}, {@code stock} and {@code mail}.
     *
     * @param proxyPort where the shop reaches its stock
     */
    public static DemoFolder create(int proxyPort) {
        try {
            DemoFolder folder = new DemoFolder(Files.createTempDirectory("pawse-demo-"));
            Files.writeString(folder.path.resolve(SCRIPT), script());
            Files.writeString(folder.apps(), yaml(proxyPort));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path path() {
        return path;
    }

    /** The file that names the apps. */
    public Path apps() {
        return path.resolve(APPS);
    }

    private static String yaml(int proxyPort) {
        Map<String, Object> apps = new TreeMap<>();
        apps.put("hello", app("hello", Map.of("web", process("hello"))));
        apps.put("stock", app("stock", Map.of("web", process("stock"))));
        apps.put("mail", app("mail", Map.of("web", process("mail"), "worker", process("mail worker"))));
        Map<String, Object> shop = app("shop", Map.of("web", process("shop")));
        shop.put("links", List.of("stock"));
        shop.put("environment", Map.of("STOCK_URL", "http://127.0.0.1:" + proxyPort + "/"));
        apps.put("shop", shop);
        return new Yaml().dump(Map.of("apps", apps));
    }

    private static Map<String, Object> app(String name, Map<String, Object> processes) {
        Map<String, Object> app = new TreeMap<>();
        app.put("processes", new TreeMap<>(processes));
        app.put("hosts", List.of(name + ".localhost"));
        return app;
    }

    private static Map<String, Object> process(String arguments) {
        return Map.of("command", "exec sh " + SCRIPT + " " + arguments, "quantity", 1);
    }

    /** Starts the Java that runs here once more; kept out of the command so that people can read that. */
    private static String script() {
        String java = ShellWords.quoted(
                Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // The one restricted header that is needed is Host: the stock is asked for by name and reached by address.
        return "exec " + java + " -Xshare:auto -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData -Xmx32m"
                + " -Dsun.net.http.allowRestrictedHeaders=true -cp " + ShellWords.quoted(classPath()) + " "
                + DemoApp.class.getName()
                + " \"$@\"\n";
    }

    private static String classPath() {
        try {
            return Path.of(DemoApp.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (java.net.URISyntaxException e) {
            throw new IllegalStateException("the place of our own classes is no address", e);
        }
    }

    /** Deletes the folder with all that is in it. What another process writes meanwhile is deleted too. */
    @Override
    public void close() {
        try {
            Files.walkFileTree(path, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                    if (failure instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw failure;
                }

                @Override
                public FileVisitResult postVisitDirectory(
                        Path folder, @org.jspecify.annotations.Nullable IOException failure) throws IOException {
                    Files.deleteIfExists(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.pawse.core;

import dev.pawse.spi.EventStoreFactory;
import dev.pawse.spi.ProviderFactory;
import dev.pawse.spi.RegistryFactory;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The providers, registries and event stores that can be had: those on the class path and those of the jars of one folder,
 * each jar with a class loader of its own. What cannot be loaded is a problem that names its file and stops nothing else.
 * Immutable; its class loaders live as long as it does.
 */
public final class Plugins implements AutoCloseable {
    private static final String BUILT_IN = "built in";
    private static final String SERVICES = "META-INF/services/dev.pawse.spi.";

    private static final Logger LOG = LoggerFactory.getLogger(Plugins.class);

    private final List<Plugin<ProviderFactory>> providers;
    private final List<Plugin<RegistryFactory>> registries;
    private final List<Plugin<EventStoreFactory>> eventStores;
    private final List<String> problems;
    private final List<URLClassLoader> loaders;

    private Plugins(
            List<Plugin<ProviderFactory>> providers,
            List<Plugin<RegistryFactory>> registries,
            List<Plugin<EventStoreFactory>> eventStores,
            List<String> problems,
            List<URLClassLoader> loaders) {
        this.providers = providers;
        this.registries = registries;
        this.eventStores = eventStores;
        this.problems = problems;
        this.loaders = loaders;
    }

    /**
     * One factory.
     *
     * @param type its name, as users write it
     * @param source the jar's file name, or {@code built in}
     */
    public record Plugin<T>(String type, T factory, String source) {}

    /** Looks into the class path and into every jar of a folder; a folder that is not there holds none. */
    public static Plugins load(@Nullable Path directory) {
        Collector collector = new Collector();
        collector.collect(BUILT_IN, Plugins.class.getClassLoader());
        for (Path jar : collector.jars(directory)) {
            collector.collectJar(jar);
        }
        return collector.plugins();
    }

    /** Exactly these factories, for a program that brings its own. */
    public static Plugins of(
            List<ProviderFactory> providers, List<RegistryFactory> registries, List<EventStoreFactory> eventStores) {
        Collector collector = new Collector();
        providers.forEach(
                factory -> collector.add(new Plugin<>(factory.type(), factory, BUILT_IN), collector.providers));
        registries.forEach(
                factory -> collector.add(new Plugin<>(factory.type(), factory, BUILT_IN), collector.registries));
        eventStores.forEach(
                factory -> collector.add(new Plugin<>(factory.type(), factory, BUILT_IN), collector.eventStores));
        return collector.plugins();
    }

    /** The providers that can be made, sorted by type. */
    public List<Plugin<ProviderFactory>> providers() {
        return providers;
    }

    public List<Plugin<RegistryFactory>> registries() {
        return registries;
    }

    public List<Plugin<EventStoreFactory>> eventStores() {
        return eventStores;
    }

    public Optional<ProviderFactory> provider(String type) {
        return find(providers, type);
    }

    public Optional<RegistryFactory> registry(String type) {
        return find(registries, type);
    }

    public Optional<EventStoreFactory> eventStore(String type) {
        return find(eventStores, type);
    }

    /** What could not be loaded and why, one line each, the file's name first. */
    public List<String> problems() {
        return problems;
    }

    /** Gives back the jars; what was made of them is no longer usable. */
    @Override
    public void close() {
        loaders.forEach(Plugins::closeQuietly);
    }

    private static void closeQuietly(URLClassLoader loader) {
        try {
            loader.close();
        } catch (IOException e) {
            LOG.debug("a plugin jar could not be closed", e);
        }
    }

    private static <T> Optional<T> find(List<Plugin<T>> plugins, String type) {
        return plugins.stream()
                .filter(plugin -> plugin.type().equals(type))
                .map(Plugin::factory)
                .findFirst();
    }

    /** The classes of one jar on top of ours. Its services are its own, so that ours are not offered once more. */
    private static final class JarLoader extends URLClassLoader {
        JarLoader(String name, URL jar) {
            super(name, new URL[] {jar}, Plugins.class.getClassLoader());
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            return name.startsWith(SERVICES) ? findResources(name) : super.getResources(name);
        }
    }

    /** Gathers factories and problems from one place after the other. */
    private static final class Collector {
        private final Map<String, Plugin<ProviderFactory>> providers = new TreeMap<>();
        private final Map<String, Plugin<RegistryFactory>> registries = new TreeMap<>();
        private final Map<String, Plugin<EventStoreFactory>> eventStores = new TreeMap<>();
        private final List<String> problems = new ArrayList<>();
        private final List<URLClassLoader> loaders = new ArrayList<>();

        List<Path> jars(@Nullable Path directory) {
            if (directory == null || !Files.isDirectory(directory)) {
                return List.of();
            }
            try (Stream<Path> files = Files.list(directory)) {
                return files.filter(
                                file -> fileName(file).toLowerCase(Locale.ROOT).endsWith(".jar"))
                        .sorted(Comparator.comparing(Collector::fileName))
                        .toList();
            } catch (IOException e) {
                problems.add(directory + ": cannot be listed: " + e.getMessage());
                return List.of();
            }
        }

        void collectJar(Path jar) {
            String name = fileName(jar);
            // A class loader takes a broken jar for an empty one, so look first.
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                if (zip.stream().noneMatch(entry -> entry.getName().startsWith(SERVICES))) {
                    problems.add(name + ": offers nothing: it has no " + SERVICES + "ProviderFactory");
                    return;
                }
            } catch (ZipException e) {
                problems.add(name + ": is not a jar: " + e.getMessage());
                return;
            } catch (IOException e) {
                problems.add(name + ": cannot be read: " + e.getMessage());
                return;
            }
            try {
                URLClassLoader loader = new JarLoader(name, jar.toUri().toURL());
                loaders.add(loader);
                collect(name, loader);
            } catch (MalformedURLException e) {
                problems.add(name + ": has no address: " + e.getMessage());
            }
        }

        void collect(String source, ClassLoader loader) {
            collect(source, loader, ProviderFactory.class, ProviderFactory::type, providers);
            collect(source, loader, RegistryFactory.class, RegistryFactory::type, registries);
            collect(source, loader, EventStoreFactory.class, EventStoreFactory::type, eventStores);
        }

        private <T> void collect(
                String source,
                ClassLoader loader,
                Class<T> port,
                Function<T, String> type,
                Map<String, Plugin<T>> found) {
            var services = ServiceLoader.load(port, loader).iterator();
            while (true) {
                try {
                    if (!services.hasNext()) {
                        return;
                    }
                    T factory = services.next();
                    add(new Plugin<>(type.apply(factory), factory, source), found);
                } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
                    problems.add(source + ": " + why(e));
                }
            }
        }

        private <T> void add(Plugin<T> plugin, Map<String, Plugin<T>> found) {
            Plugin<T> first = found.putIfAbsent(plugin.type(), plugin);
            if (first != null) {
                problems.add(plugin.source() + ": "
                        + plugin.factory().getClass().getName() + " offers the type "
                        + plugin.type() + " that " + first.factory().getClass().getName() + " (" + first.source()
                        + ") already offers; the first one is used");
            }
        }

        Plugins plugins() {
            return new Plugins(
                    List.copyOf(providers.values()),
                    List.copyOf(registries.values()),
                    List.copyOf(eventStores.values()),
                    List.copyOf(problems),
                    List.copyOf(loaders));
        }

        private static String why(Throwable problem) {
            StringBuilder text = new StringBuilder(String.valueOf(problem.getMessage()));
            for (Throwable cause = problem.getCause(); cause != null; cause = cause.getCause()) {
                text.append(": ").append(cause);
            }
            return problem instanceof ServiceConfigurationError
                    ? text.toString()
                    : problem.getClass().getSimpleName() + ": " + text;
        }

        private static String fileName(Path file) {
            return String.valueOf(file.getFileName());
        }
    }
}

package dev.pawse.core;

import dev.pawse.spi.AppId;
import dev.pawse.spi.Durations;
import dev.pawse.spi.Formation;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Registry.Entry;
import dev.pawse.spi.Registry.Stage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.representer.Representer;

/** The file in which a registry outlives its process: YAML, replaced whole, so that a crash leaves the old one or the new one. */
final class RegistryFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RegistryFile.class);
    private static final int VERSION = 1;
    private static final int LARGEST = 64 * 1024 * 1024;

    private final Path path;
    private final FileChannel lock;

    private RegistryFile(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * What the file holds.
     *
     * @param idle how long each app had not been used when the file was written
     */
    record Content(List<Entry> entries, Map<AppId, Duration> idle) {}

    /**
     * Takes a file for this process alone.
     *
     * @throws PawseException {@link Reason#INVALID} when it cannot be written there, or another process has it
     */
    static RegistryFile open(Path file) {
        Path path = file.toAbsolutePath();
        try {
            Path folder = path.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            FileChannel lock = FileChannel.open(
                    path.resolveSibling(path.getFileName() + ".lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            if (!locks(lock)) {
                lock.close();
                throw new PawseException(
                        Reason.INVALID, path + ": another process keeps its registry there; give each its own file");
            }
            return new RegistryFile(path, lock);
        } catch (IOException e) {
            throw new PawseException(Reason.INVALID, path + ": no registry can be kept there: " + e, e);
        }
    }

    /** Reads the file; one that is not there is empty, and one that is damaged is set aside. */
    Content read() {
        try {
            return content(yaml().load(Files.readString(path)));
        } catch (NoSuchFileException e) {
            return new Content(List.of(), Map.of());
        } catch (IOException | RuntimeException e) {
            return setAside(e);
        }
    }

    /**
     * Replaces the file; when this returns, the new one is on the disk.
     *
     * @throws PawseException {@link Reason#UNAVAILABLE} when it could not be written; then the old one is still there
     */
    void write(Content content) {
        byte[] bytes = yaml().dump(tree(content)).getBytes(StandardCharsets.UTF_8);
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        try {
            try (FileChannel channel = FileChannel.open(
                    fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                ByteBuffer left = ByteBuffer.wrap(bytes);
                while (left.hasRemaining()) {
                    channel.write(left);
                }
                channel.force(true);
            }
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            forceFolder();
        } catch (IOException e) {
            throw new PawseException(Reason.UNAVAILABLE, path + ": the registry could not be saved: " + e, e);
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("{}: could not be unlocked", path, e);
        }
    }

    private static boolean locks(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private void forceFolder() throws IOException {
        Path folder = path.getParent();
        if (folder == null) {
            return;
        }
        // Without this the rename itself may be lost with the power. Windows opens no folders.
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (java.nio.file.AccessDeniedException e) {
            LOG.debug("{}: a folder that cannot be forced to the disk", folder);
        }
    }

    private Content setAside(Exception why) {
        Path aside = path.resolveSibling(path.getFileName() + ".damaged-" + System.nanoTime());
        try {
            Files.move(path, aside);
        } catch (IOException e) {
            throw new PawseException(
                    Reason.INVALID, path + ": is damaged and cannot be set aside: " + e + "; move it away", e);
        }
        LOG.warn(
                "{}: is damaged ({}), was set aside as {}; what ran before the apps were stopped is not known",
                path,
                why.toString().lines().findFirst().orElse(""),
                aside.getFileName());
        return new Content(List.of(), Map.of());
    }

    private static Yaml yaml() {
        LoaderOptions limits = new LoaderOptions();
        limits.setAllowDuplicateKeys(false);
        limits.setCodePointLimit(LARGEST);
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        return new Yaml(new SafeConstructor(limits), new Representer(options), options, limits);
    }

    private static Map<String, Object> tree(Content content) {
        Map<String, Object> apps = new LinkedHashMap<>();
        for (Entry entry : content.entries()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("epoch", entry.epoch());
            one.put("stage", entry.stage().label());
            one.put("since", entry.since().toString());
            Map<String, Object> formation = new TreeMap<>();
            entry.formation().processes().forEach((type, scale) -> {
                Map<String, Object> size = new LinkedHashMap<>();
                size.put("quantity", scale.quantity());
                if (scale.size() != null) {
                    size.put("size", scale.size());
                }
                formation.put(type, size);
            });
            one.put("formation", formation);
            apps.put(entry.app().toString(), one);
        }
        Map<String, Object> idle = new TreeMap<>();
        content.idle().forEach((app, time) -> idle.put(app.toString(), Durations.format(time)));
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("version", VERSION);
        all.put("apps", apps);
        all.put("idle", idle);
        return all;
    }

    private static Content content(@Nullable Object tree) {
        Map<?, ?> all = map(tree, "the file");
        if (!Integer.valueOf(VERSION).equals(all.get("version"))) {
            throw new IllegalArgumentException("version " + all.get("version") + " is not " + VERSION);
        }
        List<Entry> entries = new ArrayList<>();
        map(all.get("apps"), "apps").forEach((id, one) -> entries.add(entry(String.valueOf(id), map(one, "app"))));
        Map<AppId, Duration> idle = new TreeMap<>();
        map(all.get("idle"), "idle")
                .forEach((id, time) -> idle.put(
                        AppId.parse(String.valueOf(id)),
                        Durations.parse(String.valueOf(time), Durations.Unit.SECONDS)));
        return new Content(entries, idle);
    }

    private static Entry entry(String id, Map<?, ?> one) {
        Map<String, Formation.Scale> processes = new TreeMap<>();
        map(one.get("formation"), "formation").forEach((type, scale) -> {
            Map<?, ?> parts = map(scale, "scale");
            Object size = parts.get("size");
            processes.put(
                    String.valueOf(type),
                    new Formation.Scale(
                            number(parts.get("quantity")).intValue(), size == null ? null : String.valueOf(size)));
        });
        return new Entry(
                AppId.parse(id),
                number(one.get("epoch")).longValue(),
                Stage.valueOf(String.valueOf(one.get("stage")).toUpperCase(Locale.ROOT)),
                new Formation(processes),
                Instant.parse(String.valueOf(one.get("since"))));
    }

    private static Map<?, ?> map(@Nullable Object node, String what) {
        if (node instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException(what + ": holds no keys");
    }

    private static Number number(@Nullable Object node) {
        if (node instanceof Number number) {
            return number;
        }
        throw new IllegalArgumentException("'" + node + "' is not a number");
    }
}

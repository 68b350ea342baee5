package dev.pawse.core;

import dev.pawse.spi.Registry;
import dev.pawse.testkit.DurableRegistryContract;
import dev.pawse.testkit.ManualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The registry in memory, with a snapshot file. */
final class SnapshotRegistryContractTest implements DurableRegistryContract {
    private final ManualClock clock = ManualClock.create();
    private final List<Registry> opened = new ArrayList<>();

    @TempDir
    private Path folder;

    @BeforeEach
    void open() {
        opened.add(InMemoryRegistry.open(file("registry.yml"), clock::nanoTime));
    }

    @AfterEach
    void close() {
        opened.forEach(Registry::close);
    }

    @Override
    public Registry registry() {
        return opened.get(0);
    }

    @Override
    public void pass(Duration time) {
        clock.advance(time);
    }

    /** A crash leaves the file as it is at this moment; the lock on it is gone with the process. */
    @Override
    public Registry afterCrash() {
        try {
            Files.copy(file("registry.yml"), file("found.yml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        opened.add(InMemoryRegistry.open(file("found.yml"), clock::nanoTime));
        return opened.get(opened.size() - 1);
    }

    private Path file(String name) {
        return folder.resolve(name);
    }
}

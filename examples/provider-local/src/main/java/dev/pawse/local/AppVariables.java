package dev.pawse.local;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The variables of one app: those of the YAML file, with what was set and unset since, which is kept in the state folder.
 * Several Pawse processes may change them at once.
 */
final class AppVariables {
    private static final String SET = "set.";
    private static final String UNSET = "unset.";

    private final AppSpec app;
    private final StateFolder state;

    AppVariables(AppSpec app, StateFolder state) {
        this.app = app;
        this.state = state;
    }

    /** All variables by name, sorted. */
    Map<String, String> values() {
        Map<String, String> values = new TreeMap<>(app.environment());
        Properties changes = changes();
        changes.stringPropertyNames().forEach(key -> {
            if (key.startsWith(SET)) {
                values.put(key.substring(SET.length()), changes.getProperty(key));
            } else if (key.startsWith(UNSET)) {
                values.remove(key.substring(UNSET.length()));
            }
        });
        return values;
    }

    /** Sets all the given variables at once. */
    void set(Map<String, String> variables) {
        change(changes -> variables.forEach((name, value) -> {
            changes.remove(UNSET + name);
            changes.setProperty(SET + name, value);
        }));
    }

    /** Removes all the given variables at once; one that the YAML file gives is hidden. */
    void unset(Iterable<String> names) {
        change(changes -> names.forEach(name -> {
            changes.remove(SET + name);
            if (app.environment().containsKey(name)) {
                changes.setProperty(UNSET + name, "");
            }
        }));
    }

    private Path path() {
        return state.variables(app.name());
    }

    private Properties changes() {
        Properties changes = new Properties();
        try (Reader reader = Files.newBufferedReader(path())) {
            changes.load(reader);
            return changes;
        } catch (NoSuchFileException e) {
            return changes;
        } catch (IOException | IllegalArgumentException e) {
            throw new PawseException(Reason.UNAVAILABLE, path() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void change(Consumer<Properties> change) {
        try (FileMutex mutex = FileMutex.acquire(state.variablesLock())) {
            Properties changes = changes();
            change.accept(changes);
            StateFolder.createFor(path());
            // A temporary file is readable by its user alone, and the move keeps that.
            Path fresh = Files.createTempFile(path().getParent(), app.name(), ".tmp");
            try (Writer writer = Files.newBufferedWriter(fresh)) {
                changes.store(writer, null);
            }
            Files.move(fresh, path(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw StateFolder.unwritable(path(), e);
        }
    }
}

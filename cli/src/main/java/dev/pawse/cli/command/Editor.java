package dev.pawse.cli.command;

import dev.pawse.cli.Ending;
import dev.pawse.cli.Session;
import dev.pawse.cli.World;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** The user's own editor, on a text that nobody else may read and that is gone afterwards. */
final class Editor implements AutoCloseable {
    private final String program;
    private final Path folder;
    private final Path file;
    private final Ending ending;

    private Editor(String program, Path folder, Path file) {
        this.program = program;
        this.folder = folder;
        this.file = file;
        ending = Ending.with(this::remove);
    }

    /**
     * Puts a text where the editor finds it.
     *
     * @param name the file's name, by which the editor chooses its colours
     */
    static Editor on(Session session, String name, String text) {
        World world = session.world();
        try {
            Path folder = folder(world);
            Path file = folder.resolve(name);
            Editor editor = new Editor(program(world), folder, file);
            try {
                Files.createFile(file);
                if (isPosix(file)) {
                    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
                }
                Files.writeString(file, text);
            } catch (IOException | RuntimeException e) {
                editor.close();
                throw e;
            }
            return editor;
        } catch (IOException e) {
            throw new PawseException(Reason.INVALID, "no file to edit can be made: " + e.getMessage(), e);
        }
    }

    /** Lets the user change the text. */
    String edit() {
        try {
            Process process = new ProcessBuilder(command()).inheritIO().start();
            int code = process.waitFor();
            if (code != 0) {
                throw new PawseException(
                        Reason.FAILED, "the editor " + program + " ended with " + code + ": nothing was changed");
            }
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new PawseException(Reason.INVALID, "what was edited is not text in UTF-8: nothing was changed", e);
        } catch (IOException e) {
            throw new PawseException(
                    Reason.INVALID, "the editor " + program + " cannot be run; VISUAL or EDITOR names another", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PawseException(Reason.FAILED, "interrupted: nothing was changed", e);
        }
    }

    /** Nothing is left, what the editor put beside the file neither. */
    @Override
    public void close() {
        remove();
        ending.close();
    }

    /** The variable may hold a program with its arguments, as other programs take it; the file is never a part of the script. */
    private List<String> command() {
        return isPosix(file)
                ? List.of("sh", "-c", program + " \"$1\"", "sh", file.toString())
                : List.of("cmd", "/c", program + " \"" + file + "\"");
    }

    private synchronized void remove() {
        try (Stream<Path> left = Files.walk(folder)) {
            for (Path path : left.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new PawseException(
                    Reason.FAILED, folder + " holds config variables and cannot be removed: remove it by hand", e);
        }
    }

    private static String program(World world) {
        for (String variable : List.of("VISUAL", "EDITOR")) {
            String program = world.variable(variable);
            if (program != null) {
                return program;
            }
        }
        return "vi";
    }

    /** In memory where the system has a place for that; the folder is the user's alone in any case. */
    private static Path folder(World world) throws IOException {
        String runtime = world.variable("XDG_RUNTIME_DIR");
        if (runtime != null && Files.isWritable(Path.of(runtime))) {
            return Files.createTempDirectory(Path.of(runtime), "pawse-edit-");
        }
        return Files.createTempDirectory("pawse-edit-");
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}

package dev.pawse.cli.startup;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code pawse warmup}, which no help lists: makes the archive of classes. One child of this process runs commands to learn
 * which classes they load, a second one writes these to a file, which then takes its name. {@code --install} is for who
 * installs Pawse for everybody, and makes the archive in the distribution's own folder; the launcher tells them apart.
 */
public final class Warmup {
    private static final String INSTALL = "--install";
    private static final String REHEARSE = "--rehearse";
    private static final long LIMIT_SECONDS = 180;

    private final Path archive;
    private final List<String> java;

    private Warmup(Path archive) {
        this.archive = archive;
        String home = System.getProperty("java.home");
        java = List.of(
                Path.of(home, "bin", "java").toString(),
                "-Xlog:disable",
                "-Dpawse.home=" + System.getProperty("pawse.home", ""),
                "-cp",
                new File(System.getProperty("java.class.path")).getAbsolutePath());
    }

    /** Runs it and returns the exit code. */
    public static int run(PrintStream out, PrintStream err, String... arguments) {
        if (List.of(arguments).contains(REHEARSE)) {
            Rehearsal.run();
            return 0;
        }
        String file = System.getProperty(ClassArchive.TO_BE_MADE);
        if (file == null) {
            err.println(
                    "Error: there is no place for an archive: no home folder, or PAWSE_ARCHIVE=off, or options for Java"
                            + " are set");
            return 1;
        }
        try {
            Path archive = Path.of(file);
            if (List.of(arguments).contains(INSTALL)) {
                ClassArchive.makeSharedFolder(archive);
            } else {
                ClassArchive.makeFolder(archive);
            }
            new Warmup(archive).make();
            out.println("Commands start faster now: " + archive);
            return 0;
        } catch (IOException | UnsupportedOperationException e) {
            err.println("Error: the archive cannot be made: " + e);
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 130;
        }
    }

    private void make() throws IOException, InterruptedException {
        Path folder = archive.toAbsolutePath().getParent();
        Path classes = Files.createTempFile(folder, "classes", ".part");
        Path made = Files.createTempFile(folder, "archive", ".part");
        try {
            rehearse(classes);
            Files.delete(made);
            dump(classes, made);
            Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Files.deleteIfExists(ClassArchive.attempt(archive));
        } finally {
            Files.deleteIfExists(classes);
            Files.deleteIfExists(made);
        }
        Leftovers.remove(archive);
    }

    private void rehearse(Path classes) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(java);
        command.addAll(1, List.of("-Xshare:off", "-XX:DumpLoadedClassList=" + classes, "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("dev.pawse.cli.Main", "warmup", REHEARSE));
        await(command);
    }

    private void dump(Path classes, Path made) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(java);
        command.addAll(
                1, List.of("-Xshare:dump", "-XX:SharedClassListFile=" + classes, "-XX:SharedArchiveFile=" + made));
        await(command);
        if (!Files.exists(made)) {
            throw new IOException("this Java writes none");
        }
    }

    private static void await(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        Process process = builder.start();
        process.getOutputStream().close();
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("it took more than " + LIMIT_SECONDS + " seconds");
            }
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new IOException("Java ended with " + process.exitValue());
        }
    }
}

package dev.pawse.cli;

import dev.pawse.cli.startup.ClassArchive;
import dev.pawse.cli.startup.Warmup;

/** Where the program begins. */
public final class Main {
    private Main() {}

    /** Runs the command that the arguments name and ends with its exit code. */
    public static void main(String[] args) {
        // Otherwise picocli looks for Groovy's closures in every jar of the class path, for 40 ms.
        System.setProperty("picocli.disable.closures", "true");
        int code = run(args);
        System.out.flush();
        System.err.flush();
        // Threads of libraries that are not daemons must not keep a finished command.
        System.exit(code);
    }

    private static int run(String... args) {
        if (args.length > 0 && args[0].equals("warmup")) {
            return Warmup.run(System.out, System.err, args);
        }
        int code = ExitCode.OK;
        if (args.length == 1 && (args[0].equals("--version") || args[0].equals("-V"))) {
            System.out.println("pawse " + Version.text());
        } else {
            code = new Cli(World.ofThisProcess()).run(args);
        }
        ClassArchive.makeIfMissing();
        return code;
    }
}

package dev.pawse.cli;

/** Where the program begins. */
public final class Main {
    private Main() {}

    /** Runs the command that the arguments name and ends with its exit code. */
    public static void main(String[] args) {
        if (args.length == 1 && (args[0].equals("--version") || args[0].equals("-V"))) {
            System.out.println("pawse " + Version.text());
            return;
        }
        int code = new Cli(World.ofThisProcess()).run(args);
        System.out.flush();
        System.err.flush();
        // Threads of libraries that are not daemons must not keep a finished command.
        System.exit(code);
    }
}

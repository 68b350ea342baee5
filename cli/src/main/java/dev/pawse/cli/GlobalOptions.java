package dev.pawse.cli;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that every command takes, before or after its name. */
public final class GlobalOptions {
    /** Those that take a value: what follows them is not the command's name. */
    static final Set<String> WITH_VALUE = Set.of(
            "-a",
            "--app",
            "--provider",
            "--region",
            "--profile",
            "-F",
            "--format",
            "--color",
            "--confirm",
            "--timeout");

    private static final Set<String> WITHOUT_VALUE = Set.of(
            "-j",
            "--json",
            "-q",
            "--quiet",
            "--verbose",
            "--no-color",
            "-y",
            "--yes",
            "--no-input",
            "--dry-run",
            "-h",
            "--help",
            "-V",
            "--version");

    @Option(
            names = {"-a", "--app"},
            paramLabel = "APP",
            description = "Which app: NAME, PROVIDER:NAME or PROVIDER/NAME. Else PAWSE_APP, else .pawse.yml, else git.")
    public @Nullable String app;

    @Option(
            names = "--provider",
            paramLabel = "P",
            description = "Which provider. Else PAWSE_PROVIDER, else .pawse.yml.")
    public @Nullable String provider;

    @Option(
            names = "--region",
            paramLabel = "R",
            description = "Which region of the provider. Else PAWSE_REGION, else PROVIDER_REGION.")
    public @Nullable String region;

    @Option(
            names = "--profile",
            paramLabel = "N",
            description = "Provider, region and account of that name in config.yml. Else PAWSE_PROFILE.")
    public @Nullable String profile;

    @Option(
            names = {"-j", "--json"},
            description = "Same as --format json.")
    boolean json;

    @Option(
            names = {"-F", "--format"},
            paramLabel = "F",
            description = "human, json, jsonl (one value a line) or tsv (one record a line, no header).")
    @Nullable
    String format;

    @Option(
            names = {"-q", "--quiet"},
            description = "Print results and errors only.")
    public boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            description = "Say what is done; -vv says more.")
    boolean[] verbose = {};

    @Option(names = "--color", paramLabel = "WHEN", description = "auto, always or never.")
    @Nullable
    String color;

    @Option(names = "--no-color", description = "Same as --color never.")
    boolean noColor;

    @Option(
            names = {"-y", "--yes"},
            description = "Answer ordinary questions with yes.")
    public boolean yes;

    @Option(names = "--confirm", paramLabel = "APP", description = "Confirm what cannot be undone by naming the app.")
    public @Nullable String confirm;

    @Option(names = "--no-input", description = "Never ask; fail where an answer is needed.")
    boolean noInput;

    @Option(names = "--dry-run", description = "Show what would be done and change nothing.")
    public boolean dryRun;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "How long to wait, e.g. 90s or 10m. Else PAWSE_TIMEOUT.")
    public @Nullable Duration timeout;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    boolean version;

    /** Whether a word is one of these flags, with its value in the same word if it has one. */
    static boolean isWhole(String word) {
        int equals = word.indexOf('=');
        if (equals > 0) {
            return WITH_VALUE.contains(word.substring(0, equals)) || isAttached(word);
        }
        return WITHOUT_VALUE.contains(word) || isAttached(word);
    }

    /** {@code -ashop}, {@code -Fjson}, {@code -v}, {@code -vv}. */
    private static boolean isAttached(String word) {
        boolean value = (word.startsWith("-a") || word.startsWith("-F")) && word.length() > 2;
        return value || word.equals("-v") || word.equals("-vv");
    }
}

package dev.pawse.cli;

import dev.pawse.cli.command.AppsInfo;
import dev.pawse.cli.command.AppsList;
import dev.pawse.cli.command.AuthLogin;
import dev.pawse.cli.command.AuthLogout;
import dev.pawse.cli.command.AuthStatus;
import dev.pawse.cli.command.BuildsList;
import dev.pawse.cli.command.BuildsLogs;
import dev.pawse.cli.command.BuildsView;
import dev.pawse.cli.command.Completion;
import dev.pawse.cli.command.ConfigDiff;
import dev.pawse.cli.command.ConfigEdit;
import dev.pawse.cli.command.ConfigExport;
import dev.pawse.cli.command.ConfigGet;
import dev.pawse.cli.command.ConfigHistoryList;
import dev.pawse.cli.command.ConfigImport;
import dev.pawse.cli.command.ConfigList;
import dev.pawse.cli.command.ConfigSet;
import dev.pawse.cli.command.ConfigUnset;
import dev.pawse.cli.command.DbDump;
import dev.pawse.cli.command.DbList;
import dev.pawse.cli.command.DbLoad;
import dev.pawse.cli.command.DbShell;
import dev.pawse.cli.command.DbUrl;
import dev.pawse.cli.command.Demo;
import dev.pawse.cli.command.DeploymentsList;
import dev.pawse.cli.command.Doctor;
import dev.pawse.cli.command.DoctorIam;
import dev.pawse.cli.command.Events;
import dev.pawse.cli.command.LogsConsole;
import dev.pawse.cli.command.LogsView;
import dev.pawse.cli.command.Open;
import dev.pawse.cli.command.Plan;
import dev.pawse.cli.command.Providers;
import dev.pawse.cli.command.Proxy;
import dev.pawse.cli.command.ProxyCheck;
import dev.pawse.cli.command.ProxyReload;
import dev.pawse.cli.command.ProxySleep;
import dev.pawse.cli.command.ProxyStatus;
import dev.pawse.cli.command.ProxyWake;
import dev.pawse.cli.command.ProxyWhy;
import dev.pawse.cli.command.Ps;
import dev.pawse.cli.command.ReleasesInfo;
import dev.pawse.cli.command.ReleasesList;
import dev.pawse.cli.command.ReleasesRollback;
import dev.pawse.cli.command.Report;
import dev.pawse.cli.command.Restart;
import dev.pawse.cli.command.Run;
import dev.pawse.cli.command.Scale;
import dev.pawse.cli.command.SchemaCommand;
import dev.pawse.cli.command.ShellCommand;
import dev.pawse.cli.command.Start;
import dev.pawse.cli.command.Stop;
import dev.pawse.cli.command.VersionInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Every command by its full name. A command's class is loaded only when that command is asked for. */
final class Catalog {
    private static final List<Entry> ENTRIES = List.of(
            new Entry("demo", "Try it", "Start a proxy with four small apps that sleep and wake"),
            new Entry("apps list", "Apps", "List the apps and what they do"),
            new Entry("apps info", "Apps", "Show all that is known of one app"),
            new Entry("open", "Apps", "Open an app in the browser"),
            new Entry("ps", "Apps", "List an app's processes"),
            new Entry("logs view", "Apps", "Show or follow what an app writes"),
            new Entry("logs console", "Apps", "Open the platform's own page of an app's logs"),
            new Entry("start", "Apps", "Start an app with what it ran before"),
            new Entry("stop", "Apps", "Stop an app and remember what it ran"),
            new Entry("restart", "Apps", "Restart processes"),
            new Entry("scale", "Apps", "Show or change how many processes run"),
            new Entry("run", "Run commands", "Run a command with an app's code and variables"),
            new Entry("shell", "Run commands", "Open a shell with an app's code and variables"),
            new Entry("config list", "Config variables", "List an app's config variables"),
            new Entry("config get", "Config variables", "Print config variables"),
            new Entry("config set", "Config variables", "Set config variables"),
            new Entry("config unset", "Config variables", "Remove config variables"),
            new Entry("config export", "Config variables", "Write all config variables for other programs"),
            new Entry("config import", "Config variables", "Set the config variables of a file"),
            new Entry("config edit", "Config variables", "Edit config variables in your editor"),
            new Entry("config diff", "Config variables", "Compare the config variables of two apps, or of a file"),
            new Entry("config history", "Config variables", "Show when config variables were changed"),
            new Entry("db list", "Databases", "List an app's databases"),
            new Entry("db url", "Databases", "Print how to connect to a database"),
            new Entry("db dump", "Databases", "Write a database to a file"),
            new Entry("db load", "Databases", "Replace what is in a database with a dump"),
            new Entry("db shell", "Databases", "Open a database's own shell, or run SQL in it"),
            new Entry("builds list", "Versions", "List an app's builds"),
            new Entry("builds view", "Versions", "Show one build"),
            new Entry("builds logs", "Versions", "Show or follow what a build writes"),
            new Entry("deployments", "Versions", "List an app's deployments, or watch the newest one end"),
            new Entry("releases list", "Versions", "List an app's releases"),
            new Entry("releases info", "Versions", "Show one release"),
            new Entry("releases rollback", "Versions", "Go back to an earlier release"),
            new Entry("proxy start", "Proxy", "Run the proxy that wakes apps and lets them rest"),
            new Entry("proxy check", "Proxy", "Check the configuration and show which rules each app matches"),
            new Entry("proxy status", "Proxy", "Show what a running proxy knows of its apps"),
            new Entry("proxy reload", "Proxy", "Have a running proxy read its configuration again"),
            new Entry("proxy why", "Proxy", "Say why an app is awake or rests, and what happened to it"),
            new Entry("proxy wake", "Proxy", "Have a running proxy wake an app"),
            new Entry("proxy sleep", "Proxy", "Have a running proxy stop an app that nobody uses"),
            new Entry("report", "Proxy", "Show how long apps rested and what that saved"),
            new Entry("plan", "Proxy", "Show what the proxy would stop now, and why; changes nothing"),
            new Entry("events", "Proxy", "Show or follow what happened to an app"),
            new Entry("auth login", "This program", "Log in to a provider"),
            new Entry("auth logout", "This program", "Forget what was entered to log in"),
            new Entry(
                    "doctor",
                    "This program",
                    "Check what commands need: credentials, clock, permissions, configuration"),
            new Entry("doctor iam", "This program", "Print the least policy with which commands work"),
            new Entry("auth status", "This program", "Show where the credentials of each provider come from"),
            new Entry("providers", "This program", "List the providers and what they can do"),
            new Entry("schema", "This program", "Print the JSON Schema of what a command writes"),
            new Entry(
                    "completion",
                    "This program",
                    "Print what makes a shell complete commands, apps and config variables"),
            new Entry("version", "This program", "Show the versions of Pawse and Java"));

    private static final Map<String, String> OTHER_WORDS = Map.of("status", "apps info");

    private Catalog() {}

    /**
     * One command.
     *
     * @param path its full name, one or two words
     * @param topic under which heading the help lists it
     * @param summary one line
     */
    record Entry(String path, String topic, String summary) {}

    static List<Entry> entries() {
        return ENTRIES;
    }

    static @Nullable Entry find(String path) {
        for (Entry entry : ENTRIES) {
            if (entry.path.equals(path)) {
                return entry;
            }
        }
        return null;
    }

    static boolean isGroup(String word) {
        return !subcommands(word).isEmpty();
    }

    // Loops here and in what else every command runs through: the first stream of a process costs it 20 ms.
    static List<String> subcommands(String group) {
        String prefix = group + " ";
        List<String> found = new ArrayList<>();
        for (Entry entry : ENTRIES) {
            if (entry.path.startsWith(prefix)) {
                found.add(entry.path.substring(prefix.length()));
            }
        }
        return found;
    }

    /** What a group does when no subcommand is named, or null. */
    static @Nullable String usual(String group) {
        return switch (group) {
            case "apps", "builds", "config", "db", "releases" -> group + " list";
            case "auth" -> "auth status";
            case "doctor" -> "doctor";
            case "logs" -> "logs view";
            case "proxy" -> "proxy start";
            default -> null;
        };
    }

    /** The command that another word for it stands for, or the word itself. */
    static String meant(String word) {
        return OTHER_WORDS.getOrDefault(word, word);
    }

    /** Words that stand for a command besides its own. */
    static Set<String> otherWords() {
        return OTHER_WORDS.keySet();
    }

    static List<String> firstWords() {
        return ENTRIES.stream()
                .map(entry -> entry.path.split(" ", 2)[0])
                .distinct()
                .toList();
    }

    static Action create(String path) {
        return switch (path) {
            case "demo" -> new Demo();
            case "apps list" -> new AppsList();
            case "apps info" -> new AppsInfo();
            case "open" -> new Open();
            case "ps" -> new Ps();
            case "logs view" -> new LogsView();
            case "logs console" -> new LogsConsole();
            case "start" -> new Start();
            case "stop" -> new Stop();
            case "restart" -> new Restart();
            case "scale" -> new Scale();
            case "run" -> new Run();
            case "shell" -> new ShellCommand();
            case "config list" -> new ConfigList();
            case "config get" -> new ConfigGet();
            case "config set" -> new ConfigSet();
            case "config unset" -> new ConfigUnset();
            case "config export" -> new ConfigExport();
            case "config import" -> new ConfigImport();
            case "config edit" -> new ConfigEdit();
            case "config diff" -> new ConfigDiff();
            case "config history" -> new ConfigHistoryList();
            case "db list" -> new DbList();
            case "db url" -> new DbUrl();
            case "db dump" -> new DbDump();
            case "db load" -> new DbLoad();
            case "db shell" -> new DbShell();
            case "builds list" -> new BuildsList();
            case "builds view" -> new BuildsView();
            case "builds logs" -> new BuildsLogs();
            case "deployments" -> new DeploymentsList();
            case "releases list" -> new ReleasesList();
            case "releases info" -> new ReleasesInfo();
            case "releases rollback" -> new ReleasesRollback();
            case "proxy start" -> new Proxy();
            case "proxy check" -> new ProxyCheck();
            case "proxy status" -> new ProxyStatus();
            case "proxy reload" -> new ProxyReload();
            case "proxy why" -> new ProxyWhy();
            case "proxy wake" -> new ProxyWake();
            case "proxy sleep" -> new ProxySleep();
            case "report" -> new Report();
            case "plan" -> new Plan();
            case "events" -> new Events();
            case "doctor" -> new Doctor();
            case "doctor iam" -> new DoctorIam();
            case "auth login" -> new AuthLogin();
            case "auth logout" -> new AuthLogout();
            case "auth status" -> new AuthStatus();
            case "providers" -> new Providers();
            case "schema" -> new SchemaCommand();
            case "completion" -> new Completion();
            case "version" -> new VersionInfo();
            default -> throw new IllegalArgumentException(path);
        };
    }
}

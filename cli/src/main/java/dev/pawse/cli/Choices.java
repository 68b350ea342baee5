package dev.pawse.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who says which app, which provider and which region a command is about: the command line, the environment, the project's file, the
 * git repository and the profile, the first of them that does.
 */
final class Choices {
    private final GlobalOptions options;
    private final World world;
    private final @Nullable ProjectFile project;
    private final @Nullable Profile profile;

    Choices(GlobalOptions options, World world) {
        this.options = options;
        this.world = world;
        project = ProjectFile.nearest(world.directory()).orElse(null);
        Given wanted = given(options.profile, "--profile", "PAWSE_PROFILE");
        profile = wanted == null ? null : Profile.find(UserConfig.of(world), wanted);
    }

    /**
     * An app, and who named it.
     *
     * @param remote the git remote that did, or null
     */
    record Choice(AppName name, String origin, @Nullable GitRemote remote) {}

    /**
     * The app.
     *
     * @param argument what the command's own argument says, or null
     * @param types the types of provider it may be on; none for any. Asked only where the git repository has to tell
     * @throws Failure when nobody names one
     */
    Choice app(@Nullable String argument, Supplier<Set<String>> types) {
        if (argument != null) {
            return named(new Given(argument, "APP"));
        }
        Given given = given(options.app, "--app", "PAWSE_APP");
        if (given != null) {
            return named(given);
        }
        if (project != null && project.app() != null) {
            return named(new Given(project.app(), project.path() + ": app"));
        }
        return pushedTo(types.get());
    }

    /** The provider, as {@code PROVIDER_NAME} would name it, or null when nobody asks for one. */
    @Nullable
    Given provider(@Nullable Choice app) {
        String inApp = app == null ? null : app.name().provider();
        if (options.provider != null) {
            if (inApp != null && !options.provider.equals(inApp)) {
                throw Problem.usage("--provider says " + options.provider + " and the app says " + inApp)
                        .failure();
            }
            return new Given(options.provider, "--provider");
        }
        if (app != null && inApp != null) {
            return new Given(inApp, app.origin());
        }
        String variable = world.variable("PAWSE_PROVIDER");
        if (variable != null) {
            return new Given(variable, "PAWSE_PROVIDER");
        }
        if (project != null && project.provider() != null) {
            return new Given(project.provider(), project.path() + ": provider");
        }
        return profile == null ? null : new Given(profile.providerName(), profile.origin());
    }

    /** The region that wins over the configuration's, or null. */
    @Nullable
    Given region() {
        return given(options.region, "--region", "PAWSE_REGION");
    }

    /** The region that counts where the configuration names none, or null. */
    @Nullable
    Given usualRegion(@Nullable Choice app) {
        if (project != null && project.region() != null) {
            return new Given(project.region(), project.path() + ": region");
        }
        if (profile != null && profile.region() != null) {
            return new Given(profile.region(), profile.origin());
        }
        GitRemote remote = app == null ? null : app.remote();
        return app == null || remote == null || remote.region() == null
                ? null
                : new Given(remote.region(), app.origin());
    }

    /** The app's name where the command line or the environment gives one, else null. */
    @Nullable
    AppName appOrNull() {
        Given given = given(options.app, "--app", "PAWSE_APP");
        return given == null ? null : AppName.parse(given.text(), given.origin());
    }

    private @Nullable Given given(@Nullable String flag, String flagName, String variableName) {
        if (flag != null) {
            return new Given(flag, flagName);
        }
        String variable = world.variable(variableName);
        return variable == null ? null : new Given(variable, variableName);
    }

    private static Choice named(Given given) {
        return new Choice(AppName.parse(given.text(), given.origin()), given.origin(), null);
    }

    /** The app as {@link #app} finds it, or null when nobody names one or the git repository names several. */
    @Nullable
    Choice anyApp(Supplier<Set<String>> types) {
        boolean named = options.app != null
                || world.variable("PAWSE_APP") != null
                || (project != null && project.app() != null);
        return named || apps(remotes(types.get())).size() == 1 ? app(null, types) : null;
    }

    private List<GitRemote> remotes(Set<String> types) {
        List<GitRemote> remotes = new ArrayList<>(GitRemotes.of(world.directory()));
        remotes.removeIf(remote -> !types.isEmpty() && !types.contains(remote.type()));
        return remotes;
    }

    private static Set<String> apps(List<GitRemote> remotes) {
        Set<String> apps = new TreeSet<>();
        remotes.forEach(remote -> apps.add(remote.text()));
        return apps;
    }

    private Choice pushedTo(Set<String> types) {
        List<GitRemote> remotes = remotes(types);
        if (apps(remotes).size() != 1) {
            throw noApp(remotes);
        }
        GitRemote remote = remotes.get(0);
        return new Choice(new AppName(null, remote.app()), "git remote " + remote.remote(), remote);
    }

    private Failure noApp(List<GitRemote> remotes) {
        String file = project == null
                ? "no " + ProjectFile.NAME + " in " + world.directory() + " or above"
                : project.path() + " names none";
        StringBuilder git = new StringBuilder();
        for (GitRemote remote : remotes) {
            git.append(git.length() == 0 ? "git remotes of several apps: " : ", ")
                    .append(remote.remote())
                    .append(" is ")
                    .append(remote.text());
        }
        return Problem.usage("no app given: use -a APP, PAWSE_APP or " + ProjectFile.NAME
                        + " (looked at: --app not given, PAWSE_APP not set, " + file + ", "
                        + (remotes.isEmpty() ? "no git remote of heroku, scalingo or clever-cloud" : git) + ")")
                .next(remotes.isEmpty() ? "pawse apps" : "-a " + remotes.get(0).text())
                .failure();
    }
}

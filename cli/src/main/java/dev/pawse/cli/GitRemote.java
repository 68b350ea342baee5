package dev.pawse.cli;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place to which git pushes an app's code.
 *
 * @param remote git's name for it, e.g. {@code heroku}
 * @param type the type of the provider
 * @param app the app's name; on Clever Cloud its id, as nothing else is there
 * @param region the region that the address names, or null
 */
record GitRemote(
        String remote, String type, String app, @Nullable String region) {
    private static final Pattern HEROKU =
            Pattern.compile("(?:https://git\\.heroku\\.com/|(?:ssh://)?git@heroku\\.com[:/])([^/]+?)(?:\\.git)?/?");
    private static final Pattern SCALINGO =
            Pattern.compile("(?:ssh://)?git@(?:ssh\\.([a-z0-9-]+)\\.)?scalingo\\.com[:/]([^/]+?)(?:\\.git)?/?");
    private static final Pattern CLEVER = Pattern.compile(
            "(?:git\\+ssh|ssh|https)://(?:git@)?push-[a-z0-9-]+\\.services\\.clever-cloud\\.com/(app_[a-f0-9-]+)(?:\\.git)?/?");

    /** What an address says, or empty when it is that of somebody else. */
    static Optional<GitRemote> of(String remote, String address) {
        Matcher heroku = HEROKU.matcher(address);
        if (heroku.matches()) {
            return Optional.of(new GitRemote(remote, "heroku", heroku.group(1), null));
        }
        Matcher scalingo = SCALINGO.matcher(address);
        if (scalingo.matches()) {
            return Optional.of(new GitRemote(remote, "scalingo", scalingo.group(2), scalingo.group(1)));
        }
        Matcher clever = CLEVER.matcher(address);
        return clever.matches()
                ? Optional.of(new GitRemote(remote, "clever-cloud", clever.group(1), null))
                : Optional.empty();
    }

    /** Whether the platform's own id stands where others have a name. */
    boolean isById() {
        return type.equals("clever-cloud");
    }

    /** How people write it: {@code heroku:shop}. */
    String text() {
        return type + ":" + app;
    }
}

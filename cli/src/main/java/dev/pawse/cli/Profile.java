package dev.pawse.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A provider, a region and an account under one name, from {@code config.yml} of the user's configuration folder:
 *
 * <pre>{@code
 * profiles:
 *   work: { provider: heroku, account: work }
 *   paris: { provider: scalingo, region: osc-fr1 }
 * }</pre>
 *
 * @param name the profile's name
 * @param path the file it stands in
 * @param provider the type of the provider, or a name that {@code PROVIDER_NAME} gives to one
 * @param account the word by which variables and logins of several accounts are told apart, or null
 * @param region the region, or null
 */
record Profile(
        String name,
        Path path,
        String provider,
        @Nullable String account,
        @Nullable String region) {
    /**
     * Finds a profile by its name.
     *
     * @param wanted its name, and who named it
     * @throws Failure when there is none of that name, or the file is wrong
     */
    static Profile find(UserConfig config, Given wanted) {
        Path file = config.path();
        if (!Files.isRegularFile(file)) {
            throw Problem.usage(wanted.origin() + " names the profile " + wanted.text() + ", and there is no " + file)
                    .failure();
        }
        Map<String, YamlTree> profiles = config.profiles();
        YamlTree found = profiles.get(wanted.text());
        if (found == null) {
            throw Problem.usage(wanted.origin() + ": there is no profile " + wanted.text() + " in " + file)
                    .similar(Similar.to(wanted.text(), profiles.keySet()).orElse(null))
                    .next(profiles.isEmpty() ? null : "--profile " + String.join("|", profiles.keySet()))
                    .failure();
        }
        String provider = found.text("provider");
        if (provider == null) {
            throw Problem.config(file + ": profile " + wanted.text() + " names no provider, as in 'provider: heroku'")
                    .failure();
        }
        return new Profile(wanted.text(), file, provider, found.text("account"), found.text("region"));
    }

    /** The provider as {@code PROVIDER_NAME} would name it. */
    String providerName() {
        return account == null || account.equals(provider) ? provider : account + ":" + provider;
    }

    String origin() {
        return "profile " + name + " of " + path;
    }
}

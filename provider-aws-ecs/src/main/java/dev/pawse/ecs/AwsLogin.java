package dev.pawse.ecs;

import dev.pawse.spi.CredentialSource;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.ProviderContext;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import dev.pawse.spi.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileProperty;
import software.amazon.awssdk.regions.Region;

/**
 * Who calls AWS and in which region, found as AWS's own tools find it and without a call: our settings, the keys of the environment, a
 * web identity, the profiles of {@code ~/.aws}, the role of the container, the role of the machine.
 *
 * @param credentials gives the keys, and new ones before they end
 * @param region where everything is
 * @param source for people
 */
record AwsLogin(AwsCredentialsProvider credentials, Region region, CredentialSource source) {
    static final String NOT_LOGGED_IN =
            "not logged in to aws: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or"
                    + " log in with \"aws sso login\" or \"aws configure\"";

    private static final Path MACHINE = Path.of("/sys/class/dmi/id/sys_vendor");

    /**
     * Looks in all the places, in that order.
     *
     * @throws PawseException {@link Reason#UNAUTHORIZED} when there are no credentials anywhere; {@link Reason#INVALID} when no region
     *     is told or a profile does not exist
     */
    static AwsLogin find(ProviderContext context) {
        Settings settings = context.settings();
        Map<String, String> environment = context.environment();
        Optional<String> named = settings.text("profile");
        Optional<Secret> secret = settings.secret("secret-access-key");
        Optional<String> key = settings.text("access-key-id");
        Optional<Secret> session = settings.secret("session-token");
        Optional<String> region = settings.text("region");
        ProfileFile files = files(environment);
        String profileName = named.or(() -> value(environment, "AWS_PROFILE")).orElse("default");
        Optional<Profile> profile = files.profile(profileName);
        if (profile.isEmpty() && !profileName.equals("default")) {
            throw new PawseException(
                    Reason.INVALID,
                    "there is no profile '" + profileName + "' in ~/.aws; there are "
                            + files.profiles().keySet());
        }
        if (key.isPresent() != secret.isPresent()) {
            throw settings.invalid(
                    key.isPresent() ? "secret-access-key" : "access-key-id", "is not set; right is both or none");
        }
        Region where = region.or(() -> value(environment, "AWS_REGION"))
                .or(() -> value(environment, "AWS_DEFAULT_REGION"))
                .or(() -> profile.flatMap(found -> found.property(ProfileProperty.REGION)))
                .map(name -> region(settings, name))
                .orElse(null);
        Found found = key.isPresent()
                ? new Found(keys(key.get(), secret.orElseThrow(), session), settings.origin("access-key-id"))
                : found(environment, files, profileName, profile, named.isPresent());
        if (where == null) {
            throw settings.invalid("region", "is not set; right is a region such as eu-west-1, here or in AWS_REGION");
        }
        return new AwsLogin(found.credentials(), where, new CredentialSource(found.origin(), null));
    }

    private record Found(AwsCredentialsProvider credentials, String origin) {}

    private static Found found(
            Map<String, String> environment,
            ProfileFile files,
            String profileName,
            Optional<Profile> profile,
            boolean named) {
        Optional<String> key = value(environment, "AWS_ACCESS_KEY_ID");
        Optional<String> secret = value(environment, "AWS_SECRET_ACCESS_KEY");
        if (!named && key.isPresent() && secret.isPresent()) {
            return new Found(
                    keys(
                            key.get(),
                            Secret.of(secret.get()),
                            value(environment, "AWS_SESSION_TOKEN").map(Secret::of)),
                    "AWS_ACCESS_KEY_ID");
        }
        Optional<String> token = value(environment, "AWS_WEB_IDENTITY_TOKEN_FILE");
        Optional<String> role = value(environment, "AWS_ROLE_ARN");
        if (!named && token.isPresent() && role.isPresent()) {
            return new Found(
                    WebIdentityTokenFileCredentialsProvider.builder()
                            .webIdentityTokenFile(Path.of(token.get()))
                            .roleArn(role.get())
                            .roleSessionName(
                                    value(environment, "AWS_ROLE_SESSION_NAME").orElse("pawse"))
                            .build(),
                    "AWS_WEB_IDENTITY_TOKEN_FILE");
        }
        if (profile.isPresent() && holdsCredentials(profile.get())) {
            return new Found(
                    ProfileCredentialsProvider.builder()
                            .profileFile(files)
                            .profileName(profileName)
                            .build(),
                    "~/.aws, profile " + profileName);
        }
        if (environment.containsKey("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")
                || environment.containsKey("AWS_CONTAINER_CREDENTIALS_FULL_URI")) {
            return new Found(ContainerCredentialsProvider.builder().build(), "the container's role");
        }
        if (isMachineOfAws(environment)) {
            return new Found(InstanceProfileCredentialsProvider.create(), "the machine's role");
        }
        throw new PawseException(Reason.UNAUTHORIZED, NOT_LOGGED_IN);
    }

    private static Region region(Settings settings, String name) {
        if (!name.matches("[a-z]{2,}(-[a-z0-9]+)+")) {
            throw settings.invalid("region", "is not a region such as eu-west-1: '" + name + "'");
        }
        return Region.of(name);
    }

    private static boolean holdsCredentials(Profile profile) {
        return profile.properties().keySet().stream()
                .anyMatch(name -> name.equals(ProfileProperty.AWS_ACCESS_KEY_ID)
                        || name.equals(ProfileProperty.ROLE_ARN)
                        || name.startsWith("sso_")
                        || name.equals(ProfileProperty.CREDENTIAL_PROCESS));
    }

    private static AwsCredentialsProvider keys(String key, Secret secret, Optional<Secret> session) {
        AwsCredentials keys = session.<AwsCredentials>map(
                        token -> AwsSessionCredentials.create(key, secret.reveal(), token.reveal()))
                .orElseGet(() -> AwsBasicCredentials.create(key, secret.reveal()));
        return StaticCredentialsProvider.create(keys);
    }

    private static ProfileFile files(Map<String, String> environment) {
        String home = environment.getOrDefault("HOME", "");
        ProfileFile.Aggregator all = ProfileFile.aggregator();
        file(environment, "AWS_SHARED_CREDENTIALS_FILE", home, "credentials")
                .ifPresent(path -> all.addFile(read(path, ProfileFile.Type.CREDENTIALS)));
        file(environment, "AWS_CONFIG_FILE", home, "config")
                .ifPresent(path -> all.addFile(read(path, ProfileFile.Type.CONFIGURATION)));
        return all.build();
    }

    private static Optional<Path> file(Map<String, String> environment, String variable, String home, String name) {
        return value(environment, variable)
                .map(Path::of)
                .or(() -> home.isBlank() ? Optional.empty() : Optional.of(Path.of(home, ".aws", name)))
                .filter(Files::isRegularFile);
    }

    private static ProfileFile read(Path path, ProfileFile.Type type) {
        try {
            return ProfileFile.builder().content(path).type(type).build();
        } catch (IllegalArgumentException e) {
            throw new PawseException(Reason.INVALID, path + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Asking the machine for its role costs a second where there is none, so it is only asked where one can be. */
    private static boolean isMachineOfAws(Map<String, String> environment) {
        if (environment.getOrDefault("AWS_EC2_METADATA_DISABLED", "").equalsIgnoreCase("true")) {
            return false;
        }
        try {
            return Files.readString(MACHINE).strip().equals("Amazon EC2");
        } catch (IOException e) {
            return false;
        }
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(text -> !text.isEmpty());
    }

    /** The keys are not shown. */
    @Override
    public String toString() {
        return "AwsLogin[" + source.origin() + ", " + region + "]";
    }
}

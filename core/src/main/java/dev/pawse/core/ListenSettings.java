package dev.pawse.core;

import dev.pawse.spi.Secret;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where Pawse listens, and what it asks of those who want more than an app. */
record ListenSettings(
        String host,
        int port,
        String adminHost,
        int adminPort,
        Optional<Secret> adminToken,
        boolean systemApiEnabled,
        Optional<Secret> systemApiToken) {
    // Texts of sample files, which are on the web for everybody to try.
    private static final Pattern SAMPLE =
            Pattern.compile("(?i)tk-us-x+.*|x+-y+-z+|change-?me|secret|token|password|todo");
    private static final int HIGHEST_PORT = 65_535;

    static ListenSettings read(ConfigReader reader, Problems problems) {
        ListenSettings settings = new ListenSettings(
                reader.text(ConfigKeys.HOST).orElseThrow(),
                reader.integer(ConfigKeys.PORT, 0, HIGHEST_PORT),
                reader.text(ConfigKeys.ADMIN_HOST).orElseThrow(),
                reader.integer(ConfigKeys.ADMIN_PORT, 0, HIGHEST_PORT),
                reader.secret(ConfigKeys.ADMIN_TOKEN),
                reader.flag(ConfigKeys.SYSTEM_API_ENABLED),
                reader.secret(ConfigKeys.SYSTEM_API_TOKEN));
        if (settings.systemApiEnabled && settings.systemApiToken.isEmpty()) {
            problems.add(ConfigKeys.SYSTEM_API_ENABLED + ": is true and " + ConfigKeys.SYSTEM_API_TOKEN
                    + " is not set; set a token or leave the system API off");
        }
        settings.refuseSample(ConfigKeys.ADMIN_TOKEN, settings.adminToken, problems);
        settings.refuseSample(ConfigKeys.SYSTEM_API_TOKEN, settings.systemApiToken, problems);
        if (settings.port != 0 && settings.port == settings.adminPort && settings.shareAnAddress()) {
            problems.add(ConfigKeys.PORT + " and " + ConfigKeys.ADMIN_PORT + " are both " + settings.port
                    + "; the two listeners need a port each");
        }
        return settings;
    }

    private void refuseSample(String name, Optional<Secret> secret, Problems problems) {
        if (secret.isPresent() && SAMPLE.matcher(secret.get().reveal()).matches()) {
            problems.add(name + ": is the text of a sample; make one up, e.g. with: openssl rand -hex 24");
        }
    }

    private boolean shareAnAddress() {
        return host.equals(adminHost) || host.equals("0.0.0.0") || host.equals("::");
    }
}

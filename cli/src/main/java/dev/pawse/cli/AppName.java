package dev.pawse.cli;

import org.jspecify.annotations.Nullable;

/**
 * An app as users name it: {@code shop}, {@code heroku:shop} or {@code heroku/shop}.
 *
 * @param provider the provider's name, or null when it was left out
 * @param name the app's name
 */
record AppName(@Nullable String provider, String name) {
    static AppName parse(String text, String origin) {
        int at = text.indexOf(':') >= 0 ? text.indexOf(':') : text.indexOf('/');
        AppName parsed = at < 0 ? new AppName(null, text) : new AppName(text.substring(0, at), text.substring(at + 1));
        if (parsed.name.isBlank() || (parsed.provider != null && parsed.provider.isBlank())) {
            throw Problem.usage(origin + ": '" + text + "' is not an app such as shop or heroku:shop")
                    .failure();
        }
        return parsed;
    }
}

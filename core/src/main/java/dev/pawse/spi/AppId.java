package dev.pawse.spi;

import java.util.Comparator;

/**
 * Names one app on one provider instance, e.g. {@code heroku/shop}.
 *
 * @param provider the user's word for the provider instance; it holds no slash
 * @param name the app's name on that platform
 */
public record AppId(String provider, String name) implements Comparable<AppId> {
    private static final Comparator<AppId> ORDER =
            Comparator.comparing(AppId::provider).thenComparing(AppId::name);

    public AppId {
        requireText(provider, "provider");
        requireText(name, "name");
        if (provider.indexOf('/') >= 0) {
            throw new IllegalArgumentException("provider: '" + provider + "' holds a slash");
        }
    }

    /**
     * Reads what {@link #toString()} writes.
     *
     * @throws PawseException {@link Reason#INVALID} when the text is not of the form {@code provider/name}
     */
    public static AppId parse(String text) {
        int slash = text.indexOf('/');
        if (slash <= 0 || slash == text.length() - 1) {
            throw new PawseException(Reason.INVALID, "'" + text + "' is not an app such as heroku/shop");
        }
        return new AppId(text.substring(0, slash), text.substring(slash + 1));
    }

    @Override
    public int compareTo(AppId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return provider + "/" + name;
    }

    private static void requireText(String text, String what) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(what + ": blank");
        }
    }
}

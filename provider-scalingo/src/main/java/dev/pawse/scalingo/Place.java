package dev.pawse.scalingo;

import dev.pawse.http.ApiCall;
import java.util.stream.Stream;

/**
 * An app and the region that it lives in.
 *
 * @param app its name there
 */
record Place(Region region, String app) {
    /** Starts a GET below the app's own address. */
    ApiCall get(String... path) {
        return region.api().get(segments(path));
    }

    ApiCall post(String... path) {
        return region.api().post(segments(path));
    }

    ApiCall put(String... path) {
        return region.api().put(segments(path));
    }

    ApiCall patch(String... path) {
        return region.api().patch(segments(path));
    }

    ApiCall delete(String... path) {
        return region.api().delete(segments(path));
    }

    private String[] segments(String... path) {
        return Stream.concat(Stream.of("apps", app), Stream.of(path)).toArray(String[]::new);
    }

    @Override
    public String toString() {
        return app;
    }
}

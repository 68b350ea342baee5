package dev.pawse.scalingo;

import dev.pawse.http.JsonApi;
import java.net.URI;

/**
 * One region of the account; an app lives in exactly one.
 *
 * @param name e.g. {@code osc-fr1}
 * @param api the platform's API there
 * @param database where the API of databases is there
 */
record Region(String name, JsonApi api, URI database) {
    @Override
    public String toString() {
        return name;
    }
}

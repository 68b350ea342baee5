package dev.pawse.clever;

import dev.pawse.http.ApiCall;
import dev.pawse.http.CallBudget;
import dev.pawse.http.Credential;
import dev.pawse.http.JsonApi;
import dev.pawse.http.Network;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The calls of Clever Cloud's API that more than one class makes. The platform publishes no limit of calls; five a second, with some
 * saved up, is what its own clients stay below. Safe for many threads.
 */
final class CleverApi {
    private static final int SAVED_UP = 30;
    private static final int PER_MINUTE = 300;

    private final JsonApi api;
    private final Clock clock;

    private CleverApi(JsonApi api, Clock clock) {
        this.api = api;
        this.clock = clock;
    }

    static CleverApi of(Network network, URI host, Credential credential, Clock clock) {
        JsonApi api = JsonApi.builder(network, CleverProviderFactory.TYPE, host)
                .credential(credential)
                .errors(new CleverErrors())
                .budget(CallBudget.of(clock, SAVED_UP, PER_MINUTE), clock)
                .refusedFor(Duration.ofSeconds(5))
                .build();
        return new CleverApi(api, clock);
    }

    JsonApi json() {
        return api;
    }

    /** The time that everything which waits goes by. */
    Clock clock() {
        return clock;
    }

    Account summary() {
        return api.get("v2", "summary").read(Account.class);
    }

    List<Application> applications(String owner) {
        return api.get("v2", "organisations", owner, "applications").list(Application.class);
    }

    Optional<Application> application(AppRef app) {
        return get(app).find(Application.class);
    }

    Application existing(AppRef app) {
        return get(app).read(Application.class);
    }

    List<Instance> instances(AppRef app) {
        return get(app, "instances").list(Instance.class);
    }

    /** A GET below an app's own address. */
    ApiCall get(AppRef app, String... more) {
        return api.get(path(app, more));
    }

    ApiCall put(AppRef app, String... more) {
        return api.put(path(app, more));
    }

    ApiCall post(AppRef app, String... more) {
        return api.post(path(app, more));
    }

    ApiCall delete(AppRef app, String... more) {
        return api.delete(path(app, more));
    }

    private static String[] path(AppRef app, String... more) {
        return Stream.concat(Stream.of("v2", "organisations", app.owner(), "applications", app.key()), Stream.of(more))
                .toArray(String[]::new);
    }
}

package dev.pawse.scalingo;

import dev.pawse.http.CallBudget;
import dev.pawse.http.JsonApi;
import dev.pawse.http.Network;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One account on Scalingo: its token, its budget of calls, the APIs of its regions. Safe for many threads. */
final class Account implements AutoCloseable {
    private static final String PLATFORM = "scalingo";
    private static final int ALLOWED_A_MINUTE = 60;
    private static final ScalingoErrors ERRORS = new ScalingoErrors();
    /** A refusal that says nothing of its length ends with the minute that it counts by. */
    private static final Duration REFUSED_FOR = Duration.ofSeconds(10);

    private final Network network;
    private final Clock clock;
    private final CallBudget budget;
    private final BearerToken token;
    private final List<Region> regions;

    Account(Network network, Clock clock, Addresses addresses, Secret apiToken, List<String> regions, int perMinute) {
        this.network = network;
        this.clock = clock;
        // The platform counts by the minute: what was saved up and what comes back in a minute stay below what it
        // allows together.
        budget = CallBudget.of(clock, ALLOWED_A_MINUTE - perMinute, perMinute);
        JsonApi auth = JsonApi.builder(network, "scalingo's login", addresses.authOf())
                .errors(ERRORS)
                .build();
        token = new BearerToken(() -> exchange(auth, apiToken), clock);
        this.regions = regions.stream()
                .map(name -> new Region(name, api(addresses.apiOf(name), token), addresses.databaseOf(name)))
                .toList();
    }

    private record Exchanged(@Nullable String token) {}

    Network network() {
        return network;
    }

    Clock clock() {
        return clock;
    }

    CallBudget budget() {
        return budget;
    }

    List<Region> regions() {
        return regions;
    }

    /** The token that stands for this account for the next minutes, for connections that are no calls. */
    Secret token() {
        return token.token();
    }

    /** An API of this account that wants a token of its own; its calls count as all others do. */
    JsonApi api(URI base, BearerToken credential) {
        return JsonApi.builder(network, PLATFORM, base)
                .credential(credential)
                .errors(ERRORS)
                .budget(budget, clock)
                .refusedFor(REFUSED_FOR)
                .build();
    }

    @Override
    public void close() {
        network.close();
    }

    /** Turns the API token into one for an hour (developers.scalingo.com, "Authentication"): it goes as a password without a user. */
    private static String exchange(JsonApi auth, Secret apiToken) {
        String token = auth.post("tokens", "exchange")
                .header("Authorization", Network.basic("", apiToken.reveal()))
                .json(Map.of())
                .repeatable()
                .read(Exchanged.class)
                .token();
        if (token == null) {
            throw new PawseException(Reason.UNAVAILABLE, "scalingo's login answered without a token");
        }
        return token;
    }

    @Override
    public String toString() {
        return "Account" + regions;
    }
}

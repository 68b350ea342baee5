package dev.pawse.testkit;

import dev.pawse.spi.Formation;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/**
 * A fake of a platform as its customers and its apps' visitors see it: an API with an account behind it, and apps that answer HTTP when
 * they run. What the platform's provider is told of it is a matter of settings alone. Safe for many threads.
 */
public interface FakePlatform extends AutoCloseable {
    /** The provider's type, e.g. {@code heroku}. */
    String type();

    /**
     * The variables that bring a Pawse to this platform and log it in.
     *
     * @param provider the user's word for the provider instance
     */
    Map<String, String> environment(String provider);

    /** What the platform can run with several types at once, one of them at 0. */
    Formation formation();

    /**
     * Makes an app that runs this formation, deployed and answering 200 with its name to visitors.
     *
     * @param hosts the custom domains under which it is known
     */
    void addApp(String name, Formation formation, String... hosts);

    /** Somebody deletes an app. */
    void deleteApp(String name);

    /** Somebody scales an app past Pawse; it is there at once. */
    void scaleByHand(String name, Formation formation);

    /** What an app is asked to run now. */
    Formation formation(String name);

    /** How often an app that rested was asked to run through the API. */
    int starts(String name);

    /** Where visitors reach an app through the platform's own router. */
    URI address(String name);

    /** How long an app takes from being asked to run until it answers; until then the platform answers in its place. */
    void bootTime(Duration time);

    /** The platform refuses more calls than this with 429, by this clock. */
    void limitCalls(int capacity, int perMinute, Clock clock);

    /** How many calls were refused with 429. */
    long refusedCalls();

    /** The server behind the API, for what goes wrong and for what was asked. */
    ApiServer api();

    @Override
    void close();
}

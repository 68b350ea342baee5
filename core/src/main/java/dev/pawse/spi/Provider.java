package dev.pawse.spi;

import dev.pawse.spi.capability.Capability;
import dev.pawse.spi.capability.ConfigHistory;
import dev.pawse.spi.capability.Permissions;
import dev.pawse.spi.capability.Timeline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A platform that runs apps, seen through one set of credentials.
 *
 * <p>Two methods are all that a provider needs; everything else it can do is a {@link Capability}. The engine and the
 * commands call it from many threads at once, never from an event loop; its methods may block, for as long as the
 * provider's own operation time-out at most. They throw {@link PawseException} and nothing else.
 */
public interface Provider extends AutoCloseable {
    /**
     * Every app these credentials can see. All pages are read; an answer that could not be read whole is an exception,
     * never a shorter list.
     */
    List<App> apps();

    /** The app as it is now, or empty when the platform knows none of that name. */
    Optional<App> app(AppId id);

    /** This provider's implementation of a capability, or empty when it has none. */
    default <C extends Capability> Optional<C> capability(Class<C> type) {
        return type.isInstance(this) ? Optional.of(type.cast(this)) : Optional.empty();
    }

    /**
     * This provider's implementation of a capability.
     *
     * @throws PawseException {@link Reason#UNSUPPORTED}, with {@link #whyNot}, when it has none
     */
    default <C extends Capability> C require(Class<C> type) {
        return capability(type).orElseThrow(() -> new PawseException(Reason.UNSUPPORTED, whyNot(type)));
    }

    /** Why this provider lacks a capability, and the nearest thing that works. */
    default String whyNot(Class<? extends Capability> type) {
        if (type.equals(Permissions.class)) {
            return "this platform's credentials are not limited command by command: there is no policy to tell";
        }
        if (type.equals(ConfigHistory.class)) {
            return "this platform does not tell how config variables were changed;"
                    + " \"pawse config export\" now and \"pawse config diff FILE\" later tell what became different";
        }
        if (type.equals(Timeline.class)) {
            return "this platform does not tell what happened to its apps; a running proxy tells what it did itself, and"
                    + " \"pawse logs\" shows what the app wrote";
        }
        return "this provider cannot do that: it offers no " + Capability.label(type);
    }

    /**
     * Whether an answer comes from the platform in the app's place, e.g. its page for an app that does not run: such an answer
     * does not tell that the app is ready. Judges what it is given, never blocks, and may be called on an event loop.
     *
     * @param status the answer's status
     * @param header the first value of a header by its name, in whatever case, or null
     */
    default boolean isPlatformAnswer(int status, Function<String, @Nullable String> header) {
        return false;
    }

    /** Where the credentials were found, for people; empty for a provider that needs none. Makes no call. */
    default Optional<CredentialSource> credentials() {
        return Optional.empty();
    }

    /**
     * By how much this machine's clock was ahead of the platform's when that answered last, negative when it was behind; empty when it
     * has not answered yet or does not tell. Makes no call.
     */
    default Optional<Duration> clockAhead() {
        return Optional.empty();
    }

    /** Gives back what the provider holds: connections, processes. Called once. */
    @Override
    default void close() {}
}

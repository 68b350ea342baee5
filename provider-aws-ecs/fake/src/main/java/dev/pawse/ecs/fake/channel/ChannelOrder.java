package dev.pawse.ecs.fake.channel;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a new session runs and how its agent behaves.
 *
 * @param command the command line, which the agent splits into words without a shell
 * @param environment of the command; {@code PATH} and {@code TERM} are added
 * @param folder where the command runs
 * @param target the session's target, e.g. {@code ecs:shop_0123_0123-4711}
 * @param sessionType as the handshake tells it, or null for an old agent that has no handshake
 * @param encryption or null for none
 * @param customMessage what the agent has to say when the handshake is over; may be empty
 * @param weather of the line
 * @param haste how many times as fast as an agent's its timers run
 */
public record ChannelOrder(
        String command,
        Map<String, String> environment,
        Path folder,
        String target,
        @Nullable String sessionType,
        @Nullable Encryption encryption,
        String customMessage,
        Weather weather,
        int haste) {
    /** Keeps what it is given. */
    public ChannelOrder {
        environment = Map.copyOf(environment);
    }

    /** A session without encryption over a good line. */
    public static ChannelOrder of(String command, Map<String, String> environment, Path folder, String target) {
        return new ChannelOrder(command, environment, folder, target, "InteractiveCommands", null, "", Weather.FAIR, 1);
    }

    /** The same with another type of session, null for an agent without a handshake. */
    public ChannelOrder as(@Nullable String type) {
        return new ChannelOrder(command, environment, folder, target, type, encryption, customMessage, weather, haste);
    }

    /** The same, encrypted. */
    public ChannelOrder encrypted(Encryption by) {
        return new ChannelOrder(command, environment, folder, target, sessionType, by, customMessage, weather, haste);
    }

    /** The same with something to say. */
    public ChannelOrder saying(String text) {
        return new ChannelOrder(command, environment, folder, target, sessionType, encryption, text, weather, haste);
    }

    /** The same over another line, with timers that many times as fast. */
    public ChannelOrder in(Weather other, int faster) {
        return new ChannelOrder(
                command, environment, folder, target, sessionType, encryption, customMessage, other, faster);
    }
}

package dev.pawse.ecs.fake.channel;

/**
 * How bad the line between a client and the agent is. Each chance is that of one message, from 0 to 1.
 *
 * @param seed of the dice: the same messages meet the same fate
 * @param loss the chance to be lost
 * @param duplication the chance to come twice
 * @param reordering the chance to come after some of those that follow
 * @param corruption the chance to come with a bit changed
 * @param pauses the chance that the service asks both sides to pause after it
 * @param cuts the chance that the connection breaks after it
 * @param mostCuts how often the connection breaks at most
 */
public record Weather(
        long seed,
        double loss,
        double duplication,
        double reordering,
        double corruption,
        double pauses,
        double cuts,
        int mostCuts) {
    /** Nothing happens on the way. */
    public static final Weather FAIR = new Weather(0, 0, 0, 0, 0, 0, 0, 0);
}

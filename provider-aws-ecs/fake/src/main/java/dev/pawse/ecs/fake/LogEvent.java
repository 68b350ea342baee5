package dev.pawse.ecs.fake;

/**
 * One line of a log stream.
 *
 * @param id unique in its group, in the order of arrival
 * @param timestamp when it was written, in milliseconds
 * @param ingested when it arrived, in milliseconds
 */
record LogEvent(long id, String stream, long timestamp, long ingested, String message) {}

package dev.pawse.ecs.fake;

/** Where containers write. */
interface LogSink {
    /** A line of a container, in the stream that the log driver makes for it. */
    void write(String group, String stream, String message);
}

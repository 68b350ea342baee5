package dev.pawse.ecs;

import java.util.Set;

/**
 * What the name of a log stream tells: the awslogs driver calls it {@code prefix/container/task}, where the prefix or the container is the
 * process type, depending on who wrote the task definition.
 *
 * @param process the process as people know it, e.g. {@code web.3f2c9a01}
 */
record StreamName(String process) {
    /** How much of a task's id tells it apart. */
    private static final int SHORT_ID = 8;

    /** Prefixes that tools put there for every task. */
    private static final Set<String> GENERAL = Set.of("ecs", "awslogs", "copilot", "app", "fargate");

    static StreamName of(String app, String stream) {
        String[] parts = stream.split("/", -1);
        if (parts.length < 3) {
            return new StreamName(stream);
        }
        String container = parts[parts.length - 2];
        String prefix =
                stream.substring(0, stream.length() - container.length() - parts[parts.length - 1].length() - 2);
        boolean general = prefix.equals(app) || GENERAL.contains(prefix);
        return new StreamName(process(type(app, general ? container : prefix), parts[parts.length - 1]));
    }

    /** The name of a task's process, e.g. {@code web.3f2c9a01}. */
    static String process(String type, String task) {
        return type + "." + task.substring(0, Math.min(SHORT_ID, task.length()));
    }

    private static String type(String app, String word) {
        return word.startsWith(app + "-") ? word.substring(app.length() + 1) : word;
    }
}

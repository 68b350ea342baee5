package dev.pawse.ecs.fake;

import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/** What a container runs in place of a process, for commands that only the app's own image has. */
public interface TaskProgram {
    /**
     * Runs it to its end, on a thread of its own; an interrupt asks it to stop.
     *
     * @param command the whole command, its own name first
     * @param output goes to the container's log
     * @return the exit code
     * @throws Exception for exit code 1
     */
    int run(List<String> command, Map<String, String> environment, OutputStream output) throws Exception;
}

package dev.pawse.cli;

import dev.pawse.http.Network;
import java.util.Map;

/** Does on a second thread what a call to a platform will need, while the first one still reads the command line. */
final class Ahead {
    private Ahead() {}

    /** Prepares for the first connection over TLS; whoever needs that next finds it done, or waits for it. */
    static void prepareTls(Map<String, String> environment) {
        Thread thread = new Thread(() -> Network.prepare(environment), "pawse-ahead");
        thread.setDaemon(true);
        thread.start();
    }
}

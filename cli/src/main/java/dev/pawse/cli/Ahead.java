package dev.pawse.cli;

import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;

/** Does on a second thread what a call to a platform will need, while the first one still reads the command line. */
final class Ahead {
    private Ahead() {}

    /** Reads the certificates that Java believes; whoever needs them next finds them read, or waits for them. */
    static void prepareTls() {
        Thread thread = new Thread(Ahead::readCertificates, "pawse-ahead");
        thread.setDaemon(true);
        thread.start();
    }

    private static void readCertificates() {
        try {
            SSLContext.getDefault().getSocketFactory();
        } catch (NoSuchAlgorithmException e) {
            // Who makes the first connection says so.
            return;
        }
    }
}

package dev.pawse.ecs.session;

import okio.ByteString;

/** One connection of a data channel. None of its methods waits; once it is gone they do nothing. Safe for many threads. */
interface Connection {
    void send(ByteString message);

    /** Ends it in good order, after what was given to send. */
    void close();

    /** Drops it. */
    void cancel();

    /** What hears of a connection, on one thread at a time. */
    interface Receiver {
        /** It is there, and its first message is sent. */
        void opened(Connection connection);

        /** Waiting here holds up what comes after. */
        void message(ByteString message);

        /** It is gone, or never was there; told once. */
        void gone();
    }

    /** Makes connections. */
    interface Connector {
        /**
         * Begins to connect; returns at once.
         *
         * @param first the text to send first
         */
        Connection connect(String first, Receiver receiver);
    }
}

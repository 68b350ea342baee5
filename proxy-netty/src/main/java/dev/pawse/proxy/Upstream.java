package dev.pawse.proxy;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One process of an app as one event loop sees it: the unused connections to it, newest first, and the requests that wait
 * until one may be made. Only its event loop touches it.
 */
final class Upstream {
    /** So many connections are made at once: a process that has just started has a short queue of its own. */
    static final int MAX_DIALS = 16;

    private final Endpoint endpoint;
    private final int maxIdle;
    private final ArrayDeque<UpstreamConnection> idle = new ArrayDeque<>();
    private final ArrayDeque<Exchange> waiting = new ArrayDeque<>();
    /** Those whose last connection broke: another used one may do the same. */
    private final ArrayDeque<Exchange> waitingForNew = new ArrayDeque<>();

    private boolean retired;
    private int dialing;
    private long downUntil;

    Upstream(Endpoint endpoint, int maxIdle, long now) {
        this.endpoint = endpoint;
        this.maxIdle = maxIdle;
        this.downUntil = now;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /**
     * The newest unused connection, or null.
     *
     * @param usedSince connections that were used before this moment are left where they are
     */
    @Nullable
    UpstreamConnection take(long usedSince) {
        while (true) {
            UpstreamConnection newest = idle.peekFirst();
            if (newest == null || newest.idleSince() - usedSince < 0) {
                return null;
            }
            idle.removeFirst();
            if (newest.isUsable()) {
                return newest;
            }
            newest.close();
        }
    }

    /** Keeps a connection for later, or closes it when there are enough. */
    void put(UpstreamConnection connection) {
        if (retired || idle.size() >= maxIdle) {
            connection.close();
            return;
        }
        idle.addFirst(connection);
    }

    void remove(UpstreamConnection connection) {
        idle.remove(connection);
    }

    /** Whether one more connection may be made now; if so it counts until {@link #dialed()}. */
    boolean mayDial() {
        if (dialing >= MAX_DIALS) {
            return false;
        }
        dialing++;
        return true;
    }

    void dialed() {
        dialing--;
    }

    void await(Exchange exchange) {
        (exchange.retried ? waitingForNew : waiting).addLast(exchange);
    }

    /** The request that has waited longest for any connection and still wants an answer, or null. */
    @Nullable
    Exchange nextWaiting() {
        return next(waiting);
    }

    /** The request for which the next connection is to be made, or null. */
    @Nullable
    Exchange nextToDial() {
        Exchange next = next(waitingForNew);
        return next == null ? next(waiting) : next;
    }

    private static @Nullable Exchange next(ArrayDeque<Exchange> queue) {
        Exchange next = queue.pollFirst();
        while (next != null && next.isDone()) {
            next = queue.pollFirst();
        }
        return next;
    }

    void downUntil(long nanos) {
        downUntil = nanos;
    }

    boolean isDown(long now) {
        return downUntil - now > 0;
    }

    /** Closes what has not been used since a moment. */
    void closeIdle(long usedBefore) {
        UpstreamConnection oldest = idle.peekLast();
        while (oldest != null && oldest.idleSince() - usedBefore < 0) {
            idle.removeLast();
            oldest.close();
            oldest = idle.peekLast();
        }
    }

    /** Closes all that is unused; with {@code forGood}, also what comes back later. */
    void drop(boolean forGood) {
        retired |= forGood;
        UpstreamConnection connection = idle.pollFirst();
        while (connection != null) {
            connection.close();
            connection = idle.pollFirst();
        }
    }
}

package dev.pawse.proxy;

import io.netty.channel.Channel;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Counts clients' connections, stops accepting while there are too many, and tells when there are none. */
final class ConnectionGauge {
    private final int max;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition empty = lock.newCondition();
    private @Nullable Channel listener;
    private int count;

    ConnectionGauge(int max) {
        this.max = max;
    }

    void listener(Channel value) {
        lock.lock();
        try {
            listener = value;
        } finally {
            lock.unlock();
        }
    }

    void opened() {
        lock.lock();
        try {
            if (++count == max && listener != null) {
                listener.config().setAutoRead(false);
            }
        } finally {
            lock.unlock();
        }
    }

    void closed() {
        lock.lock();
        try {
            if (count-- == max && listener != null && listener.isOpen()) {
                listener.config().setAutoRead(true);
            }
            if (count == 0) {
                empty.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    int count() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is no connection; false when the time was over first. */
    boolean awaitEmpty(long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (count > 0) {
                if (left <= 0) {
                    return false;
                }
                left = empty.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}

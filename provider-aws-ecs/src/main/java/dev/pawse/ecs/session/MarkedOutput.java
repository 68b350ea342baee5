package dev.pawse.ecs.session;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import okio.Buffer;
import okio.ByteString;

/** Takes the marks of a {@link RemoteCommand} out of what comes, wherever the pieces are cut. Used by one thread. */
final class MarkedOutput {
    private static final byte RS = 0x1e;
    private static final int MOST_DIGITS = 3;

    private final byte[] begin;
    private final byte[] end;
    private final Sink sink;
    private final byte[] held;
    private int count;

    /** Hears what comes, in order. */
    interface Sink {
        void bytes(ByteString bytes) throws InterruptedException;

        /** From here on it is the command's output. */
        void begun();

        /** The command has ended. */
        void exited(int code);
    }

    MarkedOutput(String mark, Sink sink) {
        begin = ((char) RS + mark).getBytes(StandardCharsets.US_ASCII);
        end = ((char) RS + mark + ":").getBytes(StandardCharsets.US_ASCII);
        held = new byte[end.length + MOST_DIGITS + 1];
        this.sink = sink;
    }

    void put(ByteString bytes) throws InterruptedException {
        Buffer plain = new Buffer();
        for (int i = 0; i < bytes.size(); i++) {
            byte next = bytes.getByte(i);
            if (count == 0 && next != RS) {
                plain.writeByte(next);
                continue;
            }
            held[count++] = next;
            if (isComplete()) {
                flush(plain);
                tell();
                count = 0;
            } else if (!mayBecomeMark()) {
                boolean again = next == RS && count > 1;
                plain.write(held, 0, again ? count - 1 : count);
                held[0] = RS;
                count = again ? 1 : 0;
            }
        }
        flush(plain);
    }

    /** Nothing more comes: what looked like a mark was none. */
    void end() throws InterruptedException {
        if (count > 0) {
            ByteString rest = ByteString.of(held, 0, count);
            count = 0;
            sink.bytes(rest);
        }
    }

    private void flush(Buffer plain) throws InterruptedException {
        if (plain.size() > 0) {
            sink.bytes(plain.readByteString());
        }
    }

    private void tell() {
        if (count == begin.length + 1) {
            sink.begun();
        } else {
            sink.exited(
                    Integer.parseInt(new String(held, end.length, count - 1 - end.length, StandardCharsets.US_ASCII)));
        }
    }

    private boolean isComplete() {
        if (held[count - 1] != RS) {
            return false;
        }
        return count == begin.length + 1 || count > end.length + 1;
    }

    private boolean mayBecomeMark() {
        if (count <= begin.length) {
            return startsWith(begin, count);
        }
        if (count <= end.length) {
            return startsWith(end, count);
        }
        byte last = held[count - 1];
        return count <= end.length + MOST_DIGITS && last >= '0' && last <= '9';
    }

    private boolean startsWith(byte[] mark, int length) {
        return Arrays.equals(held, 0, length, mark, 0, length);
    }
}

package dev.pawse.http;

import java.io.FilterInputStream;
import java.io.IOException;
import okhttp3.Call;
import okhttp3.Response;

/**
 * The body of an answer that is read as it comes. Read by one thread; closed by any, which ends a waiting read with an
 * {@link IOException}.
 */
public final class BodyStream extends FilterInputStream {
    private final Call call;
    private final Response response;
    private boolean reading;
    private boolean closed;
    private boolean released;

    BodyStream(Call call, Response response) {
        super(response.body().byteStream());
        this.call = call;
        this.response = response;
    }

    /** The first value of a header of the answer, or the other text. */
    public String header(String name, String absent) {
        String value = response.header(name);
        return value == null ? absent : value;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** A read of nothing returns at once; the stream beneath would wait for more. */
    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        begin();
        try {
            return super.read(into, offset, length);
        } finally {
            end();
        }
    }

    @Override
    public void close() {
        call.cancel();
        release(true);
    }

    private synchronized void begin() throws IOException {
        if (closed) {
            throw new IOException("closed");
        }
        reading = true;
    }

    private void end() {
        synchronized (this) {
            reading = false;
        }
        release(false);
    }

    /**
     * Gives the response back, once, and never under its reader: that would wait for a reader that waits for the other side, and
     * breaks OkHttp's own count of time-outs. A reader whose call was cancelled does it itself.
     */
    private void release(boolean close) {
        synchronized (this) {
            closed |= close;
            if (!closed || reading || released) {
                return;
            }
            released = true;
        }
        response.close();
    }
}

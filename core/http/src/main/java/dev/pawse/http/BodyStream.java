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

    /** A read of nothing returns at once; the stream beneath would wait for more. */
    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        return length == 0 ? 0 : super.read(into, offset, length);
    }

    @Override
    public void close() {
        // Closing the response alone would wait for a reader that waits for the other side.
        call.cancel();
        response.close();
    }
}

package dev.pawse.http;

import java.io.IOException;
import java.io.InputStream;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import okio.Okio;
import okio.Source;

/** A request's body that is read from a stream while it is sent. */
final class StreamBody extends RequestBody {
    private final InputStream in;
    private final MediaType type;
    private final long length;

    StreamBody(InputStream in, MediaType type, long length) {
        this.in = in;
        this.type = type;
        this.length = length;
    }

    @Override
    public MediaType contentType() {
        return type;
    }

    /** Below 0 when it is not known. */
    @Override
    public long contentLength() {
        return length;
    }

    @Override
    public boolean isOneShot() {
        return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        try (Source source = Okio.source(in)) {
            sink.writeAll(source);
        }
    }
}

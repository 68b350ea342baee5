package dev.pawse.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import okio.Okio;
import okio.Source;
import org.jspecify.annotations.Nullable;

/** A request's body that is read from a stream while it is sent, once. */
public final class StreamBody extends RequestBody {
    private final Supplier<InputStream> stream;
    private final @Nullable MediaType type;
    private final long length;

    /**
     * A body of a stream that is asked for when it is sent, and closed after that.
     *
     * @param type its type, or null when a header of the request tells it
     * @param length in bytes; below 0 when it is not known
     */
    public StreamBody(Supplier<InputStream> stream, @Nullable MediaType type, long length) {
        this.stream = stream;
        this.type = type;
        this.length = length;
    }

    @Override
    public @Nullable MediaType contentType() {
        return type;
    }

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
        try (Source source = Okio.source(stream.get())) {
            sink.writeAll(source);
        }
    }
}

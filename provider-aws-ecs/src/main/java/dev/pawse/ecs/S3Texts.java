package dev.pawse.ecs;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import software.amazon.awssdk.core.exception.SdkException;

/** Reads texts that are objects of S3. Safe for many threads. */
final class S3Texts {
    private static final int MAGIC = 2;

    private final AwsClients clients;

    S3Texts(AwsClients clients) {
        this.clients = clients;
    }

    /**
     * Opens an object, unpacked when it is packed. Without the permission to list the bucket S3 says that access is denied also where
     * nothing is, so that both are the same here.
     *
     * @return empty when it is not there or may not be read
     */
    Optional<InputStream> open(S3Place place) throws IOException {
        try {
            PushbackInputStream in = new PushbackInputStream(
                    clients.s3()
                            .getObject(request -> request.bucket(place.bucket()).key(place.key())),
                    MAGIC);
            byte[] head = in.readNBytes(MAGIC);
            in.unread(head);
            boolean packed = head.length == MAGIC && head[0] == (byte) 0x1f && head[1] == (byte) 0x8b;
            return Optional.of(packed ? new GZIPInputStream(in) : in);
        } catch (PawseException e) {
            if (e.reason() == Reason.NOT_FOUND || e.reason() == Reason.FORBIDDEN) {
                return Optional.empty();
            }
            throw e;
        } catch (SdkException e) {
            throw new IOException(e);
        }
    }

    /** The first so many bytes of an object as a text; empty when it is not there or may not be read. */
    Optional<String> beginning(S3Place place, int bytes) throws IOException {
        Optional<InputStream> found = open(place);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = found.get()) {
            return Optional.of(new String(in.readNBytes(bytes), StandardCharsets.UTF_8));
        }
    }
}

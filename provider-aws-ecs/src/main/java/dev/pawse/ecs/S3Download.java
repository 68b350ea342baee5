package dev.pawse.ecs;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * One download of an object: a few ranges at once, written in their order, so that only {@link PartThreads#AT_ONCE} of them are in
 * memory. All are of the same object, or it fails; and what came is compared with the object's ETag.
 */
final class S3Download {
    private static final int RANGE = 8 * 1024 * 1024;
    private static final int ATTEMPTS = 4;

    private final AwsClients clients;
    private final S3Place place;

    S3Download(AwsClients clients, S3Place place) {
        this.clients = clients;
        this.place = place;
    }

    /** Returns how many bytes there were. */
    long run(OutputStream to) throws IOException {
        HeadObjectResponse object = head(null);
        long size = object.contentLength();
        EtagCheck check = EtagCheck.of(object, () -> head(1));
        try (PartThreads<byte[]> threads = new PartThreads<>()) {
            long asked = 0;
            while (asked < size || !threads.isEmpty()) {
                while (asked < size && threads.hasRoom()) {
                    long first = asked;
                    int length = (int) Math.min(RANGE, size - first);
                    threads.add(() -> range(first, length, object.eTag()));
                    asked += length;
                }
                byte[] range = threads.next();
                check.update(range);
                to.write(range);
            }
        }
        to.flush();
        if (!check.fits()) {
            throw new PawseException(
                    Reason.UNAVAILABLE, "the dump came damaged: its checksum is not that of " + place + "; try again");
        }
        return size;
    }

    private HeadObjectResponse head(@Nullable Integer part) {
        return clients.s3()
                .headObject(request ->
                        request.bucket(place.bucket()).key(place.key()).partNumber(part));
    }

    private byte[] range(long first, int length, String etag) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try (InputStream in = clients.s3()
                    .getObject(request -> request.bucket(place.bucket())
                            .key(place.key())
                            .range("bytes=" + first + "-" + (first + length - 1))
                            .ifMatch(etag)
                            .overrideConfiguration(S3Objects.patient()))) {
                byte[] bytes = in.readNBytes(length);
                if (bytes.length == length) {
                    return bytes;
                }
                throw new IOException("the connection ended after " + bytes.length + " of " + length + " bytes");
            } catch (IOException | SdkException e) {
                if (attempt >= ATTEMPTS || Thread.currentThread().isInterrupted()) {
                    throw new IOException("a range of " + place + " did not come: " + e.getMessage(), e);
                }
            } catch (PawseException e) {
                if (AwsErrors.is(e, "PreconditionFailed")) {
                    throw new PawseException(Reason.CONFLICT, place + " was replaced while it was read", e);
                }
                throw e;
            }
        }
    }
}

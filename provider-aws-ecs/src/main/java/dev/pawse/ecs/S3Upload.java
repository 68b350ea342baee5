package dev.pawse.ecs;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * One upload of a stream whose length nobody knows: whole when it is short, else in parts, a few at once, each with a checksum that S3
 * looks at (docs.aws.amazon.com/AmazonS3, "Multipart upload"). It holds {@link PartThreads#AT_ONCE} parts and one more in memory. When it
 * does not come to its end, also because the process is told to end, it is aborted.
 */
final class S3Upload {
    private static final Logger LOG = LoggerFactory.getLogger(S3Upload.class);
    private static final String TYPE = "application/octet-stream";
    private static final int PART = 8 * 1024 * 1024;
    /** Ten thousand parts are the most: they grow, so that terabytes fit. */
    private static final int PARTS_OF_A_SIZE = 2_000;

    private final AwsClients clients;
    private final S3Place place;
    /** Those whose part is sent. */
    private final Queue<byte[]> buffers = new ConcurrentLinkedQueue<>();

    private long moved;

    S3Upload(AwsClients clients, S3Place place) {
        this.clients = clients;
        this.place = place;
    }

    /** Returns how many bytes there were. */
    long run(InputStream from) throws IOException {
        byte[] first = new byte[PART];
        int count = from.readNBytes(first, 0, PART);
        moved = count;
        if (count < PART) {
            clients.s3()
                    .putObject(
                            request -> request.bucket(place.bucket())
                                    .key(place.key())
                                    .overrideConfiguration(S3Objects.patient()),
                            body(first, count));
            return moved;
        }
        Made<String> upload = new Made<>();
        try (AtExit exit = AtExit.run(() -> upload.await().ifPresent(this::abort))) {
            inParts(upload.make(this::begin), first, from);
            return moved;
        }
    }

    private String begin() {
        return clients.s3()
                .createMultipartUpload(request ->
                        request.bucket(place.bucket()).key(place.key()).contentType(TYPE))
                .uploadId();
    }

    private void inParts(String upload, byte[] first, InputStream from) throws IOException {
        boolean done = false;
        try {
            List<CompletedPart> parts = new ArrayList<>();
            try (PartThreads<CompletedPart> threads = new PartThreads<>()) {
                byte[] buffer = first;
                int count = first.length;
                for (int number = 1; count > 0; number++) {
                    send(threads, upload, number, buffer, count);
                    if (!threads.hasRoom()) {
                        parts.add(threads.next());
                    }
                    buffer = buffer(number + 1);
                    count = from.readNBytes(buffer, 0, buffer.length);
                    moved += count;
                }
                while (!threads.isEmpty()) {
                    parts.add(threads.next());
                }
            }
            clients.s3()
                    .completeMultipartUpload(request -> request.bucket(place.bucket())
                            .key(place.key())
                            .uploadId(upload)
                            .multipartUpload(all -> all.parts(parts))
                            .overrideConfiguration(S3Objects.patient()));
            done = true;
        } finally {
            if (!done) {
                AtExit.evenInterrupted(() -> abort(upload));
            }
        }
    }

    private void send(PartThreads<CompletedPart> threads, String upload, int number, byte[] buffer, int count) {
        threads.add(() -> {
            String etag = clients.s3()
                    .uploadPart(
                            request -> request.bucket(place.bucket())
                                    .key(place.key())
                                    .uploadId(upload)
                                    .partNumber(number)
                                    .overrideConfiguration(S3Objects.patient()),
                            body(buffer, count))
                    .eTag();
            buffers.add(buffer);
            return CompletedPart.builder().partNumber(number).eTag(etag).build();
        });
    }

    private byte[] buffer(int number) {
        int size = PART << Math.min(4, (number - 1) / PARTS_OF_A_SIZE);
        byte[] free = buffers.poll();
        return free != null && free.length == size ? free : new byte[size];
    }

    private static RequestBody body(byte[] bytes, int count) {
        return RequestBody.fromContentProvider(
                ContentStreamProvider.fromInputStreamSupplier(() -> new ByteArrayInputStream(bytes, 0, count)),
                count,
                TYPE);
    }

    private void abort(String upload) {
        try {
            clients.s3()
                    .abortMultipartUpload(request ->
                            request.bucket(place.bucket()).key(place.key()).uploadId(upload));
        } catch (PawseException e) {
            if (e.reason() != Reason.NOT_FOUND) {
                LOG.warn("the upload to {} could not be aborted, the next db command does it: {}", place, e.message());
            }
        }
    }
}

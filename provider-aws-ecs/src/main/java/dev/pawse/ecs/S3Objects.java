package dev.pawse.ecs;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;

/** Moves large objects into S3 and out of it. Safe for many threads. */
final class S3Objects {
    private static final Logger LOG = LoggerFactory.getLogger(S3Objects.class);
    /** A part may take long on a slow line; one that does not move at all is noticed by the silence. */
    private static final Duration PART = Duration.ofMinutes(30);

    private final AwsClients clients;

    S3Objects(AwsClients clients) {
        this.clients = clients;
    }

    static AwsRequestOverrideConfiguration patient() {
        return AwsRequestOverrideConfiguration.builder()
                .apiCallTimeout(PART.multipliedBy(2))
                .apiCallAttemptTimeout(PART)
                .build();
    }

    /**
     * Puts all that a stream holds into an object; after a failure nothing is left.
     *
     * @return how many bytes
     */
    long upload(InputStream from, S3Place to) {
        try {
            return new S3Upload(clients, to).run(from);
        } catch (IOException e) {
            throw new PawseException(Reason.INVALID, "the dump could not be read: " + e.getMessage(), e);
        }
    }

    /**
     * Writes an object out, and looks whether it is what S3 has.
     *
     * @return how many bytes
     * @throws PawseException {@link Reason#NOT_FOUND} when it is not there
     */
    long download(S3Place from, OutputStream to) {
        try {
            return new S3Download(clients, from).run(to);
        } catch (IOException e) {
            throw new PawseException(Reason.INTERNAL, "the dump could not be written: " + e.getMessage(), e);
        }
    }

    /** Deletes an object; where that fails says so, and a rule of the bucket has to do it. */
    void delete(S3Place place) {
        AtExit.evenInterrupted(() -> {
            try {
                clients.s3()
                        .deleteObject(request -> request.bucket(place.bucket()).key(place.key()));
            } catch (PawseException e) {
                LOG.warn("{} stays there, because it could not be deleted: {}", place, e.message());
            }
        });
    }
}

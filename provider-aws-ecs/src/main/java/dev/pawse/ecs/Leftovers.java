package dev.pawse.ecs;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/**
 * What dumps and loads leave behind when the process that made them was killed: uploads that nobody completes, objects that nobody reads,
 * tasks that dump for nobody. Each dump and load clears them away first. A task that loads is left alone: stopped half-way it would leave
 * half a database; it ends by itself. Safe for many threads.
 */
final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    private final AwsClients clients;
    private final AppTasks appTasks;
    private final OneOffTasks tasks;
    private final S3Objects objects;

    Leftovers(AwsClients clients, AppTasks appTasks, OneOffTasks tasks, S3Objects objects) {
        this.clients = clients;
        this.appTasks = appTasks;
        this.tasks = tasks;
        this.objects = objects;
    }

    /** Clears away what is abandoned; who may not look or not delete is told so and goes on. */
    void clear(DatabasePlace place) {
        tolerantly(() -> abortUploads(place));
        tolerantly(() -> {
            List<Task> running = running(place);
            running.stream().filter(this::dumpsForNobody).forEach(task -> {
                LOG.info("stopping the task {}: whoever asked for its dump is gone", AppTasks.idOf(task.taskArn()));
                tasks.stop(task, "the pawse that asked for this dump is gone");
            });
            List<String> read =
                    running.stream().flatMap(task -> object(task).stream()).toList();
            Stream.of(TransferKey.DUMPS, TransferKey.UPLOADS)
                    .flatMap(folder -> abandonedObjects(place, folder).stream())
                    .filter(key ->
                            !read.contains(new S3Place(place.bucket(), key).uri()) || key.startsWith(TransferKey.DUMPS))
                    .forEach(key -> objects.delete(new S3Place(place.bucket(), key)));
        });
    }

    /**
     * Refuses to load beside another load.
     *
     * @throws PawseException {@link Reason#CONFLICT} when one is at work; names its task
     */
    void requireNoLoad(DatabasePlace place) {
        Optional<Task> loading = running(place).stream()
                .filter(task ->
                        DatabasePlace.command(task).stream().findFirst().equals(Optional.of(DatabasePlace.LOAD)))
                .findFirst();
        if (loading.isPresent()) {
            throw new PawseException(
                    Reason.CONFLICT,
                    "another load of this database is at work: the task "
                            + AppTasks.idOf(loading.get().taskArn()) + " in " + place.cluster() + ", started by "
                            + loading.get().startedBy() + "; wait for its end or stop it");
        }
    }

    private List<Task> running(DatabasePlace place) {
        List<String> arns = appTasks.listed(request -> request.cluster(place.cluster())
                .family(place.definition().definition().family()));
        return appTasks.described(place.cluster(), arns);
    }

    private boolean dumpsForNobody(Task task) {
        List<String> command = DatabasePlace.command(task);
        return !command.isEmpty() && command.get(0).equals(DatabasePlace.DUMP) && isAbandoned(command.get(1));
    }

    private static Optional<String> object(Task task) {
        List<String> command = DatabasePlace.command(task);
        return command.isEmpty() ? Optional.empty() : Optional.of(command.get(1));
    }

    private boolean isAbandoned(String key) {
        Instant now = clients.clock().instant();
        return TransferKey.parse(key).filter(one -> one.isAbandoned(now)).isPresent();
    }

    private List<String> abandonedObjects(DatabasePlace place, String folder) {
        List<String> keys = new ArrayList<>();
        clients.s3()
                .listObjectsV2Paginator(
                        request -> request.bucket(place.bucket()).prefix(folder + "/"))
                .contents()
                .forEach(object -> keys.add(object.key()));
        return keys.stream().filter(this::isAbandoned).toList();
    }

    private void abortUploads(DatabasePlace place) {
        @Nullable String key = null;
        @Nullable String id = null;
        boolean more = true;
        while (more) {
            String fromKey = key;
            String fromId = id;
            ListMultipartUploadsResponse page = clients.s3()
                    .listMultipartUploads(request -> request.bucket(place.bucket())
                            .prefix(TransferKey.UPLOADS + "/")
                            .keyMarker(fromKey)
                            .uploadIdMarker(fromId));
            page.uploads().stream().filter(upload -> isAbandoned(upload.key())).forEach(upload -> abort(place, upload));
            key = page.nextKeyMarker();
            id = page.nextUploadIdMarker();
            more = Boolean.TRUE.equals(page.isTruncated());
        }
    }

    private void abort(DatabasePlace place, MultipartUpload upload) {
        LOG.info("aborting the upload {}: whoever began it is gone", upload.key());
        clients.s3()
                .abortMultipartUpload(request ->
                        request.bucket(place.bucket()).key(upload.key()).uploadId(upload.uploadId()));
    }

    private static void tolerantly(Runnable work) {
        try {
            work.run();
        } catch (PawseException e) {
            if (e.reason() != Reason.FORBIDDEN && e.reason() != Reason.NOT_FOUND) {
                throw e;
            }
            LOG.warn("what killed dumps and loads left behind stays there: {}", e.message());
        }
    }
}

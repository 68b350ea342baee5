package dev.pawse.scalingo;

import dev.pawse.http.ApiAnswer;
import dev.pawse.http.ApiCall;
import dev.pawse.http.Network;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A one-off container and its address (developers.scalingo.com, "One-off"; the attach protocol). Besides the connection itself, the
 * address takes the terminal's size, files, and tells the exit code; all of it with the account's token as a password.
 */
final class OneOffContainer {
    private static final Logger LOG = LoggerFactory.getLogger(OneOffContainer.class);
    private static final Duration BOOT = Duration.ofMinutes(2);

    private final Account account;
    private final Place place;
    private final @Nullable String id;
    private final URI attach;

    private OneOffContainer(Account account, Place place, @Nullable String id, URI attach) {
        this.account = account;
        this.place = place;
        this.id = id;
        this.attach = attach;
    }

    /** What to run; the command is a line for the platform's shell and must hold no secret. */
    record Order(
            String command,
            Map<String, String> environment,
            @Nullable String size,
            boolean uploads) {}

    @JsonNaming(SnakeCaseStrategy.class)
    private record Started(
            @Nullable Container container,
            @Nullable String operationUrl,
            @Nullable String operation,
            @Nullable String attachUrl) {}

    @JsonNaming(SnakeCaseStrategy.class)
    private record Ended(@Nullable Integer exitCode) {}

    /** Asks for a container and waits until it can be attached to; the command begins when it is. */
    static OneOffContainer start(Account account, Operations operations, Place place, Order order) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("command", order.command);
        body.put("env", order.environment);
        if (order.size != null) {
            body.put("size", order.size);
        }
        body.put("detached", false);
        body.put("has_uploads", order.uploads);
        ApiCall call = place.post("run").json(body);
        ApiAnswer answer = call.answer();
        Started started = call.parse(answer, Started.class);
        String known = started.container == null ? null : started.container.id();
        if (started.attachUrl != null) {
            return new OneOffContainer(
                    account, place, known, HandedOut.address(started.attachUrl, "the one-off container"));
        }
        String operation = operation(started, answer);
        Operations.StartOneOff data = operations
                .await(place, operation, "starting a one-off container of " + place, BOOT)
                .startOneOffData();
        String container = data == null || data.containerId() == null ? known : data.containerId();
        return new OneOffContainer(
                account,
                place,
                container,
                HandedOut.address(data == null ? null : data.attachUrl(), "the one-off container"));
    }

    /** The operation's id stands in several places, older versions of the API filling only the last. */
    private static String operation(Started started, ApiAnswer answer) {
        if (started.operation != null && !started.operation.isBlank()) {
            return started.operation;
        }
        String url = started.operationUrl;
        return (url == null || url.isBlank() ? Operations.id(answer) : Optional.of(Operations.id(url)))
                .orElseThrow(() -> new PawseException(
                        Reason.UNAVAILABLE, "scalingo does not tell how the start of the container goes on"));
    }

    URI attach() {
        return attach;
    }

    /** Sends a file, which the command finds in {@code /tmp/uploads}; before the command begins. */
    void upload(String name, RequestBody content) {
        RequestBody form = new MultipartBody.Builder()
                .setType(MultipartBody.FORM)
                .addFormDataPart("file", name, content)
                .build();
        beside("POST", "/files").body(form).send();
    }

    /** Tells the terminal's size, as texts; a failure is no reason to end a session. */
    void resize(int columns, int rows) {
        try {
            beside("PUT", "")
                    .body(RequestBody.create(
                            "{\"width\":\"" + columns + "\",\"height\":\"" + rows + "\"}",
                            MediaType.get("application/json")))
                    .send();
        } catch (PawseException e) {
            LOG.debug("the terminal's size could not be told: {}", e.message());
        }
    }

    /**
     * The exit code of the command, which has ended.
     *
     * @throws PawseException {@link Reason#TIMEOUT} when it was cut off because nothing was typed or written for long
     */
    int exitCode() {
        Integer code =
                beside("GET", "/wait").errors(new CutOff()).read(Ended.class).exitCode();
        if (code == null) {
            throw new PawseException(Reason.UNAVAILABLE, "scalingo did not tell how the command ended");
        }
        return code;
    }

    /** Ends the container, whatever it does; a failure leaves that to the platform. */
    void stop() {
        if (id == null) {
            return;
        }
        try {
            place.post("containers", id, "stop").send();
        } catch (PawseException e) {
            if (e.reason() != Reason.NOT_FOUND) {
                LOG.warn("a one-off container of {} may go on running: {}", place, e.message());
            }
        }
    }

    private ApiCall beside(String method, String path) {
        URI address = path.isEmpty()
                ? attach
                : HandedOut.address(attach.toString().replaceFirst("(\\?|$)", path + "$1"), "the one-off container");
        return place.region()
                .api()
                .signed(method, address)
                .header("Authorization", Network.basic("", account.token().reveal()));
    }
}

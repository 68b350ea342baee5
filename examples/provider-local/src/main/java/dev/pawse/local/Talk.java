package dev.pawse.local;

import dev.pawse.spi.AppState;
import dev.pawse.spi.Formation;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Processes.AppProcess;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What two Pawse processes over the same file say to each other. A request is {@code {do: status, app: shop}}, or
 * {@code scale} with {@code formation: {web: 2}}, or {@code restart} with {@code process: web.1}; the answer to
 * {@code status} is the {@link AppStatus}, to the others an empty tree, and to any that failed
 * {@code {error: MESSAGE, reason: not_found}}.
 */
final class Talk {
    static final String DO = "do";
    static final String APP = "app";
    static final String FORMATION = "formation";
    private static final String USUAL = "usual";
    static final String PROCESS = "process";

    private static final String STATE = "state";
    private static final String ENDPOINTS = "endpoints";
    private static final String PROCESSES = "processes";
    private static final String NAME = "name";
    private static final String TYPE = "type";
    private static final String COMMAND = "command";
    private static final String STARTED_AT = "startedAt";
    private static final String EXIT_CODE = "exitCode";
    private static final String ERROR = "error";
    private static final String REASON = "reason";

    private Talk() {}

    static Message ask(String action, AppSpec app) {
        return Message.empty().with(DO, action).with(APP, app.name());
    }

    static Message failure(PawseException failure) {
        return Message.empty()
                .with(ERROR, failure.message())
                .with(REASON, failure.reason().label());
    }

    /** Throws what went wrong on the other side, if anything did. */
    static void check(Message answer) throws IOException {
        if (answer.has(ERROR)) {
            throw new PawseException(value(Reason.class, answer.text(REASON)), answer.text(ERROR));
        }
    }

    static Map<String, Integer> quantities(Formation formation) {
        Map<String, Integer> quantities = new LinkedHashMap<>();
        formation.processes().forEach((type, scale) -> quantities.put(type, scale.quantity()));
        return quantities;
    }

    static Formation formation(Message message) throws IOException {
        return formation(message, FORMATION);
    }

    private static Formation formation(Message message, String key) throws IOException {
        Map<String, Integer> quantities = message.numbers(key);
        if (quantities.values().stream().anyMatch(quantity -> quantity < 0)) {
            throw new IOException("a message with a quantity below 0");
        }
        return Formation.of(quantities);
    }

    static Message write(AppStatus status) {
        return Message.empty()
                .with(STATE, status.state().label())
                .withNumbers(FORMATION, quantities(status.formation()))
                .withNumbers(USUAL, quantities(status.usual()))
                .withTexts(
                        ENDPOINTS,
                        status.endpoints().stream().map(URI::toString).toList())
                .withMessages(
                        PROCESSES, status.processes().stream().map(Talk::write).toList());
    }

    static AppStatus status(Message message) throws IOException {
        List<URI> endpoints = new ArrayList<>();
        for (String endpoint : message.texts(ENDPOINTS)) {
            endpoints.add(URI.create(endpoint));
        }
        List<AppProcess> processes = new ArrayList<>();
        for (Message process : message.messages(PROCESSES)) {
            processes.add(process(process));
        }
        return new AppStatus(
                value(AppState.class, message.text(STATE)),
                formation(message),
                formation(message, USUAL),
                endpoints,
                processes);
    }

    private static Message write(AppProcess process) {
        Instant startedAt = process.startedAt();
        return Message.empty()
                .with(NAME, process.name())
                .with(TYPE, process.type())
                .with(STATE, process.state().label())
                .with(COMMAND, process.command())
                .with(STARTED_AT, startedAt == null ? null : startedAt.toString())
                .with(EXIT_CODE, process.exitCode());
    }

    private static AppProcess process(Message message) throws IOException {
        String startedAt = message.optionalText(STARTED_AT);
        try {
            return new AppProcess(
                    message.text(NAME),
                    message.text(TYPE),
                    value(AppState.class, message.text(STATE)),
                    message.optionalText(COMMAND),
                    null,
                    null,
                    startedAt == null ? null : Instant.parse(startedAt),
                    message.optionalNumber(EXIT_CODE));
        } catch (DateTimeParseException e) {
            throw new IOException("a message with a time that is none", e);
        }
    }

    private static <E extends Enum<E>> E value(Class<E> type, String label) throws IOException {
        try {
            return Enum.valueOf(type, label.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IOException("a message with an unknown word", e);
        }
    }
}

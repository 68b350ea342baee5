package dev.pawse.ecs;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetParameterHistoryResponse;
import software.amazon.awssdk.services.ssm.model.ParameterHistory;
import software.amazon.awssdk.services.ssm.model.ParameterTier;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;

/**
 * A value that is to be written to a parameter, with all else as the newest version has it: type, key, tier, pattern, description. Without
 * its key AWS would encrypt it with the account's own.
 */
final class ParameterVersion {
    static final int STANDARD_BYTES = 4096;
    static final int MOST_BYTES = 8192;
    static final int LONGEST_NOTE = 1024;

    private static final int HISTORY_PAGE = 50;

    private final String name;
    private final @Nullable ParameterHistory before;

    private ParameterVersion(String name, @Nullable ParameterHistory before) {
        this.name = name;
        this.before = before;
    }

    /** Looks up what is there; decrypts nothing, so that it needs no permission for the key. */
    static ParameterVersion after(SsmClient ssm, String name) {
        return new ParameterVersion(name, newest(ssm, name).orElse(null));
    }

    /**
     * Refuses a value that no parameter can hold.
     *
     * @param variable its name for people
     * @throws PawseException {@link Reason#INVALID}; the value is not told
     */
    static void requireFits(String variable, String value) {
        int bytes = value.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0) {
            throw new PawseException(
                    Reason.INVALID,
                    variable
                            + ": Parameter Store keeps no empty values; unset the variable, or set it to a word that the app"
                            + " takes for nothing");
        }
        if (bytes > MOST_BYTES) {
            throw new PawseException(
                    Reason.INVALID,
                    variable + ": the value has " + bytes + " bytes, and Parameter Store takes " + MOST_BYTES
                            + " at most (8 KB, the advanced tier; 4 KB in the standard tier); keep it in a file or in S3 and"
                            + " set the variable to its place");
        }
    }

    boolean exists() {
        return before != null;
    }

    /** Whether a value of this size makes a parameter of the standard tier an advanced one, which costs by the month. */
    boolean isRaised(String value) {
        boolean advanced = before != null && before.tier() == ParameterTier.ADVANCED;
        return !advanced && value.getBytes(StandardCharsets.UTF_8).length > STANDARD_BYTES;
    }

    /** @param note what becomes the parameter's description, or null to leave it as it is */
    void write(SsmClient ssm, String value, @Nullable String note) {
        PutParameterRequest.Builder request = PutParameterRequest.builder()
                .name(name)
                .value(value)
                .overwrite(exists())
                .type(before == null ? ParameterType.SECURE_STRING : before.type());
        if (before != null) {
            request.keyId(before.keyId())
                    .description(before.description())
                    .allowedPattern(emptyToNull(before.allowedPattern()))
                    .dataType(before.dataType());
        }
        if (isRaised(value)) {
            request.tier(ParameterTier.INTELLIGENT_TIERING);
        } else if (before != null && before.tier() == ParameterTier.ADVANCED) {
            request.tier(ParameterTier.ADVANCED);
        }
        if (note != null) {
            request.description(note);
        }
        ssm.putParameter(request.build());
    }

    /** Pages come oldest first, and there are two at most. */
    private static Optional<ParameterHistory> newest(SsmClient ssm, String name) {
        List<ParameterHistory> history = history(ssm, name);
        return history.isEmpty() ? Optional.empty() : Optional.of(history.get(history.size() - 1));
    }

    /** All versions that are known, oldest first; empty where there is no such parameter. Decrypts nothing. */
    static List<ParameterHistory> history(SsmClient ssm, String name) {
        List<ParameterHistory> history = new ArrayList<>();
        String token = null;
        do {
            String from = token;
            GetParameterHistoryResponse page;
            try {
                page = ssm.getParameterHistory(
                        request -> request.name(name).maxResults(HISTORY_PAGE).nextToken(from));
            } catch (PawseException e) {
                if (e.reason() == Reason.NOT_FOUND) {
                    return List.of();
                }
                throw e;
            }
            history.addAll(page.parameters());
            token = page.nextToken();
        } while (token != null);
        history.sort(Comparator.comparing(ParameterHistory::version));
        return history;
    }

    /** Who wrote a version; null where these credentials may not see it, or it is gone. */
    static @Nullable String author(SsmClient ssm, String name, long version) {
        try {
            return history(ssm, name).stream()
                    .filter(one -> one.version() == version)
                    .map(ParameterHistory::lastModifiedUser)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
        } catch (PawseException e) {
            if (e.reason() != Reason.FORBIDDEN) {
                throw e;
            }
            return null;
        }
    }

    private static @Nullable String emptyToNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}

package dev.pawse.ecs.fake;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The parameters of one account and the rules about their names, types, sizes and tiers. Safe for many threads. */
public final class ParameterStore {
    static final int STANDARD_BYTES = 4096;
    static final int ADVANCED_BYTES = 8192;

    private static final Set<String> TYPES = Set.of("String", "StringList", "SecureString");
    private static final int MOST_NAME = 1011;
    private static final int MOST_LEVELS = 15;

    private final Clock clock;
    private final KmsKeys keys;
    private final Map<String, Parameter> parameters = new ConcurrentSkipListMap<>();

    ParameterStore(Clock clock, KmsKeys keys) {
        this.clock = clock;
        this.keys = keys;
    }

    /** Somebody writes a text, of type String, past every permission. */
    public void put(String name, String value) {
        put(name, value, "String", null);
    }

    /**
     * Somebody writes a value past every permission.
     *
     * @param type String, StringList or SecureString
     * @param keyId the key of a SecureString, or null for AWS's own
     */
    public void put(String name, String value, String type, @Nullable String keyId) {
        boolean secure = type.equals("SecureString");
        String key = secure ? keyId == null ? KmsKeys.PARAMETERS : keyId : null;
        write(
                name,
                true,
                before -> new Parameter.Version(
                        before == null ? 1 : before.number() + 1,
                        type(type, before),
                        key == null ? value : sealed(name, value, key),
                        key,
                        tier("Intelligent-Tiering", before, value),
                        null,
                        null,
                        "text",
                        clock.instant(),
                        FakeAws.PRINCIPAL));
    }

    /** What a parameter holds, decrypted; empty when there is none of that name. */
    public Optional<String> value(String name) {
        return find(name)
                .map(Parameter::newest)
                .map(version -> version.isSecure()
                        ? new String(
                                keys.decrypt(Base64.getDecoder().decode(version.value()), context(name)),
                                StandardCharsets.UTF_8)
                        : version.value());
    }

    /** The type of a parameter, e.g. {@code SecureString}; empty when there is none of that name. */
    public Optional<String> type(String name) {
        return find(name).map(one -> one.newest().type());
    }

    /** The key of a SecureString as it was given. */
    public Optional<String> keyId(String name) {
        return find(name).flatMap(one -> Optional.ofNullable(one.newest().keyId()));
    }

    /** The tier of a parameter, {@code Standard} or {@code Advanced}; empty when there is none of that name. */
    public Optional<String> tier(String name) {
        return find(name).map(one -> one.newest().tier());
    }

    /** The names of all parameters in their order. */
    public List<String> names() {
        return List.copyOf(parameters.keySet());
    }

    /** A value as a SecureString keeps it. */
    String sealed(String name, String value, String keyId) {
        return Base64.getEncoder()
                .encodeToString(keys.encrypt(keys.key(keyId), value.getBytes(StandardCharsets.UTF_8), context(name)));
    }

    /** What a SecureString is bound to. */
    static Map<String, String> context(String name) {
        return Map.of("PARAMETER_ARN", arn(name));
    }

    static String arn(String name) {
        return "arn:aws:ssm:" + FakeAws.REGION + ":" + FakeAws.ACCOUNT + ":parameter"
                + (name.startsWith("/") ? "" : "/") + name;
    }

    Optional<Parameter> find(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /** What lies under a path: its own level alone, or every level. */
    List<Parameter> under(String path, boolean recursive) {
        String folder = path.endsWith("/") ? path : path + "/";
        return parameters.values().stream()
                .filter(one -> one.name().startsWith(folder))
                .filter(one -> recursive || one.name().indexOf('/', folder.length()) < 0)
                .toList();
    }

    /** Deletes a parameter; tells whether there was one. */
    public boolean remove(String name) {
        return parameters.remove(name) != null;
    }

    /**
     * Writes a version.
     *
     * @param make makes the new version of the newest one, which is null when there is none
     */
    Parameter.Version write(String name, boolean overwrite, UnaryOperator<Parameter.@Nullable Version> make) {
        Parameter written = parameters.compute(name, (same, there) -> {
            if (there != null && !overwrite) {
                throw new Refusal(
                        "ParameterAlreadyExists",
                        "The parameter already exists. To overwrite this value, set the overwrite option in the request"
                                + " to true.");
            }
            Parameter parameter = there == null ? new Parameter(name) : there;
            Parameter.Version made = make.apply(there == null ? null : there.newest());
            if (made == null) {
                throw new IllegalStateException("no version was made");
            }
            synchronized (parameter) {
                parameter.add(made);
            }
            return parameter;
        });
        return written.newest();
    }

    /** Refuses what no parameter may be called. */
    static void requireName(String name) {
        if (!name.matches("[a-zA-Z0-9_.\\-/]+")) {
            throw new Refusal(
                    "ValidationException",
                    "Parameter name: can't be prefixed with \"ssm\" (case-insensitive). If formed as a path, it can consist"
                            + " of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters,"
                            + " numbers and the following 3 symbols .-_");
        }
        if (name.contains("/") && !name.startsWith("/")) {
            throw new Refusal("ValidationException", "Parameter name must be a fully qualified name.");
        }
        if (name.contains("//") || name.endsWith("/")) {
            throw new Refusal("ValidationException", "Parameter name must not contain an empty sub-path.");
        }
        String first = name.replaceFirst("^/", "").split("/", -1)[0].toLowerCase(Locale.ROOT);
        if (first.startsWith("aws") || first.startsWith("ssm")) {
            throw new Refusal("ValidationException", "No access to reserved parameter name: " + name + ".");
        }
        if (name.length() > MOST_NAME) {
            throw new Refusal("ValidationException", "Parameter name must be at most 1011 characters.");
        }
        if (name.chars().filter(one -> one == '/').count() > MOST_LEVELS) {
            throw new Refusal(
                    "HierarchyLevelLimitExceededException",
                    "A hierarchy can have a maximum of 15 levels. For more information, see Requirements and constraints"
                            + " for parameter names.");
        }
    }

    /** The type of a new version: that of the one before it, which cannot be changed. */
    static String type(@Nullable String asked, Parameter.@Nullable Version before) {
        if (asked == null && before == null) {
            throw new Refusal("ValidationException", "A parameter type is required when you create a parameter.");
        }
        if (asked != null && !TYPES.contains(asked)) {
            throw new Refusal(
                    "ValidationException",
                    "1 validation error detected: Value '" + asked
                            + "' at 'type' failed to satisfy constraint: Member must"
                            + " satisfy enum value set: [SecureString, StringList, String]");
        }
        if (before == null) {
            return String.valueOf(asked);
        }
        if (asked != null && !asked.equals(before.type())) {
            throw new Refusal(
                    "HierarchyTypeMismatchException",
                    "Parameter Store does not support changing a parameter type in a hierarchy. For example, you can't change"
                            + " a parameter from a String type to a SecureString type. You must create a new, unique"
                            + " parameter.");
        }
        return before.type();
    }

    /** The tier of a new version; an advanced parameter stays one. */
    static String tier(@Nullable String asked, Parameter.@Nullable Version before, String value) {
        boolean advanced = before != null && before.tier().equals("Advanced");
        String wanted = asked == null ? advanced ? "Advanced" : "Standard" : asked;
        int bytes = value.getBytes(StandardCharsets.UTF_8).length;
        if (advanced && wanted.equals("Standard")) {
            throw new Refusal(
                    "ValidationException",
                    "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the"
                            + " advanced-parameter tier to the standard-parameter tier. If necessary, you can delete the"
                            + " advanced parameter and recreate it as a standard parameter.");
        }
        if (wanted.equals("Intelligent-Tiering")) {
            wanted = advanced || bytes > STANDARD_BYTES ? "Advanced" : "Standard";
        }
        int most = wanted.equals("Advanced") ? ADVANCED_BYTES : STANDARD_BYTES;
        if (bytes > most) {
            throw new Refusal(
                    "ValidationException",
                    wanted.equals("Advanced")
                            ? "Advanced tier parameters support a maximum parameter value of 8192 characters."
                            : "Standard tier parameters support a maximum parameter value of 4096 characters. To create a"
                                    + " larger parameter value, upgrade the parameter to use the advanced-parameter tier.");
        }
        return wanted;
    }
}

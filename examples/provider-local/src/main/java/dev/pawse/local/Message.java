package dev.pawse.local;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.representer.Representer;

/** A small tree of named values that goes from one Pawse process to another; read strictly. */
final class Message {
    private final Map<String, Object> fields;

    private Message(Map<String, Object> fields) {
        this.fields = fields;
    }

    static Message empty() {
        return new Message(new LinkedHashMap<>());
    }

    /** Adds a text or a number; null is left out. */
    Message with(String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value);
        }
        return this;
    }

    Message withNumbers(String name, Map<String, Integer> numbers) {
        fields.put(name, new LinkedHashMap<>(numbers));
        return this;
    }

    Message withTexts(String name, List<String> texts) {
        // A copy: the one empty list of Java would be written once and then referred to.
        fields.put(name, new ArrayList<>(texts));
        return this;
    }

    Message withMessages(String name, List<Message> messages) {
        List<Object> trees = new ArrayList<>();
        messages.forEach(message -> trees.add(message.fields));
        fields.put(name, trees);
        return this;
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    String text(String name) throws IOException {
        String text = optionalText(name);
        if (text == null) {
            throw new IOException("a message without '" + name + "'");
        }
        return text;
    }

    @Nullable
    String optionalText(String name) throws IOException {
        return fields.get(name) == null ? null : cast(String.class, fields.get(name));
    }

    @Nullable
    Integer optionalNumber(String name) throws IOException {
        return fields.get(name) == null ? null : cast(Integer.class, fields.get(name));
    }

    Map<String, Integer> numbers(String name) throws IOException {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map(fields.get(name)).entrySet()) {
            numbers.put(cast(String.class, entry.getKey()), cast(Integer.class, entry.getValue()));
        }
        return numbers;
    }

    List<String> texts(String name) throws IOException {
        List<String> texts = new ArrayList<>();
        for (Object element : list(fields.get(name))) {
            texts.add(cast(String.class, element));
        }
        return texts;
    }

    List<Message> messages(String name) throws IOException {
        List<Message> messages = new ArrayList<>();
        for (Object element : list(fields.get(name))) {
            messages.add(of(element));
        }
        return messages;
    }

    String yaml() {
        DumperOptions options = new DumperOptions();
        return new Yaml(new Representer(options), options).dump(fields);
    }

    static Message parse(String text) throws IOException {
        LoaderOptions limits = new LoaderOptions();
        limits.setMaxAliasesForCollections(0);
        limits.setNestingDepthLimit(10);
        try {
            return of(new Yaml(new SafeConstructor(limits)).load(text));
        } catch (YAMLException e) {
            throw new IOException("a message that is not YAML", e);
        }
    }

    private static Message of(@Nullable Object tree) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map(tree).entrySet()) {
            fields.put(cast(String.class, entry.getKey()), entry.getValue());
        }
        return new Message(fields);
    }

    private static Map<?, ?> map(@Nullable Object value) throws IOException {
        return cast(Map.class, value);
    }

    private static List<?> list(@Nullable Object value) throws IOException {
        return cast(List.class, value);
    }

    private static <T> T cast(Class<T> type, @Nullable Object value) throws IOException {
        if (!type.isInstance(value)) {
            throw new IOException("a message with something else than a " + type.getSimpleName());
        }
        return type.cast(value);
    }
}

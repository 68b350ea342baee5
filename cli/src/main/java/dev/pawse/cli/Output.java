package dev.pawse.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where results go: standard output, in the format that was asked for. Safe for many threads. */
public final class Output {
    /** Text in less room than that is easier read as the terminal breaks it. */
    private static final int NARROWEST = 20;

    private final OutputStream out;
    private final Format format;
    private final int columns;
    private final boolean colour;

    Output(OutputStream out, Format format, int columns, boolean colour) {
        this.out = new BufferedOutputStream(out, 8192);
        this.format = format;
        this.columns = columns;
        this.colour = colour;
    }

    /** Nobody reads what we write any more, and that is fine. */
    static final class Closed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Closed(IOException cause) {
            super(cause);
        }
    }

    public Format format() {
        return format;
    }

    /** Whether people read it, and not a program. */
    public boolean isHuman() {
        return format == Format.HUMAN;
    }

    /** Writes a list that has more to say than its elements: the table for people, the whole for programs. */
    public void report(Table table, Map<String, ? extends @Nullable Object> whole, List<?> elements) {
        if (format == Format.JSON) {
            one(List.of(), whole);
        } else {
            list(table, elements);
        }
    }

    /** Writes a list: the table for people, the values for programs. Both in the same order. */
    public void list(Table table, List<?> values) {
        switch (format) {
            case HUMAN, SHELL, DOTENV, YAML, PROPERTIES, TFVARS -> {
                if (!table.isEmpty()) {
                    table.lines(columns, colour).forEach(this::write);
                }
            }
            case JSON -> write(Json.pretty(values));
            case JSONL -> values.forEach(value -> write(Json.line(value)));
            case TSV -> table.tabSeparated().forEach(this::write);
        }
        flush();
    }

    /** Writes the elements of a list for programs. */
    public void each(List<? extends Map<String, ? extends @Nullable Object>> values) {
        switch (format) {
            case JSON -> write(Json.pretty(values));
            case JSONL -> values.forEach(value -> write(Json.line(value)));
            case HUMAN, TSV, SHELL, DOTENV, YAML, PROPERTIES, TFVARS ->
                values.forEach(value -> write(tabSeparated(value)));
        }
        flush();
    }

    /** The table as lines that fit the terminal. */
    public List<String> linesOf(Table table) {
        return table.lines(columns, colour);
    }

    /** Writes lines in the place of all that the terminal shows. */
    public void redraw(List<String> lines) {
        // A screen that is wiped before it is written flickers.
        StringBuilder screen = new StringBuilder("\u001b[H");
        lines.forEach(line -> screen.append(line).append("\u001b[K\n"));
        writeText(screen.append("\u001b[J").toString());
        flush();
    }

    /** Writes lines for people. */
    public void lines(List<String> lines) {
        for (String line : lines) {
            write(line);
        }
        flush();
    }

    /** Writes one thing: the lines for people, the object for programs. */
    public void one(List<String> lines, Map<String, ? extends @Nullable Object> object) {
        switch (format) {
            case HUMAN, SHELL, DOTENV, YAML, PROPERTIES, TFVARS -> lines.forEach(this::write);
            case JSON -> write(Json.pretty(object));
            case JSONL -> write(Json.line(object));
            case TSV ->
                write(String.join(
                        "\t", object.values().stream().map(Output::cell).toList()));
        }
        flush();
    }

    /** Writes one thing that is JSON whatever the format. */
    public void document(Map<String, ? extends @Nullable Object> object) {
        write(format == Format.JSONL || format == Format.TSV ? Json.line(object) : Json.pretty(object));
        flush();
    }

    /** Writes the next element of a stream and lets it be seen at once. */
    public void next(String line, Map<String, ? extends @Nullable Object> object) {
        switch (format) {
            case HUMAN, SHELL, DOTENV, YAML, PROPERTIES, TFVARS -> write(line);
            case JSON, JSONL -> write(Json.line(object));
            case TSV ->
                write(String.join(
                        "\t", object.values().stream().map(Output::cell).toList()));
        }
        flush();
    }

    /** The same format, written to something else. */
    public Output into(OutputStream other) {
        return new Output(other, format, 0, false);
    }

    /** For bytes that are no text of ours. */
    public OutputStream bytes() {
        return new OutputStream() {
            @Override
            public void write(int one) {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                try {
                    out.write(bytes, offset, length);
                } catch (IOException e) {
                    throw new Closed(e);
                }
            }

            @Override
            public void flush() {
                Output.this.flush();
            }
        };
    }

    /** The text in a style, where the terminal has styles. */
    public String styled(String text, Style style) {
        return style.apply(text, colour);
    }

    /**
     * A text behind a label, broken between words where the terminal ends, each line below the first one's text; one line where
     * nothing tells how wide it may be.
     *
     * @param indent where the text begins, counted from 0
     */
    public List<String> hanging(String label, int indent, String text, Style style) {
        int room = columns - indent;
        List<String> parts = room < NARROWEST ? List.of(text) : Text.wrap(text, room);
        List<String> lines = new ArrayList<>();
        lines.add(label + styled(parts.get(0), style));
        for (String part : parts.subList(1, parts.size())) {
            lines.add(" ".repeat(indent) + styled(part, style));
        }
        return lines;
    }

    /** The width of the terminal, or 0 when there is none. */
    public int columns() {
        return columns;
    }

    private static String tabSeparated(Map<String, ? extends @Nullable Object> object) {
        return String.join("\t", object.values().stream().map(Output::cell).toList());
    }

    private static String cell(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof String text) {
            return Text.line(text);
        }
        // Words and times as JSON has them, without its quotes.
        String json = Json.line(value);
        return Text.line(json.startsWith("\"") ? json.substring(1, json.length() - 1) : json);
    }

    private void write(String line) {
        writeText(line + "\n");
    }

    private synchronized void writeText(String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new Closed(e);
        }
    }

    public synchronized void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw new Closed(e);
        }
    }
}

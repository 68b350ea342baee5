package dev.pawse.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows under titles, made as narrow as they need and at most as wide as the terminal. */
public final class Table {
    private static final int GAP = 2;
    private static final int NARROWEST = 6;

    private final List<String> titles;
    private final List<List<Cell>> rows = new ArrayList<>();

    public Table(String... titles) {
        this.titles = List.of(titles);
    }

    /** A text with its style. */
    public record Cell(String text, Style style) {}

    public static Cell styled(String text, Style style) {
        return new Cell(text, style);
    }

    /** Adds a row: a {@link Cell} or a text for each title. */
    public Table row(Object... cells) {
        if (cells.length != titles.size()) {
            throw new IllegalArgumentException(cells.length + " cells under " + titles.size() + " titles");
        }
        rows.add(Arrays.stream(cells)
                .map(cell -> cell instanceof Cell done ? done : new Cell(String.valueOf(cell), Style.PLAIN))
                .map(cell -> new Cell(Text.line(cell.text), cell.style))
                .toList());
        return this;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** @param columns the width of the terminal, or 0 for any */
    List<String> lines(int columns, boolean colour) {
        int[] widths = fit(columns);
        List<String> lines = new ArrayList<>();
        lines.add(line(titles.stream().map(title -> new Cell(title, Style.BOLD)).toList(), widths, colour));
        for (List<Cell> row : rows) {
            lines.add(line(row, widths, colour));
        }
        return lines;
    }

    List<String> tabSeparated() {
        return rows.stream()
                .map(row -> String.join("\t", row.stream().map(Cell::text).toList()))
                .toList();
    }

    private int[] fit(int columns) {
        int[] widths = new int[titles.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = titles.get(i).length();
            for (List<Cell> row : rows) {
                widths[i] = Math.max(widths[i], row.get(i).text.length());
            }
        }
        while (columns > 0 && Arrays.stream(widths).sum() + GAP * (widths.length - 1) > columns) {
            int widest = 0;
            for (int i = 1; i < widths.length; i++) {
                widest = widths[i] >= widths[widest] ? i : widest;
            }
            if (widths[widest] <= NARROWEST) {
                break;
            }
            widths[widest]--;
        }
        return widths;
    }

    private static String line(List<Cell> cells, int[] widths, boolean colour) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String text = cells.get(i).text;
            String shown = text.length() <= widths[i] ? text : text.substring(0, widths[i] - 1) + "…";
            line.append(cells.get(i).style.apply(shown, colour));
            if (i < widths.length - 1) {
                line.append(" ".repeat(widths[i] - shown.length() + GAP));
            }
        }
        return line.toString().stripTrailing();
    }
}

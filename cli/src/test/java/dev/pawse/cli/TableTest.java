package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TableTest {
    private final Table table = new Table("NAME", "STATUS", "HOSTS")
            .row("shop", Table.styled("running", Style.GREEN), "shop.example.test www.shop.example.test")
            .row("a", "stopped", "");

    @Test
    void columnsAreAsWideAsTheyNeed() {
        assertThat(table.lines(0, false))
                .containsExactly(
                        "NAME  STATUS   HOSTS",
                        "shop  running  shop.example.test www.shop.example.test",
                        "a     stopped");
    }

    @Test
    void aNarrowTerminalShortensTheWidestAndSaysSo() {
        assertThat(table.lines(30, false))
                .allMatch(line -> line.length() <= 30)
                .contains("shop  running  shop.example.t…");
    }

    @Test
    void coloursDoNotMoveTheColumns() {
        assertThat(table.lines(0, true).get(1)).startsWith("shop  \u001b[32mrunning\u001b[0m  shop.example");
    }

    @Test
    void aCellCannotBreakTheLineNorSteerTheTerminal() {
        Table hostile = new Table("NAME").row("a\nb\u001b[2J\u202e");

        assertThat(hostile.lines(0, false).get(1)).isEqualTo("a\\nb\\u001b[2J\\u202e");
        assertThat(new Table("A", "B").row("x\ty", "z").tabSeparated()).containsExactly("x\\ty\tz");
    }
}

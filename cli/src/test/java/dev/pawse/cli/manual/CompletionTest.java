package dev.pawse.cli.manual;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks real shells; they have to be there. */
final class CompletionTest {
    private static final List<String> LINES = List.of(
            "pawse conf",
            "pawse config s",
            "pawse -a ",
            "pawse -a heroku:s",
            "pawse config get -a shop G",
            "pawse config get -a heroku:shop D",
            "pawse config -a nothing get ",
            "pawse logs --source ",
            "pawse ps --format=js",
            "pawse config --na");

    @TempDir
    Path directory;

    @BeforeEach
    void namesAreKnown() throws IOException {
        Path names = directory.resolve("pawse/names");
        write(names.resolve("apps/heroku"), "blog", "shop", "heroku:shop");
        write(names.resolve("config/heroku/shop"), "GREETING", "DATABASE_URL");
    }

    @Test
    void bashCompletesCommandsFlagsValuesAndNames() throws Exception {
        List<String> program = new ArrayList<>(
                List.of("bash", "--norc", "-c", """
                source "$0"
                for line; do
                  COMP_LINE=$line COMP_POINT=${#line} _pawse
                  echo "${COMPREPLY[*]}"
                done
                complete -p pawse
                """, script("bash").toString()));
        program.addAll(LINES);

        assertThat(output(program))
                .containsExactly(
                        "config",
                        "set",
                        "blog shop heroku:shop",
                        "shop",
                        "GREETING",
                        "DATABASE_URL",
                        "",
                        "app router platform",
                        "json jsonl",
                        "--names",
                        "complete -F _pawse pawse");
    }

    @Test
    void fishCompletesThemWithTheirExplanations() throws Exception {
        List<String> program = new ArrayList<>(
                List.of("fish", "--no-config", "-c", """
                source $argv[1]
                for line in $argv[2..]
                    complete -C $line | string replace \\t '=' | string join ' '
                    echo
                end
                """, script("fish").toString()));
        program.addAll(LINES);

        assertThat(output(program).stream().filter(line -> !line.isEmpty()))
                .containsExactly(
                        "config=Config variables",
                        "set=Set config variables",
                        "blog heroku:shop shop",
                        "heroku:shop",
                        "GREETING",
                        "DATABASE_URL",
                        "app platform router",
                        "--format=json --format=jsonl",
                        "--names=The names alone.");
    }

    @Test
    void zshCompletesInATerminal() throws Exception {
        String program = """
                zmodload zsh/zpty
                zpty -b shell zsh -f -i
                ask() { zpty -w -n shell "$1"; local seen= part; repeat 400; do zpty -r -t shell part && seen+=$part
                  [[ $seen == *"$2"* ]] && { print -r -- "found $2"; return }; zselect -t 2; done; print -r -- "no $2 in $seen" }
                zmodload zsh/zselect
                ask "PS1=; unsetopt zle_bracketed_paste; autoload -Uz compinit; compinit -u -D; source '$1'; print load''ed"$'\\n' loaded
                ask $'pawse conf\\t' 'pawse config'
                ask $'\\C-upawse config \\t' 'Remove config variables'
                ask $'\\C-upawse config --na\\t' 'pawse config --names'
                ask $'\\C-upawse -a b\\t' 'pawse -a blog'
                ask $'\\C-upawse -a heroku:s\\t' 'pawse -a heroku:shop'
                ask $'\\C-upawse config get -a shop G\\t' 'pawse config get -a shop GREETING'
                ask $'\\C-upawse logs --source r\\t' 'pawse logs --source router'
                ask $'\\C-upawse ps --format=h\\t' 'pawse ps --format=human'
                zpty -d shell
                """;

        assertThat(output(
                        List.of("zsh", "-f", "-c", program, "zsh", script("zsh").toString())))
                .hasSize(9)
                .allMatch(line -> line.startsWith("found "));
    }

    private Path script(String shell) throws IOException {
        Path script = directory.resolve("a script");
        return Files.writeString(script, CompletionScripts.render(shell).orElseThrow());
    }

    private List<String> output(List<String> command) throws IOException, InterruptedException {
        Path out = directory.resolve("out");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().put("XDG_CACHE_HOME", directory.toString());
        builder.environment().put("HOME", directory.toString());
        builder.environment().put("TERM", "dumb");
        builder.environment().remove("PAWSE_APP");
        Process process = builder.start();
        process.getOutputStream().close();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readString(out, StandardCharsets.UTF_8).lines().toList();
    }

    private static void write(Path file, String... lines) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, List.of(lines));
    }
}

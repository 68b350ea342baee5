package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Json;
import dev.pawse.cli.Problem;
import dev.pawse.cli.Session;
import dev.pawse.cli.manual.CompletionScripts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code pawse completion}: the script for a shell. The launcher prints the same, as the build rendered it, without Java. */
@Command(
        description = {
            "The script starts no Java. It knows commands, flags and their values, and the names of apps and of config"
                    + " variables as \"pawse apps\" and \"pawse config\" last listed them; values are never kept."
        },
        footer = {
            "source <(pawse completion bash)                                     in ~/.bashrc",
            "source <(pawse completion zsh)                                      in ~/.zshrc, behind compinit",
            "pawse completion fish > ~/.config/fish/completions/pawse.fish"
        })
public final class Completion implements Action {
    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
    String shell = "";

    @Override
    public boolean callsPlatforms() {
        return false;
    }

    @Override
    public int run(Session session) {
        String script = CompletionScripts.render(shell)
                .orElseThrow(() -> Problem.usage("SHELL: '" + shell + "' is not bash, zsh or fish")
                        .failure());
        session.out().one(script.lines().toList(), Json.object("shell", shell, "script", script));
        return ExitCode.OK;
    }
}

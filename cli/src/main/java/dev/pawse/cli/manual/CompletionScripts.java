package dev.pawse.cli.manual;

import dev.pawse.cli.Manual;
import java.util.Optional;

/** The scripts for completion, by the shell's name. */
public final class CompletionScripts {
    private CompletionScripts() {}

    /** A shell's script, or empty when there is none for it. */
    public static Optional<String> render(String shell) {
        return switch (shell) {
            case "bash" -> Optional.of(BashCompletion.render(Manual.pages()));
            case "zsh" -> Optional.of(ZshCompletion.render(Manual.pages()));
            case "fish" -> Optional.of(FishCompletion.render(Manual.pages()));
            default -> Optional.empty();
        };
    }
}

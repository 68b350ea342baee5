package dev.pawse.cli;

import java.util.Optional;

/** Asks for what nobody who looks over a shoulder should see. */
public final class HiddenInput {
    private HiddenInput() {}

    /** One line of standard input, typed without being shown; empty at its end. */
    public static Optional<String> ask(Session session, String question) {
        Optional<String> before = RawTerminal.stty("-g");
        if (before.isEmpty()) {
            session.messages().warn("this terminal shows what is typed");
            return session.questions().ask(question);
        }
        try (Ending shown = Ending.with(() -> RawTerminal.stty(before.get()))) {
            RawTerminal.stty("-echo");
            return session.questions().ask(question);
        } finally {
            RawTerminal.stty(before.get());
            // The end of the line was not shown either.
            session.messages().write("");
        }
    }
}

package dev.pawse.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** What a command asks whoever runs it, and what it reads of standard input; where nobody is there it ends, with the flag to use. */
public final class Questions {
    private final Session session;

    Questions(Session session) {
        this.session = session;
    }

    /** Whether somebody is there to be asked. */
    public boolean canAsk() {
        return !session.options().noInput
                && session.world().terminal().in()
                && session.world().variable("CI") == null;
    }

    /** Asks for a yes as {@link #confirm(String)} does; {@code --confirm} with the app's name is one, with another a no. */
    public void confirm(Target target, String question) {
        if (!isConfirmed(target)) {
            confirm(question);
        }
    }

    /** Asks for a yes, unless {@code --yes} said it already; anything else ends the command. */
    public void confirm(String question) {
        if (session.options().yes) {
            return;
        }
        if (!canAsk()) {
            throw Problem.unconfirmed(question + " Nobody is there to be asked, and nothing was changed")
                    .next("the same with --yes")
                    .failure();
        }
        session.messages().ask(question + " [y/N]");
        String answer = readLine().orElse("").strip().toLowerCase(Locale.ROOT);
        if (!answer.equals("y") && !answer.equals("yes")) {
            throw Problem.unconfirmed("not confirmed, nothing was changed").failure();
        }
    }

    /**
     * Has somebody name the app, unless {@code --confirm} did so already; {@code --yes} is not enough for what cannot be
     * undone. Anything else ends the command.
     *
     * @param plan what is going to be done; whoever is asked sees it
     */
    public void confirmByName(Target target, Supplier<List<String>> plan) {
        String name = target.id().name();
        if (isConfirmed(target)) {
            session.progress(plan);
            return;
        }
        if (!canAsk()) {
            throw Problem.unconfirmed("nobody is there to be asked, and nothing was changed")
                    .next("the same with --confirm " + name)
                    .failure();
        }
        plan.get().forEach(session.messages()::write);
        session.messages().ask("To go on, type the app's name, " + name + ":");
        if (!readLine().orElse("").strip().equals(name)) {
            throw Problem.unconfirmed("not confirmed, nothing was changed").failure();
        }
    }

    /** Whether {@code --confirm} names the app; that it names another ends the command. */
    private boolean isConfirmed(Target target) {
        if (session.options().confirm == null
                || session.options().confirm.equals(target.id().name())) {
            return session.options().confirm != null;
        }
        throw Problem.unconfirmed("--confirm names " + session.options().confirm + ", the app is "
                        + target.id().name() + ": nothing was changed")
                .failure();
    }

    /** Asks for a line of standard input; empty at its end. */
    public Optional<String> ask(String question) {
        session.messages().ask(question);
        return readLine();
    }

    /** One line of standard input; empty at its end. */
    public Optional<String> readLine() {
        InputStream in = session.world().in();
        // By the byte, because what follows the line may be for a command.
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            int next = in.read();
            if (next < 0) {
                return Optional.empty();
            }
            while (next >= 0 && next != '\n') {
                line.write(next);
                next = in.read();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.of(line.toString(StandardCharsets.UTF_8));
    }

    /** All of standard input as text, without the end of its last line. */
    public String readInput() {
        try {
            String text = new String(session.world().in().readAllBytes(), StandardCharsets.UTF_8);
            return text.endsWith("\r\n")
                    ? text.substring(0, text.length() - 2)
                    : text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.pawse.cli;

import org.jspecify.annotations.Nullable;

/** Ends a command with a {@link Problem}. */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    Failure(Problem problem, @Nullable Throwable cause) {
        super(problem.message(), cause);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}

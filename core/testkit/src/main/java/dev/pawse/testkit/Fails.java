package dev.pawse.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Checks that something fails as a port fails. */
final class Fails {
    private Fails() {}

    /** Checks that it throws a {@link PawseException} of this reason with a message that says something. */
    static AbstractThrowableAssert<?, ? extends Throwable> with(Reason reason, ThrowingCallable call) {
        return assertThatThrownBy(call)
                .as("a failure of the reason %s", reason)
                .isInstanceOfSatisfying(PawseException.class, failure -> {
                    if (failure.reason() != reason) {
                        throw new AssertionError(
                                "expected " + reason + " and got " + failure.reason() + ": " + failure.message(),
                                failure);
                    }
                })
                .satisfies(failure -> {
                    if (failure.getMessage() == null || failure.getMessage().isBlank()) {
                        throw new AssertionError("the failure does not say what is wrong", failure);
                    }
                });
    }
}

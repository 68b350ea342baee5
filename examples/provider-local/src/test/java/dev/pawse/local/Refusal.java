package dev.pawse.local;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What a call must not do, and why. */
final class Refusal {
    private Refusal() {}

    static AbstractThrowableAssert<?, PawseException> of(Reason reason, ThrowingCallable call) {
        AbstractThrowableAssert<?, PawseException> failure =
                assertThatThrownBy(call).asInstanceOf(InstanceOfAssertFactories.throwable(PawseException.class));
        failure.extracting(PawseException::reason).isEqualTo(reason);
        return failure;
    }
}

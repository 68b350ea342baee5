package dev.pawse.scalingo;

import dev.pawse.http.ApiAnswer;
import dev.pawse.http.ApiErrors;
import dev.pawse.spi.Reason;
import java.util.Optional;

/** Reads the refusal to tell an exit code: 408 stands for a container that was cut off after thirty minutes of silence. */
final class CutOff implements ApiErrors {
    @Override
    public Optional<String> message(ApiAnswer answer) {
        return answer.status() == 408
                ? Optional.of("the command was cut off: nothing was typed or written for thirty minutes")
                : Optional.empty();
    }

    @Override
    public Reason reason(ApiAnswer answer) {
        return answer.status() == 408 ? Reason.TIMEOUT : ApiErrors.byStatus(answer.status());
    }
}

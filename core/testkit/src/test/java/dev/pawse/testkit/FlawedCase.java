package dev.pawse.testkit;

import java.time.Duration;
import org.junit.jupiter.api.extension.ExtendWith;

/** A provider with one flaw, put to the contracts; run by {@link FlawedProviderTest} alone, as it is meant to fail. */
@ExtendWith(ContractRun.Subject.class)
final class FlawedCase extends FakePlatformCase {

    FlawedCase(String flaw) {
        super(patience(flaw), platform -> new FlawedProvider(platform, Flaws.named(flaw, Flaws.all(platform))));
    }

    /** Of what will never come, little is enough. */
    static Duration patience(String flaw) {
        return flaw.equals(Flaws.NONE) ? Duration.ofSeconds(15) : Duration.ofMillis(200);
    }
}

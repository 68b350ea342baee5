package dev.pawse.testkit;

import java.time.Duration;

/** The fake platform keeps every contract. */
final class FakeProviderTest extends FakePlatformCase {
    FakeProviderTest() {
        super(Duration.ofSeconds(10), platform -> platform);
    }
}

package dev.pawse.cli.platform;

import dev.pawse.clever.fake.FakeClever;
import dev.pawse.testkit.FakePlatform;

final class CleverProxyTest extends PlatformContract {
    @Override
    FakePlatform open() {
        return FakeClever.start();
    }

    @Override
    int callsPerMinute() {
        return 0;
    }
}

package dev.pawse.cli.platform;

import dev.pawse.scalingo.fake.FakeScalingo;
import dev.pawse.testkit.FakePlatform;

final class ScalingoProxyTest extends PlatformContract {
    @Override
    FakePlatform open() {
        return FakeScalingo.start();
    }

    @Override
    int callsPerMinute() {
        return 60;
    }
}

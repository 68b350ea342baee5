package dev.pawse.cli.platform;

import dev.pawse.heroku.fake.FakeHeroku;
import dev.pawse.testkit.FakePlatform;

final class HerokuProxyTest extends PlatformContract {
    @Override
    FakePlatform open() {
        return FakeHeroku.start();
    }

    @Override
    int callsPerMinute() {
        return 75;
    }
}

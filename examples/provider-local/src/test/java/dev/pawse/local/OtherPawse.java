package dev.pawse.local;

import dev.pawse.spi.ProviderContext;
import dev.pawse.spi.Settings;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A Pawse process of its own, which starts an app and waits until it is killed. */
final class OtherPawse {
    private OtherPawse() {}

    public static void main(String[] args) throws InterruptedException {
        Settings settings = Settings.of(Map.of("file", args[0], "state", args[1]));
        var provider = new LocalProviderFactory().create(new ProviderContext("local", settings, Clock.systemUTC()));
        LocalFixture.start(provider, "shop", "worker", 1);
        new CountDownLatch(1).await();
    }
}

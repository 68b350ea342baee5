package dev.pawse.ecs;

import dev.pawse.ecs.fake.FakeAws;
import dev.pawse.spi.AppId;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Provider;
import dev.pawse.spi.ProviderContext;
import dev.pawse.spi.Settings;
import dev.pawse.testkit.Cloud;
import dev.pawse.testkit.FastClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A fake AWS with the apps {@code shop} and {@code stock} in one cluster, and providers of it. */
final class EcsFixture implements Cloud, AutoCloseable {
    static final AppId SHOP = new AppId("aws-ecs", "shop");

    /** What takes seconds of AWS's time takes milliseconds here. */
    final FastClock clock = new FastClock(100);

    final FakeAws aws = FakeAws.start(clock);

    EcsFixture() {
        aws.bootTime(Duration.ofSeconds(1));
        aws.stopTime(Duration.ofSeconds(1));
        aws.addApp("shop", aws.formation(), "www.shop.test");
        aws.builds().create("shop");
        aws.databaseTools().add("shop");
        aws.addApp("stock", Formation.of(Map.of("web", 1)));
    }

    Provider provider(String... moreSettings) {
        Map<String, String> settings = new HashMap<>();
        for (int i = 0; i < moreSettings.length; i += 2) {
            settings.put(moreSettings[i], moreSettings[i + 1]);
        }
        return new EcsProviderFactory()
                .create(new ProviderContext("aws-ecs", Settings.of(settings), clock, aws.environment()));
    }

    @Override
    public AppId app() {
        return SHOP;
    }

    @Override
    public void run(AppId app, Formation formation) {
        if (!aws.formation(app.name()).equals(formation)) {
            aws.scaleByHand(app.name(), formation);
        }
    }

    @Override
    public Formation formation() {
        return aws.formation();
    }

    /** A minute and a half of the real clock. */
    @Override
    public Duration operationTime() {
        return Duration.ofHours(2).plusMinutes(30);
    }

    @Override
    public void close() {
        aws.close();
    }
}

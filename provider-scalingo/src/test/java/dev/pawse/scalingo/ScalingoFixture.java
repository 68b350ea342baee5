package dev.pawse.scalingo;

import dev.pawse.scalingo.fake.FakeScalingo;
import dev.pawse.spi.AppId;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Provider;
import dev.pawse.spi.ProviderContext;
import dev.pawse.spi.Settings;
import dev.pawse.testkit.Cloud;
import dev.pawse.testkit.FastClock;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** A fake Scalingo with the app {@code shop}, and providers of it. */
final class ScalingoFixture implements Cloud, AutoCloseable {
    static final AppId SHOP = new AppId("scalingo", "shop");

    final FakeScalingo fake = FakeScalingo.start();
    /** What takes seconds of the platform's time takes milliseconds here. */
    final FastClock clock = new FastClock(50);

    ScalingoFixture() {
        fake.addApp("shop", fake.formation(), "www.shop.test");
        fake.addDatabase("shop", "postgresql");
        fake.addApp("stock", Formation.of(Map.of("web", 1)));
    }

    Provider provider(String... moreSettings) {
        return provider(clock, moreSettings);
    }

    Provider provider(Clock by, String... moreSettings) {
        return new ScalingoProviderFactory()
                .create(new ProviderContext("scalingo", Settings.of(settings(moreSettings)), by));
    }

    Map<String, String> settings(String... more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "api-token",
                FakeScalingo.API_TOKEN,
                "api-url",
                fake.api().address() + "/{region}",
                "auth-url",
                fake.api().address().toString(),
                "db-api-url",
                fake.api().address() + "/{region}"));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return settings;
    }

    @Override
    public AppId app() {
        return SHOP;
    }

    @Override
    public void run(AppId app, Formation formation) {
        if (!fake.formation(app.name()).equals(formation)) {
            fake.scaleByHand(app.name(), formation);
        }
    }

    @Override
    public Formation formation() {
        return fake.formation();
    }

    @Override
    public String otherSize() {
        return "XL";
    }

    @Override
    public void close() {
        fake.close();
    }
}

package dev.pawse.testkit;

import dev.pawse.spi.AppId;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Formation.Scale;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** Arranges a {@link FakeProvider} for the contracts. */
final class FakeCloud implements Cloud {
    private final FakeProvider platform;
    private final ManualClock clock;
    private final Duration patience;
    private final FakeApp shop;

    FakeCloud(FakeProvider platform, ManualClock clock, Duration patience) {
        this.patience = patience;
        this.platform = platform;
        this.clock = clock;
        shop = platform.add("shop")
                .formation(formation())
                .hosts("shop.example.test")
                .endpoints(URI.create("http://127.0.0.1:8000"));
        shop.addDatabase("main");
        platform.add("bare");
    }

    @Override
    public AppId app() {
        return shop.id();
    }

    @Override
    public Formation formation() {
        return new Formation(Map.of("web", new Scale(3, "M"), "worker", new Scale(2, "S"), "cron", new Scale(0, "S")));
    }

    @Override
    public String otherSize() {
        return "XL";
    }

    @Override
    public void run(AppId app, Formation formation) {
        FakeApp fake = platform.fake(app.name());
        if (!fake.formation().equals(formation)) {
            fake.formation(formation);
        }
    }

    @Override
    public void tick() {
        clock.advance(Duration.ofSeconds(1));
    }

    @Override
    public Duration patience() {
        return patience;
    }
}

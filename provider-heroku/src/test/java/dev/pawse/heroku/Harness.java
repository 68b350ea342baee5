package dev.pawse.heroku;

import dev.pawse.heroku.fake.FakeHeroku;
import dev.pawse.spi.AppId;
import dev.pawse.spi.Provider;
import dev.pawse.spi.ProviderContext;
import dev.pawse.spi.Settings;
import dev.pawse.testkit.FastClock;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** Providers of a {@link FakeHeroku}, whose pauses pass fifty times as fast. */
final class Harness {
    static final String NAME = "test";

    private Harness() {}

    static AppId id(String app) {
        return new AppId(NAME, app);
    }

    static Provider provider(FakeHeroku heroku) {
        return provider(heroku, new FastClock(50), Map.of());
    }

    static Provider provider(FakeHeroku heroku, Clock clock, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "api-token", heroku.token(),
                "api-url", heroku.api().address().toString(),
                "data-url", heroku.api().address().toString()));
        settings.putAll(more);
        return new HerokuProviderFactory()
                .create(new ProviderContext(
                        NAME,
                        Settings.of(settings),
                        clock,
                        Map.of("SSL_CERT_FILE", heroku.certificate().toString())));
    }
}

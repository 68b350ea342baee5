package dev.pawse.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.heroku.fake.FakeHeroku;
import dev.pawse.scalingo.fake.FakeScalingo;
import dev.pawse.spi.AppId;
import dev.pawse.testkit.FakePlatform;
import dev.pawse.testkit.FastClock;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SeveralAccountsTest {
    private final FastClock clock = new FastClock(60);

    @Test
    void twoHerokuAccountsAndAScalingoAccountAreServedByOneProxy(@TempDir Path folder) {
        try (FakeHeroku work = FakeHeroku.start();
                FakeHeroku play = FakeHeroku.start();
                FakeScalingo scalingo = FakeScalingo.start()) {
            Map<String, FakePlatform> platforms = new LinkedHashMap<>();
            platforms.put("work", work);
            platforms.put("play", play);
            platforms.put("scalingo", scalingo);
            platforms.forEach((name, platform) ->
                    platform.addApp("shop", platform.formation().zeroed(), name + ".example.test"));

            try (ProxyOverPlatforms proxy = ProxyOverPlatforms.start(platforms, folder, clock)) {
                assertThat(proxy.pawse().apps())
                        .extracting(report -> report.app().id())
                        .containsExactlyInAnyOrder(
                                new AppId("work", "shop"), new AppId("play", "shop"), new AppId("scalingo", "shop"));

                assertThat(proxy.get("play.example.test").statusCode()).isEqualTo(200);
                assertThat(play.starts("shop")).isOne();
                assertThat(work.starts("shop")).isZero();
                assertThat(scalingo.starts("shop")).isZero();

                assertThat(proxy.get("scalingo.example.test").statusCode()).isEqualTo(200);
                assertThat(proxy.get("work.example.test").statusCode()).isEqualTo(200);
                assertThat(work.starts("shop")).isOne();
                assertThat(play.starts("shop")).isOne();
            }
        }
    }
}

package dev.pawse.heroku;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.heroku.fake.FakeHeroku;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Provider;
import dev.pawse.spi.capability.Processes;
import dev.pawse.spi.capability.Processes.AppProcess;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class HerokuProcessesTest {
    private final FakeHeroku heroku = FakeHeroku.start();
    private final Provider provider = Harness.provider(heroku);
    private final Processes processes = provider.require(Processes.class);

    @AfterEach
    void close() {
        provider.close();
        heroku.close();
    }

    @Test
    void theTenthComesAfterTheNinth() {
        heroku.addApp("shop", Formation.of(Map.of("web", 11)));

        assertThat(processes.processes(Harness.id("shop")))
                .extracting(AppProcess::name)
                .startsWith("web.1", "web.2")
                .endsWith("web.9", "web.10", "web.11");
    }

    @Test
    void aDynoThatBootsHasNotStarted() {
        heroku.bootTime(Duration.ofHours(1));
        heroku.addApp("shop", Formation.of(Map.of("web", 1)));

        processes.restartProcesses(Harness.id("shop"), "web.1");

        assertThat(processes.processes(Harness.id("shop"))).singleElement().satisfies(dyno -> {
            assertThat(dyno.state()).isEqualTo(AppState.STARTING);
            assertThat(dyno.startedAt()).isNull();
            assertThat(dyno.release()).isEqualTo("v1");
        });
    }
}

package dev.pawse.scalingo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawse.scalingo.fake.FakeScalingo;
import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.Formation;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Scaling;
import dev.pawse.testkit.ApiReply;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ScalingoRegionsTest {
    private final ScalingoFixture fixture = new ScalingoFixture();
    private final Provider provider = fixture.provider("region", "osc-fr1,osc-secnum-fr1");

    ScalingoRegionsTest() {
        fixture.fake.addApp(FakeScalingo.OTHER_REGION, "vault", Formation.of(Map.of("web", 2)));
        fixture.fake.addApp(FakeScalingo.OTHER_REGION, "stock", Formation.of(Map.of("web", 2)));
    }

    @AfterEach
    void close() {
        provider.close();
        fixture.close();
    }

    @Test
    void theAppsOfAllRegionsAreListed() {
        assertThat(provider.apps())
                .extracting(app -> app.id().name())
                .containsExactlyInAnyOrder("shop", "vault", "osc-fr1:stock", "osc-secnum-fr1:stock");
    }

    @Test
    void anAppIsFoundInItsRegion() {
        assertThat(provider.require(Scaling.class).formation(id("vault")).total())
                .isEqualTo(2);
        assertThat(provider.app(id("osc-secnum-fr1:stock")))
                .map(App::formation)
                .map(Formation::total)
                .contains(2);
    }

    @Test
    void aNameThatTwoRegionsHoldHasToSayWhich() {
        PawseException failure = catchThrowableOfType(
                PawseException.class, () -> provider.require(Scaling.class).stop(id("stock")));

        assertThat(failure.reason()).isEqualTo(Reason.INVALID);
        assertThat(failure).hasMessageContaining("osc-fr1:stock or osc-secnum-fr1:stock");
    }

    @Test
    void aRegionThatDoesNotAnswerIsNoRegionWithoutApps() {
        fixture.fake
                .api()
                .fail(
                        request -> request.path().startsWith("/osc-secnum-fr1"),
                        Integer.MAX_VALUE,
                        request -> ApiReply.empty(503));

        PawseException failure = catchThrowableOfType(PawseException.class, provider::apps);

        assertThat(failure.reason()).isEqualTo(Reason.UNAVAILABLE);
    }

    private static AppId id(String name) {
        return new AppId("scalingo", name);
    }
}

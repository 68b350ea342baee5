package dev.pawse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Provider;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Capability;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every provider does. A provider's test implements this interface, or rather one contract for each capability that
 * the provider offers; the base then checks that all the others are refused:
 *
 * <pre>{@code
 * final class DemoProviderTest implements ScalingContract, LogsContract {
 *     private final DemoServer server = new DemoServer();
 *     private final DemoProvider provider = new DemoProvider("test", server.address());
 *
 *     @Override public Provider provider() { return provider; }
 *     @Override public Cloud cloud() { return server; }
 *     …
 * }
 * }</pre>
 *
 * <p>JUnit makes a new instance for each test, so fields are a good place for the provider and its platform; close them in an
 * {@code @AfterEach} method.
 */
@Timeout(120)
public interface ProviderContract {
    /** The provider under test; the same at each call. */
    Provider provider();

    /** The platform behind it; the same at each call. */
    Cloud cloud();

    @Test
    default void everyAppIsListed() {
        assertThat(provider().apps())
                .extracting(App::id)
                .contains(cloud().app())
                .doesNotHaveDuplicates();
    }

    @Test
    default void anAppCarriesTheNameOfItsProvider() {
        assertThat(provider().apps())
                .allSatisfy(app ->
                        assertThat(app.id().provider()).isEqualTo(cloud().app().provider()));
    }

    @Test
    default void anAppLooksTheSameAloneAndInTheList() {
        cloud().run(cloud().app(), cloud().formation());

        cloud().eventually("the same app alone and in the list", () -> listed().equals(alone()));
    }

    @Test
    default void anUnknownAppIsEmpty() {
        assertThat(provider().app(cloud().unknownApp())).isEmpty();
    }

    @Test
    default void anAppOfAnotherProviderIsEmpty() {
        App known = alone();

        assertThat(provider().app(new AppId("elsewhere", known.id().name()))).isEmpty();
    }

    @Test
    default void anAppThatRunsIsRunning() {
        cloud().run(cloud().app(), cloud().formation());

        cloud().eventually("app() says running", () -> alone().state() == AppState.RUNNING);
        assertThat(listed().state()).isEqualTo(AppState.RUNNING);
        assertThat(alone().formation()).isEqualTo(cloud().formation());
    }

    @Test
    default void anAppThatRestsIsStopped() {
        cloud().run(cloud().app(), cloud().formation().zeroed());

        cloud().eventually("app() says stopped", () -> alone().state() == AppState.STOPPED);
        assertThat(listed().state()).isEqualTo(AppState.STOPPED);
    }

    @Test
    default void hostsAreLowerCaseNamesWithoutPort() {
        for (App app : provider().apps()) {
            assertThat(app.hosts()).allMatch(host -> host.matches("(\\*\\.)?[a-z0-9_-]+(\\.[a-z0-9_-]+)*"));
        }
    }

    @Test
    default void endpointsAreAddressesWithoutPath() {
        cloud().run(cloud().app(), cloud().formation());
        for (App app : provider().apps()) {
            assertThat(app.endpoints()).allMatch(ProviderContract::isEndpoint);
        }
    }

    @Test
    default void whatAContractProvesIsOffered() {
        for (Class<? extends Capability> type : Contracts.provenBy(this)) {
            assertThat(provider().capability(type)).as(Capability.label(type)).isPresent();
            assertThat(provider().require(type)).isNotNull();
        }
    }

    @Test
    default void whatNoContractProvesIsRefused() {
        for (Class<? extends Capability> type : Contracts.unprovenBy(this)) {
            assertThat(provider().capability(type))
                    .as("%s: either it is not offered, or the test implements its contract", Capability.label(type))
                    .isEmpty();
        }
    }

    @Test
    default void aRefusalSaysWhyNot() {
        for (Class<? extends Capability> type : Contracts.unprovenBy(this)) {
            Fails.with(Reason.UNSUPPORTED, () -> provider().require(type))
                    .hasMessage(provider().whyNot(type));
            assertThat(provider().whyNot(type))
                    .as("why no %s", Capability.label(type))
                    .isNotBlank();
        }
    }

    @Test
    default void anAppsOwnAnswersAreNotThePlatforms() {
        for (int status : List.of(200, 302, 404, 500, 503)) {
            assertThat(provider().isPlatformAnswer(status, name -> null))
                    .as("an answer of status %s without any header", status)
                    .isFalse();
        }
    }

    @Test
    default void manyThreadsMayAskAtOnce() {
        cloud().run(cloud().app(), cloud().formation());
        cloud().eventually("app() says running", () -> alone().state() == AppState.RUNNING);

        List<Optional<App>> seen = AtOnce.call(8, number -> provider().app(cloud().app()));
        List<List<App>> lists = AtOnce.call(8, number -> provider().apps());

        assertThat(seen).allSatisfy(app -> assertThat(app).map(App::id).contains(cloud().app()));
        assertThat(lists)
                .allSatisfy(apps -> assertThat(apps).extracting(App::id).contains(cloud().app()));
    }

    private App alone() {
        return provider().app(cloud().app()).orElseThrow(() -> new AssertionError(cloud().app() + " is not there"));
    }

    private App listed() {
        return provider().apps().stream()
                .filter(app -> app.id().equals(cloud().app()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(cloud().app() + " is not in the list"));
    }

    private static boolean isEndpoint(URI endpoint) {
        return ("http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme()))
                && endpoint.getHost() != null
                && endpoint.getPort() > 0
                && (endpoint.getRawPath() == null || endpoint.getRawPath().isEmpty());
    }
}

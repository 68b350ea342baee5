package dev.pawse.scalingo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Scaling;
import dev.pawse.testkit.ManualClock;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class BearerTokenTest {
    private final ManualClock clock = ManualClock.create();
    private final AtomicInteger fetched = new AtomicInteger();
    private final AtomicReference<@Nullable PawseException> failure = new AtomicReference<>();
    private final BearerToken token = new BearerToken(this::fetch, clock);

    @Test
    void aTokenIsFetchedOnceForManyThreads() {
        List<String> seen = Together.call(16, number -> token.token().reveal());

        assertThat(fetched).hasValue(1);
        assertThat(Set.copyOf(seen)).hasSize(1);
    }

    @Test
    void aTokenIsRenewedFiveMinutesBeforeItsEnd() {
        String first = token.token().reveal();
        clock.advance(Duration.ofMinutes(54));
        assertThat(token.token().reveal()).isEqualTo(first);

        clock.advance(Duration.ofMinutes(2));

        assertThat(token.token().reveal()).isNotEqualTo(first);
    }

    @Test
    void aRefusedTokenIsRenewedOnceForManyThreads() {
        Map<String, String> refused = token.headers("GET", URI.create("http://x.test"));

        List<Boolean> again = Together.call(16, number -> token.renew(refused));

        assertThat(again).containsOnly(true);
        assertThat(fetched).hasValue(2);
    }

    @Test
    void aTokenThatStillLivesIsUsedWhileNoOtherCanBeHad() {
        String first = token.token().reveal();
        clock.advance(Duration.ofMinutes(57));
        failure.set(new PawseException(Reason.UNAVAILABLE, "down"));

        assertThat(token.token().reveal()).isEqualTo(first);
    }

    @Test
    void aRefusalIsForgottenAfterAMinute() {
        failure.set(new PawseException(Reason.UNAUTHORIZED, "no"));
        assertThat(catchThrowable(token::token)).hasMessage("no");
        failure.set(null);
        assertThat(catchThrowable(token::token)).hasMessage("no");

        clock.advance(Duration.ofSeconds(61));

        assertThat(token.token().reveal()).isNotBlank();
    }

    @Test
    void aTokenOfAnotherFormIsTakenToLiveForFiftyFiveMinutes() {
        AtomicInteger made = new AtomicInteger();
        BearerToken odd = new BearerToken(() -> "odd" + made.incrementAndGet(), clock);
        assertThat(odd.token().reveal()).isEqualTo("odd1");
        clock.advance(Duration.ofMinutes(54));
        assertThat(odd.token().reveal()).isEqualTo("odd1");

        clock.advance(Duration.ofMinutes(2));

        assertThat(odd.token().reveal()).isEqualTo("odd2");
    }

    @Test
    void aTokenThatThePlatformForgotIsReplacedInTheMiddleOfTheWork() {
        try (ScalingoFixture fixture = new ScalingoFixture();
                Provider provider = fixture.provider()) {
            Scaling scaling = provider.require(Scaling.class);
            scaling.formation(ScalingoFixture.SHOP);
            fixture.fake.revokeTokens();

            List<Integer> sizes = Together.call(
                    8, number -> scaling.formation(ScalingoFixture.SHOP).total());

            assertThat(sizes).containsOnly(5);
            assertThat(fixture.fake.api().count(request -> request.path().contains("exchange")))
                    .isEqualTo(2);
        }
    }

    private String fetch() {
        PawseException wrong = failure.get();
        if (wrong != null) {
            throw wrong;
        }
        long end = clock.instant().plus(Duration.ofHours(1)).getEpochSecond();
        String claims = "{\"exp\":" + end + ",\"jti\":" + fetched.incrementAndGet() + "}";
        return "e30."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
                + ".x";
    }
}

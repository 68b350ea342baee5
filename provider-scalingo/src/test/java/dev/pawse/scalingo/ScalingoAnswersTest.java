package dev.pawse.scalingo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.App;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Provider;
import dev.pawse.spi.Secret;
import dev.pawse.spi.capability.ConfigVars;
import dev.pawse.spi.capability.Releases;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ScalingoAnswersTest {
    private final ScalingoFixture fixture = new ScalingoFixture();
    private final Provider provider = fixture.provider();

    @AfterEach
    void close() {
        provider.close();
        fixture.close();
    }

    @Test
    void theRoutersOwnAnswerIsThePlatforms() throws IOException, InterruptedException {
        fixture.fake.scaleByHand("stock", Formation.of(Map.of("web", 0)));

        assertThat(isPlatforms(fixture.fake.address("stock"))).isTrue();
        assertThat(isPlatforms(fixture.fake.address("shop"))).isFalse();
    }

    @Test
    void anAppIsReachedByItsDefaultDomainAndKnownByAllOthers() {
        App shop = provider.app(ScalingoFixture.SHOP).orElseThrow();

        assertThat(shop.endpoints()).containsExactly(fixture.fake.address("shop"));
        assertThat(shop.hosts()).containsExactly("www.shop.test");
    }

    @Test
    void aVariableThatStandsForAnotherIsShownAsItWasWritten() {
        ConfigVars variables = provider.require(ConfigVars.class);

        Map<String, Secret> read = variables.configVars(ScalingoFixture.SHOP);
        variables.setConfigVars(ScalingoFixture.SHOP, read);

        assertThat(read.get("DATABASE_URL")).isEqualTo(Secret.of("$SCALINGO_POSTGRESQL_URL"));
        assertThat(variables.configVars(ScalingoFixture.SHOP)).isEqualTo(read);
    }

    @Test
    void whyThereAreNoReleasesSaysWhatToDo() {
        assertThat(provider.whyNot(Releases.class)).contains("git push scalingo");
    }

    private boolean isPlatforms(URI address) throws IOException, InterruptedException {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
        return provider.isPlatformAnswer(
                answer.statusCode(), name -> answer.headers().firstValue(name).orElse(null));
    }
}

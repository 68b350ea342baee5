package dev.pawse.clever;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.http.Credential;
import dev.pawse.spi.Secret;
import dev.pawse.testkit.ManualClock;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class OAuth1Test {
    private static final String NONCE = "abcdefABCDEF0123456789abcdefABCD";
    private static final Instant AT = Instant.ofEpochSecond(1_767_323_045);
    private static final URI SUMMARY = URI.create("https://api.clever-cloud.com/v2/summary");
    private static final URI LOGS =
            URI.create("https://api.clever-cloud.com/v4/logs/organisations/orga_1/applications/app_1/logs"
                    + "?since=2026-01-02T03%3A04%3A05.000Z&filter=a%20b%2A%C3%A9");

    @Test
    void aCallWithoutAQueryIsSignedAsByAnIndependentImplementation() {
        assertThat(header(hmac("cs-demo", "sec-demo"), SUMMARY))
                .contains("oauth_signature=\""
                        + encoded(
                                "sOWQQufBohUrEAGjUH8QbnyGxTJ0+eyE1X24VyVjv6V0QqXnHh53AvpUHJ4OWvZ/fkIkCDGLfDmki180oCK3gA==")
                        + "\"");
    }

    @Test
    void aCallWithAQueryIsSignedAsByAnIndependentImplementation() {
        assertThat(header(hmac("cs/+demo", "sec demo"), LOGS))
                .contains("oauth_signature=\""
                        + encoded(
                                "cZACY2ZRxrH48hmFPANC0mZQd+s4mwiTUhNdyVIqUrMOOu23HzC16vuBaxZle6uT0D7jLzA5Op/9zMb4rl8LiQ==")
                        + "\"");
    }

    @Test
    void whatIsSignedHoldsMethodAddressAndAllParametersInOrder() {
        Map<String, String> oauth = Map.of(
                "oauth_consumer_key", "ck-demo",
                "oauth_nonce", NONCE,
                "oauth_signature_method", "HMAC-SHA512",
                "oauth_timestamp", "1767323045",
                "oauth_token", "tok-demo",
                "oauth_version", "1.0");

        assertThat(OAuth1.baseString("GET", LOGS, oauth))
                .isEqualTo(
                        "GET&https%3A%2F%2Fapi.clever-cloud.com%2Fv4%2Flogs%2Forganisations%2Forga_1%2Fapplications%2Fapp_1%2Flogs"
                                + "&filter%3Da%2520b%252A%25C3%25A9%26oauth_consumer_key%3Dck-demo%26oauth_nonce%3D"
                                + NONCE
                                + "%26oauth_signature_method%3DHMAC-SHA512%26oauth_timestamp%3D1767323045%26oauth_token%3Dtok-demo"
                                + "%26oauth_version%3D1.0%26since%3D2026-01-02T03%253A04%253A05.000Z");
    }

    @Test
    void thePlainFormHoldsTheTwoSecretsAndNothingThatChanges() {
        assertThat(header(oauth("cs-demo", "sec-demo").plaintext(), SUMMARY))
                .isEqualTo(
                        "OAuth oauth_consumer_key=\"ck-demo\", oauth_token=\"tok-demo\", oauth_signature=\"cs-demo%26sec-demo\"");
    }

    @Test
    void aSecretWithSpecialCharactersIsEncoded() {
        assertThat(header(oauth("cs/+demo", "sec demo").plaintext(), SUMMARY))
                .endsWith("oauth_signature=\"cs%2F%2Bdemo%26sec%20demo\"");
    }

    @Test
    void noTwoCallsHaveTheSameNonce() {
        Credential credential = oauth("cs", "sec").hmac(ManualClock.at(AT));

        assertThat(header(credential, SUMMARY)).isNotEqualTo(header(credential, SUMMARY));
    }

    private static Credential hmac(String consumerSecret, String tokenSecret) {
        return oauth(consumerSecret, tokenSecret).hmac(ManualClock.at(AT), () -> NONCE);
    }

    private static OAuth1 oauth(String consumerSecret, String tokenSecret) {
        return new OAuth1(
                Secret.of("ck-demo"), Secret.of(consumerSecret), Secret.of("tok-demo"), Secret.of(tokenSecret));
    }

    private static String header(Credential credential, URI uri) {
        return credential.headers("GET", uri).getOrDefault("Authorization", "");
    }

    private static String encoded(String signature) {
        return signature.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D");
    }
}

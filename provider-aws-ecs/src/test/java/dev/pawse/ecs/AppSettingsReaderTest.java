package dev.pawse.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawse.ecs.fake.FakeAws;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.testkit.ApiReply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AppSettingsReaderTest {
    private final DataFixture fixture = new DataFixture();
    private final AppSettingsReader reader = new AppSettingsReader(fixture.clients);

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void allDocumentsAreReadWithOneCallAndKept() {
        fixture.aws.parameters().put("/paaws/apps/shop", "{\"cluster\": \"old\", \"log_group\": \"old\"}");
        fixture.settings("{\"cluster\": {\"name\": \"new\"}}");

        assertThat(reader.of("shop").cluster()).isEqualTo("new");
        assertThat(reader.of("shop").logGroup()).isEqualTo("old");
        assertThat(fixture.aws.api().count(FakeAws.calls("GetParameters"))).isOne();
    }

    @Test
    void aSealedDocumentIsOpened() {
        fixture.aws
                .parameters()
                .put("/paaws/apps/safe/settings", "{\"cluster\": {\"name\": \"sealed\"}}", "SecureString", null);

        assertThat(reader.of("safe").cluster()).isEqualTo("sealed");
    }

    @Test
    void whoMayNotReadThemGetsTheDefaults() {
        fixture.allowOnly("ecs:*");

        assertThat(reader.of("shop").cluster()).isEqualTo("shop");
    }

    @ParameterizedTest
    @CsvSource({
        "ExpiredTokenException, UNAUTHORIZED",
        "InvalidKeyId, INVALID",
        "InternalServerError, UNAVAILABLE",
    })
    void anyOtherFailureIsOneAndNotTheDefaults(String code, Reason reason) {
        int status = code.startsWith("Internal") ? 500 : 400;
        fixture.aws
                .api()
                .fail(
                        FakeAws.calls("GetParameters"),
                        10,
                        request -> ApiReply.text(
                                status,
                                "application/x-amz-json-1.1",
                                "{\"__type\":\"" + code + "\",\"message\":\"no\"}"));

        PawseException failure = catchThrowableOfType(PawseException.class, () -> reader.of("shop"));

        assertThat(failure.reason()).isEqualTo(reason);
    }
}

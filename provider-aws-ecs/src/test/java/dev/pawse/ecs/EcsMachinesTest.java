package dev.pawse.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawse.ecs.fake.FakeAws;
import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import dev.pawse.spi.Reason;
import dev.pawse.testkit.ApiReply;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks that have no network interface of their own are reached on the machines that they run on. */
final class EcsMachinesTest {
    private static final AppId TILL = new AppId("aws-ecs", "till");

    private final EcsFixture fixture = new EcsFixture();
    private final FakeAws aws = fixture.aws;
    private final Provider provider = fixture.provider();

    @AfterEach
    void close() {
        provider.close();
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bridge", "host"})
    void aTaskAnswersAtThePortThatItHasOnItsMachine(String mode) throws IOException {
        till(mode, 3);

        App till = provider.app(TILL).orElseThrow();

        assertThat(till.endpoints())
                .hasSize(3)
                .containsExactlyInAnyOrderElementsOf(aws.ecs().addresses("till-web").stream()
                        .map(address -> URI.create("http://" + address))
                        .toList());
        for (URI endpoint : till.endpoints()) {
            try (var answer = endpoint.toURL().openStream()) {
                assertThat(new String(answer.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo("till-web");
            }
        }
    }

    @Test
    void aMachineIsAskedAboutOnceForAllItsApps() {
        till("bridge", 9);

        for (int i = 0; i < 3; i++) {
            assertThat(provider.apps())
                    .filteredOn(app -> app.id().equals(TILL))
                    .singleElement()
                    .satisfies(app -> assertThat(app.endpoints()).hasSize(9));
        }

        assertThat(aws.api().count(FakeAws.calls("DescribeContainerInstances"))).isOne();
        assertThat(aws.api().count(FakeAws.calls("DescribeInstances"))).isOne();
    }

    @Test
    void whoMayNotLookAtMachinesStillSeesTheApp() {
        till("bridge", 1);
        aws.attachPolicy(
                FakeAws.PRINCIPAL,
                "{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}, {\"Effect\": \"Deny\","
                        + " \"Action\": \"ec2:DescribeInstances\", \"Resource\": \"*\"}]}");

        assertThat(provider.app(TILL).orElseThrow().endpoints()).isEmpty();
    }

    @Test
    void aThrottledLookIsTriedAgain() {
        till("bridge", 1);
        aws.api().fail(FakeAws.calls("DescribeInstances"), 2, request -> ApiReply.text(503, "text/xml", """
                                <Response><Errors><Error><Code>RequestLimitExceeded</Code>
                                <Message>Request limit exceeded.</Message></Error></Errors></Response>
                                """));

        assertThat(provider.app(TILL).orElseThrow().endpoints()).hasSize(1);
    }

    @Test
    void anAnswerThatIsNoneIsNotPassedOn() {
        till("bridge", 1);
        aws.api()
                .fail(
                        FakeAws.calls("DescribeInstances"),
                        Integer.MAX_VALUE,
                        request -> ApiReply.text(200, "text/html", "<html>welcome to hunter2"));

        assertThatThrownBy(() -> provider.app(TILL))
                .isInstanceOfSatisfying(
                        PawseException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE))
                .hasMessageNotContaining("hunter2")
                .hasNoCause();
    }

    private void till(String mode, int count) {
        String definition = aws.ecs().register("""
                {"family": "till-web", "networkMode": "%s", "containerDefinitions": [{"name": "app", "image": "till",
                 "essential": true, "portMappings": [{"containerPort": %d}]}]}
                """.formatted(mode, aws.ecs().containerPort()));
        aws.ecs().addService("till", "till-web", definition, count, Map.of(), Map.of("launchType", "EC2"));
    }
}

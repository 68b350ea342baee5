package dev.pawse.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawse.http.Network;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.testkit.ApiReply;
import dev.pawse.testkit.ApiServer;
import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;

final class AwsClientsTest {
    private ApiServer server;
    private AwsClients clients;

    @BeforeEach
    void open() {
        server = ApiServer.start();
        clients = new AwsClients(
                Network.of(Map.of(), Duration.ofSeconds(30)),
                Clock.systemUTC(),
                Region.EU_WEST_1,
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIATEST", "a-secret")),
                AwsEndpoints.of(Map.of("AWS_ENDPOINT_URL", server.address().toString())),
                Duration.ofSeconds(30));
    }

    @AfterEach
    void close() {
        clients.close();
        server.close();
    }

    @Test
    void aCallIsSignedForItsServiceAndItsAnswerIsRead() {
        server.on("POST", "/", request -> json(200, "{\"clusterArns\":[\"arn:aws:ecs:eu-west-1:1:cluster/a\"]}"));

        assertThat(clients.ecs().listClusters().clusterArns()).containsExactly("arn:aws:ecs:eu-west-1:1:cluster/a");

        assertThat(server.requests()).singleElement().satisfies(request -> {
            assertThat(request.header("X-Amz-Target").orElse("")).endsWith(".ListClusters");
            assertThat(request.header("Authorization").orElse("")).contains("AKIATEST/", "/eu-west-1/ecs/aws4_request");
            assertThat(request.header("User-Agent").orElse("")).startsWith("pawse");
        });
    }

    @ParameterizedTest(name = "{1} is {2}")
    @CsvSource({
        "400, ClusterNotFoundException, NOT_FOUND",
        "400, ServiceNotFoundException, NOT_FOUND",
        "400, ParameterNotFound, NOT_FOUND",
        "400, ResourceNotFoundException, NOT_FOUND",
        "400, InvalidParameterException, INVALID",
        "400, ServiceNotActiveException, CONFLICT",
        "400, ExpiredTokenException, UNAUTHORIZED",
        "400, UnrecognizedClientException, UNAUTHORIZED",
        "400, AccessDeniedException, FORBIDDEN",
    })
    void aRefusalHasItsReason(int status, String code, Reason reason) {
        server.on("POST", "/", request -> error(status, code, "said the platform"));

        assertThatThrownBy(() -> clients.ecs().listClusters()).isInstanceOfSatisfying(PawseException.class, e -> {
            assertThat(e.reason()).isEqualTo(reason);
            assertThat(AwsErrors.is(e, code)).isTrue();
        });
    }

    @Test
    void aDenialNamesTheActionAndTheResource() {
        server.on(
                "POST",
                "/",
                request -> error(
                        400,
                        "AccessDeniedException",
                        "User: arn:aws:iam::1:user/a is not authorized to perform: ecs:ListClusters on resource:"
                                + " arn:aws:ecs:eu-west-1:1:cluster/shop because no identity-based policy allows it"));

        assertThatThrownBy(() -> clients.ecs().listClusters())
                .hasMessage("access denied: ecs:ListClusters on arn:aws:ecs:eu-west-1:1:cluster/shop");
    }

    @Test
    void aThrottledCallIsMadeAgain() {
        server.on("POST", "/", request -> json(200, "{\"clusterArns\":[]}"));
        server.fail(request -> true, 1, request -> error(400, "ThrottlingException", "Rate exceeded"));

        assertThat(clients.ecs().listClusters().clusterArns()).isEmpty();
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void whatAValidationErrorRepeatsIsNotRepeated() {
        server.on(
                "POST",
                "/",
                request -> error(
                        400,
                        "ValidationException",
                        "1 validation error detected: Value 'hunter2' at 'value' failed to satisfy constraint"));

        assertThatThrownBy(() -> clients.ssm()
                        .putParameter(
                                put -> put.name("/shop/A").value("hunter2").type("SecureString")))
                .hasMessageContaining("Value at 'value'")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void aServerThatIsNotThereIsSaid() {
        server.close();

        assertThatThrownBy(() -> clients.ecs().listClusters())
                .isInstanceOfSatisfying(
                        PawseException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE))
                .hasMessageContaining("aws cannot be reached: ecs ListClusters");
    }

    @Test
    void bodiesGoAndComeAsTheyAre() {
        byte[] object = "not gzip, although it says so".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        server.on("PUT", "/bucket/key", request -> ApiReply.empty(200));
        server.on(
                "GET",
                "/bucket/key",
                request ->
                        ApiReply.bytes(200, "application/octet-stream", object).with("Content-Encoding", "gzip"));

        clients.s3()
                .putObject(
                        put -> put.bucket("bucket").key("key"),
                        RequestBody.fromContentProvider(
                                () -> new ByteArrayInputStream(object), object.length, "application/octet-stream"));
        byte[] read = clients.s3()
                .getObjectAsBytes(get -> get.bucket("bucket").key("key"))
                .asByteArray();

        assertThat(server.requests().get(0).text()).contains("not gzip, although it says so");
        assertThat(read).isEqualTo(object);
    }

    private static ApiReply json(int status, String body) {
        return ApiReply.text(status, "application/x-amz-json-1.1", body);
    }

    private static ApiReply error(int status, String code, String message) {
        return json(status, "{\"__type\":\"" + code + "\",\"message\":\"" + message + "\"}");
    }
}

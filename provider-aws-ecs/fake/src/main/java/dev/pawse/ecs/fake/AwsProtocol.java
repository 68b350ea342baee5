package dev.pawse.ecs.fake;

import dev.pawse.testkit.ApiReply;
import dev.pawse.testkit.ApiRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** The forms that requests and answers have at AWS, and the words that the common errors have in each. */
enum AwsProtocol {
    /** {@code awsJson1_1}: POST /, the operation in {@code X-Amz-Target}. */
    JSON("AccessDeniedException", 400, "UnrecognizedClientException", "ExpiredTokenException", "ThrottlingException") {
        @Override
        String operation(ApiRequest request) {
            String target = request.header("X-Amz-Target").orElse("");
            return target.substring(target.lastIndexOf('.') + 1);
        }

        @Override
        JsonNode input(ApiRequest request) {
            return Json.read(request.text());
        }

        @Override
        ApiReply result(String operation, Map<String, Object> fields) {
            return json(200, fields);
        }

        @Override
        ApiReply error(Refusal refusal) {
            Map<String, Object> body =
                    Json.object("__type", refusal.code(), "message", refusal.message(), "Message", refusal.message());
            body.putAll(refusal.fields());
            return json(refusal.status(), body);
        }

        private ApiReply json(int status, Map<String, Object> fields) {
            return ApiReply.text(status, "application/x-amz-json-1.1", Json.text(fields))
                    .with("x-amzn-RequestId", UUID.randomUUID().toString());
        }
    },
    /** A form with {@code Action}, answered in XML. */
    QUERY("AccessDenied", 403, "InvalidClientTokenId", "ExpiredToken", "Throttling") {
        @Override
        String operation(ApiRequest request) {
            return Form.of(request).getOrDefault("Action", "");
        }

        @Override
        JsonNode input(ApiRequest request) {
            return Form.tree(Form.of(request));
        }

        @Override
        ApiReply result(String operation, Map<String, Object> fields) {
            Map<String, Object> response = new LinkedHashMap<>();
            response.put(operation + "Result", fields);
            response.put(
                    "ResponseMetadata",
                    Json.object("RequestId", UUID.randomUUID().toString()));
            return ApiReply.text(200, "text/xml", Xml.document(operation + "Response", response));
        }

        @Override
        ApiReply error(Refusal refusal) {
            Map<String, Object> error =
                    Json.object("Type", "Sender", "Code", refusal.code(), "Message", refusal.message());
            error.putAll(refusal.fields());
            return ApiReply.text(
                    refusal.status(),
                    "text/xml",
                    Xml.document(
                            "ErrorResponse",
                            Json.object(
                                    "Error",
                                    error,
                                    "RequestId",
                                    UUID.randomUUID().toString())));
        }
    },
    /** EC2's older form of queries: no element around the result, and errors in a list. */
    EC2("UnauthorizedOperation", 403, "AuthFailure", "RequestExpired", "RequestLimitExceeded") {
        @Override
        String operation(ApiRequest request) {
            return QUERY.operation(request);
        }

        @Override
        JsonNode input(ApiRequest request) {
            return QUERY.input(request);
        }

        @Override
        ApiReply result(String operation, Map<String, Object> fields) {
            Map<String, Object> response = new LinkedHashMap<>();
            response.put("requestId", UUID.randomUUID().toString());
            response.putAll(fields);
            return ApiReply.text(200, "text/xml;charset=UTF-8", Xml.document(operation + "Response", response));
        }

        @Override
        ApiReply error(Refusal refusal) {
            Map<String, Object> error = Json.object("Code", refusal.code(), "Message", refusal.message());
            error.putAll(refusal.fields());
            return ApiReply.text(
                    refusal.status(),
                    "text/xml;charset=UTF-8",
                    Xml.document(
                            "Response",
                            Json.object(
                                    "Errors",
                                    Json.object("Error", error),
                                    "RequestID",
                                    UUID.randomUUID().toString())));
        }
    },
    /** S3's: method and path tell the operation, which the service reads by itself. */
    REST("AccessDenied", 403, "InvalidAccessKeyId", "ExpiredToken", "SlowDown") {
        @Override
        String operation(ApiRequest request) {
            return request.method();
        }

        @Override
        JsonNode input(ApiRequest request) {
            return Json.read("");
        }

        @Override
        ApiReply result(String operation, Map<String, Object> fields) {
            return ApiReply.text(200, "application/xml", Xml.document(operation + "Result", fields))
                    .with("x-amz-request-id", UUID.randomUUID().toString());
        }

        @Override
        ApiReply error(Refusal refusal) {
            Map<String, Object> error = Json.object("Code", refusal.code(), "Message", refusal.message());
            error.putAll(refusal.fields());
            error.put("RequestId", UUID.randomUUID().toString());
            return ApiReply.text(refusal.status(), "application/xml", Xml.document("Error", error));
        }
    };

    private final String accessDenied;
    private final int forbidden;
    private final String unknownKey;
    private final String expired;
    private final String throttled;

    AwsProtocol(String accessDenied, int forbidden, String unknownKey, String expired, String throttled) {
        this.accessDenied = accessDenied;
        this.forbidden = forbidden;
        this.unknownKey = unknownKey;
        this.expired = expired;
        this.throttled = throttled;
    }

    abstract String operation(ApiRequest request);

    abstract JsonNode input(ApiRequest request);

    abstract ApiReply result(String operation, Map<String, Object> fields);

    abstract ApiReply error(Refusal refusal);

    Refusal denied(String message) {
        return new Refusal(forbidden, accessDenied, message);
    }

    Refusal unknownKey() {
        return new Refusal(forbidden, unknownKey, "The security token included in the request is invalid.");
    }

    Refusal expired() {
        return new Refusal(forbidden, expired, "The security token included in the request is expired");
    }

    Refusal wrongSignature() {
        return new Refusal(
                forbidden,
                this == JSON ? "InvalidSignatureException" : "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided.");
    }

    Refusal throttled() {
        return new Refusal(this == REST || this == EC2 ? 503 : 400, throttled, "Rate exceeded");
    }
}

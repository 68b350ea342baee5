package dev.pawse.ecs;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Turns the failure of an SDK call into a {@link PawseException}: what was called, what AWS said, and for a refusal which permission is
 * missing on what. The SDK's exception stays the cause.
 */
final class AwsErrors {
    private static final Pattern DENIED =
            Pattern.compile("is not authorized to perform: (\\S+)(?: on resource: (\\S+))?", Pattern.DOTALL);
    /** A validation error repeats what it was given, and that may be the value of a variable. */
    private static final Pattern VALUE = Pattern.compile("Value '.*?' at '", Pattern.DOTALL);

    private static final Pattern NO_CREDENTIALS = Pattern.compile("(?i)unable to load credentials|credential");

    /** The operations of S3 whose permission has another name; an answer to HEAD has no body that could name it. */
    private static final Map<String, String> ACTIONS = Map.of(
            "HeadObject", "GetObject",
            "HeadBucket", "ListBucket",
            "ListObjectsV2", "ListBucket",
            "ListMultipartUploads", "ListBucketMultipartUploads",
            "CreateMultipartUpload", "PutObject",
            "UploadPart", "PutObject",
            "CompleteMultipartUpload", "PutObject");

    private AwsErrors() {}

    /** A refusal that was read here, of a call that no client of the SDK made. */
    static PawseException refusal(String service, String operation, int status, String code, String said) {
        AwsErrorDetails details = AwsErrorDetails.builder()
                .serviceName(service)
                .errorCode(code)
                .errorMessage(said)
                .build();
        return refused(
                AwsServiceException.builder()
                        .statusCode(status)
                        .awsErrorDetails(details)
                        .build(),
                service,
                operation);
    }

    /** The name that AWS gives to an error, e.g. {@code ClusterNotFoundException}; empty for what is none of AWS's. */
    static Optional<String> code(PawseException e) {
        Throwable cause = e.getCause();
        // What says how long to wait is a copy of the failure, which is its cause.
        Throwable first = cause instanceof PawseException failure ? failure.getCause() : cause;
        return first instanceof AwsServiceException refused ? Optional.of(code(refused)) : Optional.empty();
    }

    /** Whether AWS refused a call with this error. */
    static boolean is(PawseException e, String code) {
        return code(e).filter(code::equals).isPresent();
    }

    /**
     * What a failed call means to those who made it.
     *
     * @param service the service's name in permissions, e.g. {@code ecs}
     * @param operation the operation's name, e.g. {@code DescribeServices}
     */
    static PawseException translated(SdkException failure, String service, String operation) {
        String call = service + " " + operation;
        if (failure instanceof AwsServiceException refused) {
            PawseException refusal = refused(refused, service, operation);
            return retryAfter(refused).map(refusal::withRetryAfter).orElse(refusal);
        }
        if (failure instanceof ApiCallTimeoutException || failure instanceof ApiCallAttemptTimeoutException) {
            return new PawseException(Reason.UNAVAILABLE, "aws did not answer in time: " + call, failure);
        }
        if (failure instanceof AbortedException) {
            return new PawseException(Reason.UNAVAILABLE, "interrupted: " + call, failure);
        }
        String said = text(failure);
        if (NO_CREDENTIALS.matcher(said).find()) {
            return new PawseException(Reason.UNAUTHORIZED, AwsLogin.NOT_LOGGED_IN + " (" + said + ")", failure);
        }
        return new PawseException(Reason.UNAVAILABLE, "aws cannot be reached: " + call + ": " + said, failure);
    }

    private static PawseException refused(AwsServiceException e, String service, String operation) {
        String code = code(e);
        String said = said(e);
        Reason reason = reason(e, code);
        if (reason == Reason.FORBIDDEN) {
            return new PawseException(reason, denied(said, service, operation), e);
        }
        if (reason == Reason.UNAUTHORIZED) {
            return new PawseException(
                    reason,
                    "aws does not accept the credentials: " + said
                            + "; log in again, e.g. with \"aws sso login\", or give other keys",
                    e);
        }
        return new PawseException(reason, said.isEmpty() ? code + " from " + service + " " + operation : said, e);
    }

    /** How long AWS asks to wait, which few of its services tell. */
    private static Optional<Duration> retryAfter(AwsServiceException e) {
        return Optional.ofNullable(e.awsErrorDetails())
                .map(AwsErrorDetails::sdkHttpResponse)
                .flatMap(response -> response.firstMatchingHeader("Retry-After"))
                .filter(text -> text.matches("\\d{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    }

    private static String denied(String said, String service, String operation) {
        Matcher named = DENIED.matcher(said);
        String action = named.find() ? named.group(1) : service + ":" + ACTIONS.getOrDefault(operation, operation);
        String resource = named.reset().find() ? named.group(2) : null;
        return "access denied: " + action + (resource == null ? "" : " on " + trimmed(resource));
    }

    private static String trimmed(String resource) {
        return resource.replaceAll("[.,;]+$", "");
    }

    private static Reason reason(AwsServiceException e, String code) {
        if (e.isThrottlingException() || code.equals("SlowDown")) {
            return Reason.RATE_LIMITED;
        }
        if (e.statusCode() >= 500) {
            return Reason.UNAVAILABLE;
        }
        if (code.matches(
                "AccessDenied.*|UnauthorizedOperation|NotAuthorized|.*AccessDeniedException|BlockedException")) {
            return Reason.FORBIDDEN;
        }
        if (code.matches(
                "ExpiredToken.*|UnrecognizedClientException|InvalidClientTokenId|InvalidAccessKeyId|AuthFailure"
                        + "|InvalidSignatureException|SignatureDoesNotMatch|IncompleteSignature.*|MissingAuthenticationToken.*"
                        + "|InvalidToken|UnauthorizedException|RequestExpired")) {
            return Reason.UNAUTHORIZED;
        }
        if (code.matches("ParameterNotFound|NoSuch.*|.*NotFound(Exception|Fault)?")) {
            return Reason.NOT_FOUND;
        }
        if (code.matches(".*Conflict.*|.*InProgress.*|InvalidDBInstanceState.*|ParameterAlreadyExists|TooManyUpdates"
                + "|ServiceNotActiveException|PreconditionFailed|ClientTokenConflict.*")) {
            return Reason.CONFLICT;
        }
        if (code.equals("ClientException")
                && said(e).matches("(?is).*(unable to describe|not exist|not find|not found).*")) {
            return Reason.NOT_FOUND;
        }
        return switch (e.statusCode()) {
            case 401 -> Reason.UNAUTHORIZED;
            case 403 -> Reason.FORBIDDEN;
            case 404 -> Reason.NOT_FOUND;
            default -> Reason.INVALID;
        };
    }

    private static String code(AwsServiceException e) {
        @Nullable
        String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
        return code == null ? "HTTP " + e.statusCode() : code;
    }

    private static String said(AwsServiceException e) {
        @Nullable
        String said = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorMessage();
        return said == null ? "" : VALUE.matcher(said).replaceAll("Value at '").strip();
    }

    private static String text(Throwable failure) {
        String said = String.valueOf(failure.getMessage());
        // The SDK's account of its attempts is for its developers.
        return said.replaceAll("(?s)\\s*\\(SDK (Attempt Count|Diagnostics):.*", "")
                .strip();
    }
}

package dev.pawse.ecs.fake;

import dev.pawse.testkit.ApiReply;
import dev.pawse.testkit.ApiRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** S3 in path style: objects whole and by ranges, uploads in parts, bodies in chunks with checksums after them. */
final class S3Service implements AwsService {
    private static final String ACTION = "s3:";
    private static final int MOST_PARTS = 10_000;
    private static final int MOST_KEYS = 1_000;
    private static final Pattern PART = Pattern.compile("<Part>(.*?)</Part>", Pattern.DOTALL);

    private final Buckets buckets;
    private final Clock clock;

    S3Service(Buckets buckets, Clock clock) {
        this.buckets = buckets;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "s3";
    }

    @Override
    public AwsProtocol protocol() {
        return AwsProtocol.REST;
    }

    /** What a request is about. */
    private record Place(Bucket bucket, String key) {
        String arn() {
            return "arn:aws:s3:::" + bucket.name() + (key.isEmpty() ? "" : "/" + key);
        }
    }

    @Override
    public ApiReply answer(AwsCall call) {
        ApiRequest request = call.request();
        Place place = place(request);
        if (place.key().isEmpty()) {
            return bucket(call, place);
        }
        return switch (call.operation()) {
            case "GET" -> request.query().containsKey("uploadId") ? parts(call, place) : get(call, place);
            case "HEAD" -> get(call, place);
            case "PUT" -> request.query().containsKey("uploadId") ? part(call, place) : put(call, place);
            case "POST" -> request.query().containsKey("uploads") ? begin(call, place) : complete(call, place);
            case "DELETE" -> request.query().containsKey("uploadId") ? abort(call, place) : delete(call, place);
            default ->
                throw new Refusal(
                        405, "MethodNotAllowed", "The specified method is not allowed against this resource.");
        };
    }

    private ApiReply bucket(AwsCall call, Place place) {
        ApiRequest request = call.request();
        if (call.operation().equals("HEAD")) {
            call.authorize(ACTION + "ListBucket", place.arn());
            return ApiReply.empty(200).with("x-amz-bucket-region", call.region());
        }
        if (request.query().containsKey("uploads")) {
            call.authorize(ACTION + "ListBucketMultipartUploads", place.arn());
            return unfinished(call, place);
        }
        if (request.query().containsKey("location")) {
            call.authorize(ACTION + "GetBucketLocation", place.arn());
            return ApiReply.text(
                    200,
                    "application/xml",
                    "<LocationConstraint xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">" + call.region()
                            + "</LocationConstraint>");
        }
        call.authorize(
                ACTION + "ListBucket",
                place.arn(),
                Map.of("s3:prefix", request.parameter("prefix").orElse("")));
        return list(call, place);
    }

    private ApiReply list(AwsCall call, Place place) {
        String prefix = call.request().parameter("prefix").orElse("");
        int most = call.request().parameter("max-keys").map(Integer::parseInt).orElse(MOST_KEYS);
        Paging.Page<Bucket.Stored> page = Paging.page(
                place.bucket().objects(prefix),
                Math.min(most, MOST_KEYS),
                call.request().parameter("continuation-token").orElse(null),
                new Refusal("InvalidArgument", "The continuation token provided is incorrect"));
        List<Object> contents = new ArrayList<>();
        page.items()
                .forEach(one -> contents.add(Json.object(
                        "Key",
                        one.key(),
                        "LastModified",
                        one.modified().toString(),
                        "ETag",
                        quoted(one.etag()),
                        "Size",
                        one.size())));
        return xml(
                "ListBucketResult",
                Json.object(
                        "Name",
                        place.bucket().name(),
                        "Prefix",
                        prefix,
                        "KeyCount",
                        contents.size(),
                        "MaxKeys",
                        most,
                        "IsTruncated",
                        page.next() != null,
                        "NextContinuationToken",
                        page.next(),
                        "Contents",
                        new Xml.Flat(contents)));
    }

    private ApiReply unfinished(AwsCall call, Place place) {
        String prefix = call.request().parameter("prefix").orElse("");
        List<Object> uploads = new ArrayList<>();
        place.bucket().unfinished().stream()
                .filter(one -> one.key().startsWith(prefix))
                .forEach(one -> uploads.add(Json.object(
                        "Key",
                        one.key(),
                        "UploadId",
                        one.id(),
                        "Initiated",
                        one.startedAt().toString())));
        return xml(
                "ListMultipartUploadsResult",
                Json.object(
                        "Bucket",
                        place.bucket().name(),
                        "Prefix",
                        prefix,
                        "MaxUploads",
                        MOST_KEYS,
                        "IsTruncated",
                        false,
                        "Upload",
                        new Xml.Flat(uploads)));
    }

    private ApiReply get(AwsCall call, Place place) {
        call.authorize(ACTION + "GetObject", place.arn());
        Bucket.Stored stored = place.bucket().object(place.key()).orElseThrow(() -> missing(call, place));
        String ifMatch = call.request().header("If-Match").orElse("*").replace("\"", "");
        if (!ifMatch.equals("*") && !ifMatch.equals(stored.etag())) {
            throw new Refusal(
                    412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
        }
        return new ObjectReply(stored, call.request()).reply();
    }

    /** Who may not list the bucket is not told whether something is there. */
    private static Refusal missing(AwsCall call, Place place) {
        call.authorize(ACTION + "ListBucket", "arn:aws:s3:::" + place.bucket().name());
        return new Refusal(404, "NoSuchKey", "The specified key does not exist.", Map.of("Key", place.key()));
    }

    private ApiReply put(AwsCall call, Place place) {
        call.authorize(ACTION + "PutObject", place.arn());
        return ApiReply.empty(200).with("ETag", quoted(place.bucket().put(place.key(), body(call.request()))));
    }

    private ApiReply delete(AwsCall call, Place place) {
        call.authorize(ACTION + "DeleteObject", place.arn());
        place.bucket().delete(place.key());
        return ApiReply.empty(204);
    }

    private ApiReply begin(AwsCall call, Place place) {
        call.authorize(ACTION + "PutObject", place.arn());
        MultipartUpload upload = place.bucket().begin(place.key(), clock.instant());
        return xml(
                "InitiateMultipartUploadResult",
                Json.object("Bucket", place.bucket().name(), "Key", place.key(), "UploadId", upload.id()));
    }

    private ApiReply part(AwsCall call, Place place) {
        call.authorize(ACTION + "PutObject", place.arn());
        MultipartUpload upload = upload(call, place);
        int number =
                call.request().parameter("partNumber").map(Integer::parseInt).orElse(0);
        if (number < 1 || number > MOST_PARTS) {
            throw new Refusal("InvalidArgument", "Part number must be an integer between 1 and 10000, inclusive");
        }
        return ApiReply.empty(200).with("ETag", quoted(place.bucket().part(upload, number, body(call.request()))));
    }

    private ApiReply parts(AwsCall call, Place place) {
        call.authorize(ACTION + "ListMultipartUploadParts", place.arn());
        MultipartUpload upload = upload(call, place);
        List<Object> parts = new ArrayList<>();
        upload.parts()
                .forEach(one -> parts.add(
                        Json.object("PartNumber", one.number(), "ETag", quoted(one.etag()), "Size", one.size())));
        return xml(
                "ListPartsResult",
                Json.object(
                        "Bucket", place.bucket().name(),
                        "Key", place.key(),
                        "UploadId", upload.id(),
                        "IsTruncated", false,
                        "Part", new Xml.Flat(parts)));
    }

    private ApiReply complete(AwsCall call, Place place) {
        call.authorize(ACTION + "PutObject", place.arn());
        MultipartUpload upload = upload(call, place);
        Map<Integer, String> etags = new TreeMap<>();
        int last = 0;
        Matcher part = PART.matcher(call.request().text());
        while (part.find()) {
            int number = Integer.parseInt(field(part.group(1), "PartNumber"));
            if (number <= last) {
                throw new Refusal(
                        "InvalidPartOrder",
                        "The list of parts was not in ascending order. Parts must be ordered by part number.");
            }
            last = number;
            etags.put(number, field(part.group(1), "ETag").replace("&quot;", "").replace("&#34;", ""));
        }
        String etag = place.bucket().complete(upload, etags);
        return xml(
                "CompleteMultipartUploadResult",
                Json.object("Bucket", place.bucket().name(), "Key", place.key(), "ETag", quoted(etag)));
    }

    private ApiReply abort(AwsCall call, Place place) {
        call.authorize(ACTION + "AbortMultipartUpload", place.arn());
        place.bucket().abort(upload(call, place));
        return ApiReply.empty(204);
    }

    private static MultipartUpload upload(AwsCall call, Place place) {
        return place.bucket().upload(call.request().parameter("uploadId").orElse(""), place.key());
    }

    /** The bytes that were meant; each checksum that was told is looked at. */
    private static byte[] body(ApiRequest request) {
        Map<String, String> checksums = new TreeMap<>();
        byte[] bytes = request.body();
        if (request.header("x-amz-decoded-content-length").isPresent()) {
            int length = Integer.parseInt(
                    request.header("x-amz-decoded-content-length").orElse("0"));
            ChunkedBody body = ChunkedBody.read(bytes, length);
            bytes = body.bytes();
            checksums.putAll(body.trailers());
        }
        for (String algorithm : List.of("crc32", "crc32c", "sha1", "sha256")) {
            request.header("x-amz-checksum-" + algorithm)
                    .ifPresent(value -> checksums.put("x-amz-checksum-" + algorithm, value));
        }
        for (Map.Entry<String, String> checksum : checksums.entrySet()) {
            String algorithm = checksum.getKey().replaceFirst("^x-amz-checksum-", "");
            if (!algorithm.equals(checksum.getKey())
                    && !Digests.checksum(algorithm, bytes).equals(checksum.getValue())) {
                throw new Refusal(
                        "BadDigest", "The " + algorithm + " you specified did not match the calculated checksum.");
            }
        }
        String hash = request.header("x-amz-content-sha256").orElse("");
        if (hash.matches("[0-9a-f]{64}") && !hash.equals(Digests.sha256(bytes))) {
            throw new Refusal(
                    "XAmzContentSHA256Mismatch",
                    "The provided 'x-amz-content-sha256' header does not match what was computed.");
        }
        return bytes;
    }

    private Place place(ApiRequest request) {
        String[] parts = request.path().replaceFirst("^/", "").split("/", 2);
        Bucket bucket = buckets.find(decoded(parts[0]))
                .orElseThrow(() -> new Refusal(
                        404, "NoSuchBucket", "The specified bucket does not exist", Map.of("BucketName", parts[0])));
        return new Place(bucket, parts.length < 2 ? "" : decoded(parts[1]));
    }

    private static ApiReply xml(String root, Map<String, Object> fields) {
        return ApiReply.text(200, "application/xml", Xml.document(root, fields));
    }

    private static String field(String xml, String name) {
        Matcher found = Pattern.compile("<" + name + ">(.*?)</" + name + ">", Pattern.DOTALL)
                .matcher(xml);
        if (!found.find()) {
            throw new Refusal("MalformedXML", "The XML you provided was not well-formed");
        }
        return found.group(1).strip();
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String quoted(String etag) {
        return '"' + etag + '"';
    }
}

package dev.pawse.ecs.fake;

import dev.pawse.testkit.ApiRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Checks the signature of a request (AWS: "Create a signed AWS API request", version 4). */
final class Signature {
    private static final Pattern AUTHORIZATION =
            Pattern.compile("AWS4-HMAC-SHA256 Credential=[^/]+/(\\d{8})/([^/]+)/([^/]+)"
                    + "/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})");

    private Signature() {}

    static boolean fits(ApiRequest request, String secret) {
        Matcher found = AUTHORIZATION.matcher(request.header("Authorization").orElse(""));
        if (!found.matches()) {
            return false;
        }
        String day = found.group(1);
        String scope = day + "/" + found.group(2) + "/" + found.group(3) + "/aws4_request";
        String toSign = "AWS4-HMAC-SHA256\n" + request.header("X-Amz-Date").orElse("") + "\n" + scope + "\n"
                + hash(canonical(request, found.group(4), found.group(3).equals("s3"))
                        .getBytes(StandardCharsets.UTF_8));
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : List.of(day, found.group(2), found.group(3), "aws4_request")) {
            key = hmac(key, part);
        }
        byte[] expected = HexFormat.of().formatHex(hmac(key, toSign)).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(expected, found.group(5).getBytes(StandardCharsets.UTF_8));
    }

    private static String canonical(ApiRequest request, String signedHeaders, boolean s3) {
        StringBuilder text = new StringBuilder(request.method()).append('\n');
        // All services but S3 encode the path of the request once more.
        text.append(s3 ? request.path() : encoded(request.path()).replace("%2F", "/"))
                .append('\n');
        text.append(query(request)).append('\n');
        for (String name : signedHeaders.split(";", -1)) {
            String value = request.header(name).orElse("").strip().replaceAll(" +", " ");
            text.append(name).append(':').append(value).append('\n');
        }
        text.append('\n').append(signedHeaders).append('\n');
        return text.append(request.header("x-amz-content-sha256").orElseGet(() -> hash(request.body())))
                .toString();
    }

    private static String query(ApiRequest request) {
        Map<String, List<String>> sorted = new TreeMap<>();
        request.query().forEach((name, values) -> sorted.put(encoded(name), values));
        StringJoiner joined = new StringJoiner("&");
        sorted.forEach((name, values) ->
                values.stream().map(Signature::encoded).sorted().forEach(value -> joined.add(name + "=" + value)));
        return joined.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}

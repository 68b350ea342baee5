package dev.pawse.clever;

import dev.pawse.http.Credential;
import dev.pawse.spi.Secret;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs calls with OAuth 1 (RFC 5849, section 3) in a user's name. Safe for many threads. */
final class OAuth1 {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Secret consumerKey;
    private final Secret consumerSecret;
    private final Secret token;
    private final Secret tokenSecret;

    OAuth1(Secret consumerKey, Secret consumerSecret, Secret token, Secret tokenSecret) {
        this.consumerKey = consumerKey;
        this.consumerSecret = consumerSecret;
        this.token = token;
        this.tokenSecret = tokenSecret;
    }

    /** By the secrets themselves (section 3.4.4); as the platform's newer clients send it, without nonce, time and method. */
    Credential plaintext() {
        Map<String, String> header = Map.of(
                "Authorization",
                "OAuth oauth_consumer_key=\"" + encoded(consumerKey.reveal()) + "\", oauth_token=\""
                        + encoded(token.reveal()) + "\", oauth_signature=\"" + encoded(consumerSecret.reveal()) + "%26"
                        + encoded(tokenSecret.reveal()) + "\"");
        return (method, uri) -> header;
    }

    /** By a digest of each call (section 3.4.2 with SHA-512). */
    Credential hmac(Clock clock) {
        return hmac(clock, OAuth1::nonce);
    }

    Credential hmac(Clock clock, Supplier<String> nonces) {
        return (method, uri) -> {
            Map<String, String> parameters = new TreeMap<>(Map.of(
                    "oauth_consumer_key", consumerKey.reveal(),
                    "oauth_nonce", nonces.get(),
                    "oauth_signature_method", "HMAC-SHA512",
                    "oauth_timestamp", String.valueOf(clock.instant().getEpochSecond()),
                    "oauth_token", token.reveal(),
                    "oauth_version", "1.0"));
            String signature = signature(baseString(method, uri, parameters));
            parameters.put("oauth_signature", signature);
            return Map.of(
                    "Authorization",
                    "OAuth "
                            + parameters.entrySet().stream()
                                    .map(entry -> entry.getKey() + "=\"" + encoded(entry.getValue()) + "\"")
                                    .collect(Collectors.joining(", ")));
        };
    }

    /** What is signed (section 3.4.1): method, address without query, and all parameters in order. */
    static String baseString(String method, URI uri, Map<String, String> oauth) {
        List<String> pairs = new ArrayList<>();
        oauth.forEach((name, value) -> pairs.add(encoded(name) + "=" + encoded(value)));
        query(uri).forEach((name, values) -> values.forEach(value -> pairs.add(encoded(name) + "=" + encoded(value))));
        // By encoded name and then encoded value: "=" is encoded in both, and below every character that is not.
        pairs.sort((one, other) -> compare(one.split("=", 2), other.split("=", 2)));
        String address = uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
        return method + "&" + encoded(address) + "&" + encoded(String.join("&", pairs));
    }

    private static int compare(String[] one, String[] other) {
        int names = one[0].compareTo(other[0]);
        return names == 0 ? one[1].compareTo(other[1]) : names;
    }

    private String signature(String base) {
        String key = encoded(consumerSecret.reveal()) + "&" + encoded(tokenSecret.reveal());
        try {
            Mac mac = Mac.getInstance("HmacSHA512");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA512"));
            return Base64.getEncoder().encodeToString(mac.doFinal(base.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA512", e);
        }
    }

    private static Map<String, List<String>> query(URI uri) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        String raw = uri.getRawQuery();
        for (String pair : raw == null || raw.isEmpty() ? new String[0] : raw.split("&")) {
            String[] parts = pair.split("=", 2);
            query.computeIfAbsent(decoded(parts[0]), any -> new ArrayList<>())
                    .add(parts.length > 1 ? decoded(parts[1]) : "");
        }
        return query;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Percent-encodes all but the unreserved characters (section 3.6). */
    static String encoded(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            char letter = (char) (one & 0xff);
            boolean plain = letter < 128 && (Character.isLetterOrDigit(letter) || "-._~".indexOf(letter) >= 0);
            encoded.append(plain ? String.valueOf(letter) : String.format("%%%02X", one & 0xff));
        }
        return encoded.toString();
    }

    private static String nonce() {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public String toString() {
        return "OAuth1[***]";
    }
}

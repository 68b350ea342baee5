package dev.pawse.clever.fake;

import dev.pawse.testkit.ApiRequest;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Checks the signature of OAuth 1 (RFC 5849): the secrets in plain text, or a digest of the call that comes only once. */
final class OAuthCheck {
    private static final Pattern PARAMETER = Pattern.compile("(oauth_[a-z_]+)=\"([^\"]*)\"");

    private final Map<String, String> consumer;
    private final Map<String, String> user;
    private final Set<String> nonces = ConcurrentHashMap.newKeySet();

    /**
     * @param consumer one key and its secret
     * @param user one token and its secret
     */
    OAuthCheck(Map<String, String> consumer, Map<String, String> user) {
        this.consumer = Map.copyOf(consumer);
        this.user = Map.copyOf(user);
    }

    boolean accepts(String header, ApiRequest request, String address) {
        Map<String, String> given = new HashMap<>();
        Matcher parameters = PARAMETER.matcher(header);
        while (parameters.find()) {
            given.put(parameters.group(1), decoded(parameters.group(2)));
        }
        String consumerSecret = consumer.get(given.getOrDefault("oauth_consumer_key", ""));
        String tokenSecret = user.get(given.getOrDefault("oauth_token", ""));
        String signature = given.remove("oauth_signature");
        if (consumerSecret == null || tokenSecret == null || signature == null) {
            return false;
        }
        String key = encoded(consumerSecret) + "&" + encoded(tokenSecret);
        return switch (given.getOrDefault("oauth_signature_method", "PLAINTEXT")) {
            case "PLAINTEXT" -> same(key, signature);
            case "HMAC-SHA512" ->
                nonces.add(given.getOrDefault("oauth_nonce", ""))
                        && same(digest("HmacSHA512", key, base(request, address, given)), signature);
            case "HMAC-SHA1" ->
                nonces.add(given.getOrDefault("oauth_nonce", ""))
                        && same(digest("HmacSHA1", key, base(request, address, given)), signature);
            default -> false;
        };
    }

    private static String base(ApiRequest request, String address, Map<String, String> oauth) {
        Stream<String[]> query = request.query().entrySet().stream()
                .filter(entry -> !entry.getKey().equals("authorization"))
                .flatMap(entry -> entry.getValue().stream().map(value -> pair(entry.getKey(), value)));
        List<String[]> pairs = Stream.concat(
                        oauth.entrySet().stream().map(entry -> pair(entry.getKey(), entry.getValue())), query)
                .sorted(Comparator.comparing((String[] pair) -> pair[0]).thenComparing(pair -> pair[1]))
                .toList();
        String joined = pairs.stream().map(pair -> pair[0] + "=" + pair[1]).collect(Collectors.joining("&"));
        return request.method() + "&" + encoded(address + request.path()) + "&" + encoded(joined);
    }

    private static String[] pair(String name, String value) {
        return new String[] {encoded(name), encoded(value)};
    }

    private static String digest(String algorithm, String key, String text) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), algorithm));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}

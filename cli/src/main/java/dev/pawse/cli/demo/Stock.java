package dev.pawse.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Asks the app {@code stock} what there is, through the proxy as everybody else does. */
final class Stock {
    private static final int LIMIT_MS = 10_000;

    private Stock() {}

    static String ask() {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create(System.getenv("STOCK_URL")).toURL().openConnection();
            connection.setRequestProperty("Host", "stock.localhost");
            connection.setRequestProperty("Accept", "text/plain");
            connection.setConnectTimeout(LIMIT_MS);
            connection.setReadTimeout(LIMIT_MS);
            try (InputStream in = connection.getInputStream()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
            }
        } catch (IOException e) {
            return "the stock does not answer: " + e.getMessage();
        }
    }
}

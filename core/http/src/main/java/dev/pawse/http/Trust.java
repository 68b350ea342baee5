package dev.pawse.http;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whose certificates are believed: those that Java believes, and those of the PEM file that {@code SSL_CERT_FILE} names, which is
 * where companies put the authority of their own proxy.
 */
record Trust(SSLContext context, X509TrustManager manager) {
    static Trust of(Map<String, String> environment) {
        String file = environment.get("SSL_CERT_FILE");
        try {
            X509TrustManager manager = manager(null);
            if (file != null && !file.isBlank()) {
                manager = manager(with(Path.of(file.strip()), manager.getAcceptedIssuers()));
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {manager}, null);
            return new Trust(context, manager);
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            throw new PawseException(
                    Reason.INVALID, "SSL_CERT_FILE: '" + file + "' is not a file of certificates in PEM form", e);
        }
    }

    private static KeyStore with(Path file, X509Certificate[] known) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (X509Certificate certificate : known) {
            store.setCertificateEntry("java-" + number++, certificate);
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("file-" + number++, certificate);
            }
        }
        return store;
    }

    /** The manager of a store, or of what Java believes by itself. */
    private static X509TrustManager manager(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager found) {
                return found;
            }
        }
        throw new GeneralSecurityException("no trust manager for X.509");
    }
}

package dev.pawse.http;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Objects;
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
    private static final String PEM = "-----BEGIN CERTIFICATE";

    private static @Nullable Known last;

    /** What was read of a file the last time; hundreds of certificates are not read once more for each provider. */
    private record Known(String file, @Nullable FileTime modified, Trust trust) {}

    /**
     * Looks whether the environment names a file of certificates at all; reading them takes longer.
     *
     * @throws PawseException {@link Reason#INVALID} when it names another one
     */
    static void check(Map<String, String> environment) {
        String file = file(environment);
        try {
            if (!file.isEmpty()
                    && !Files.readString(Path.of(file), StandardCharsets.ISO_8859_1)
                            .contains(PEM)) {
                throw wrong(file, null);
            }
        } catch (IOException | InvalidPathException e) {
            throw wrong(file, e);
        }
    }

    /**
     * Reads the certificates, unless they have been read and are the same.
     *
     * @throws PawseException {@link Reason#INVALID} when the environment names a file of certificates that is none
     */
    static synchronized Trust of(Map<String, String> environment) {
        String file = file(environment);
        try {
            FileTime modified = file.isEmpty() ? null : Files.getLastModifiedTime(Path.of(file));
            Known known = last;
            if (known == null || !known.file().equals(file) || !Objects.equals(known.modified(), modified)) {
                known = new Known(file, modified, read(file));
                last = known;
            }
            return known.trust();
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            throw wrong(file, e);
        }
    }

    private static String file(Map<String, String> environment) {
        return environment.getOrDefault("SSL_CERT_FILE", "").strip();
    }

    private static PawseException wrong(String file, @Nullable Exception why) {
        return new PawseException(
                Reason.INVALID, "SSL_CERT_FILE: '" + file + "' is not a file of certificates in PEM form", why);
    }

    /**
     * The manager without the list of whom it believes, of which OkHttp makes an index by their names, a tenth of a second's work: it is
     * for pinned certificates, of which there are none.
     */
    X509TrustManager unlisted() {
        return new Unlisted(manager);
    }

    private static Trust read(String file) throws GeneralSecurityException, IOException {
        X509TrustManager manager = manager(null);
        if (!file.isEmpty()) {
            manager = manager(with(Path.of(file), manager.getAcceptedIssuers()));
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {manager}, null);
        return new Trust(context, manager);
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

    private record Unlisted(X509TrustManager manager) implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            manager.checkClientTrusted(chain, authType);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            manager.checkServerTrusted(chain, authType);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}

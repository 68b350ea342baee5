package dev.pawse.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate that vouches for itself, made for one test by the keytool that every Java brings.
 *
 * @param certificate in PEM form: what the server shows and whom its clients are to believe
 * @param key its key in PEM form
 */
public record ServerCertificate(Path certificate, Path key) {
    private static final String NAME = "server";
    private static final String PASSWORD = "changeit";

    /**
     * Makes one; takes about a second.
     *
     * @param folder where its files are put
     * @param subject whom it is for as keytool writes it, e.g. {@code dns:localhost} or {@code ip:127.0.0.1}
     */
    public static ServerCertificate make(Path folder, String subject) {
        Path store = folder.resolve(subject.replace(':', '-') + ".p12");
        try {
            keytool(store, subject);
            try (InputStream in = Files.newInputStream(store)) {
                KeyStore keys = KeyStore.getInstance("PKCS12");
                keys.load(in, PASSWORD.toCharArray());
                Path certificate = Path.of(store + ".crt");
                Path key = Path.of(store + ".key");
                write(certificate, "CERTIFICATE", keys.getCertificate(NAME).getEncoded());
                write(
                        key,
                        "PRIVATE KEY",
                        keys.getKey(NAME, PASSWORD.toCharArray()).getEncoded());
                return new ServerCertificate(certificate, key);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no certificate could be made", e);
        }
    }

    /** The TLS of a server that shows it, and of a client that believes nobody else. */
    public SSLContext tls() {
        try (InputStream shown = Files.newInputStream(certificate)) {
            Certificate own = CertificateFactory.getInstance("X.509").generateCertificate(shown);
            byte[] encoded =
                    Base64.getMimeDecoder().decode(Files.readString(key).replaceAll("-----[A-Z ]+-----", ""));
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            keys.setKeyEntry(
                    NAME,
                    KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded)),
                    PASSWORD.toCharArray(),
                    new Certificate[] {own});
            KeyManagerFactory shows = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            shows.init(keys, PASSWORD.toCharArray());
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(NAME, own);
            TrustManagerFactory believes = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            believes.init(trusted);
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(shows.getKeyManagers(), believes.getTrustManagers(), null);
            return tls;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the certificate cannot be used", e);
        }
    }

    private static void write(Path file, String kind, byte[] encoded) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        Files.writeString(file, "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
    }

    // What a process is called with can be seen by everybody; this password guards nothing.
    private static void keytool(Path store, String subject) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        NAME,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=test",
                        "-ext",
                        "san=" + subject,
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("keytool made no certificate");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }
}

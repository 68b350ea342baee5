package dev.pawse.heroku.fake;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate for {@code localhost} and 127.0.0.1 that this process made for itself (X.509 version 3, RFC 5280), one for all fakes
 * of the process, and a file with it for who is to believe it. The JDK has no public way to make one.
 */
final class SelfSigned {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final byte[] ECDSA_WITH_SHA256 = {0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 0x04, 0x03, 0x02};
    private static final byte[] COMMON_NAME = {0x55, 0x04, 0x03};
    private static final byte[] SUBJECT_ALT_NAME = {0x55, 0x1D, 0x11};
    private static final byte[] BASIC_CONSTRAINTS = {0x55, 0x1D, 0x13};

    private final SSLContext context;
    private final Path file;

    private SelfSigned(SSLContext context, Path file) {
        this.context = context;
        this.file = file;
    }

    /** The process's one. */
    static SelfSigned shared() {
        return Shared.ONE;
    }

    private static final class Shared {
        private static final SelfSigned ONE = make();
    }

    /** What a server is made of. */
    SSLContext context() {
        return context;
    }

    /** The certificate in PEM form. */
    Path file() {
        return file;
    }

    private static SelfSigned make() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair keys = generator.generateKeyPair();
            byte[] encoded = certificate(keys);
            Certificate certificate =
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
            Path file = Files.createTempFile("fake-heroku-", ".pem");
            file.toFile().deleteOnExit();
            Files.writeString(
                    file,
                    "-----BEGIN CERTIFICATE-----\n"
                            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded)
                            + "\n-----END CERTIFICATE-----\n");
            return new SelfSigned(context(keys, certificate), file);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no certificate could be made", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SSLContext context(KeyPair keys, Certificate certificate)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setKeyEntry("fake", keys.getPrivate(), new char[0], new Certificate[] {certificate});
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static byte[] certificate(KeyPair keys) throws GeneralSecurityException {
        Instant now = Instant.now();
        byte[] algorithm = der(SEQUENCE, der(0x06, ECDSA_WITH_SHA256));
        byte[] name = der(
                SEQUENCE,
                der(
                        SET,
                        der(
                                SEQUENCE,
                                der(0x06, COMMON_NAME),
                                der(0x0C, "fake heroku".getBytes(StandardCharsets.UTF_8)))));
        byte[] names = der(
                SEQUENCE, der(0x82, "localhost".getBytes(StandardCharsets.US_ASCII)), der(0x87, new byte[] {127, 0, 0, 1
                }));
        byte[] extensions = der(
                0xA3,
                der(
                        SEQUENCE,
                        der(
                                SEQUENCE,
                                der(0x06, BASIC_CONSTRAINTS),
                                der(0x01, new byte[] {(byte) 0xFF}),
                                der(0x04, der(SEQUENCE, der(0x01, new byte[] {(byte) 0xFF})))),
                        der(SEQUENCE, der(0x06, SUBJECT_ALT_NAME), der(0x04, names))));
        byte[] body = der(
                SEQUENCE,
                der(0xA0, der(0x02, new byte[] {2})),
                der(0x02, BigInteger.valueOf(now.toEpochMilli()).toByteArray()),
                algorithm,
                name,
                der(SEQUENCE, time(now.minus(Duration.ofDays(1))), time(now.plus(Duration.ofDays(365)))),
                name,
                keys.getPublic().getEncoded(),
                extensions);
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(body);
        return der(SEQUENCE, body, algorithm, der(0x03, new byte[] {0}, signature.sign()));
    }

    private static byte[] time(Instant at) {
        return der(0x17, TIME.format(at).getBytes(StandardCharsets.US_ASCII));
    }

    /** Tag, length and content (X.690). */
    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length < 128) {
            out.write(length);
        } else if (length < 256) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length & 0xFF);
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}

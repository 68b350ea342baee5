package dev.pawse.http;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * How a provider reaches the world: one pool of connections, the proxies and the extra certificates that the environment names
 * ({@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code ALL_PROXY}, {@code NO_PROXY} as curl reads them; {@code SSL_CERT_FILE}), and a
 * time-out on everything. Safe for many threads; make one for each provider and close it with it.
 */
public final class Network implements AutoCloseable {
    /** How long a connection may take to be made. */
    public static final Duration CONNECT = Duration.ofSeconds(10);

    private final Map<String, String> environment;
    private final EnvironmentProxies proxies;
    private final Duration silence;
    private final ServerClock clock = new ServerClock();
    private @Nullable OkHttpClient client;

    private Network(Map<String, String> environment, EnvironmentProxies proxies, Duration silence) {
        this.environment = environment;
        this.proxies = proxies;
        this.silence = silence;
    }

    /**
     * Does on the calling thread, and once, what the first connection would wait for: reads the certificates, and reckons what keys are
     * made with. For a program that has something else to do meanwhile; what is wrong is told by {@link #client} or {@link #connect}.
     */
    public static void prepare(Map<String, String> environment) {
        try {
            Trust.of(environment);
            KeyShares.practise();
        } catch (PawseException e) {
            return;
        }
    }

    /**
     * Makes a network; nothing is connected yet.
     *
     * @param environment the process's environment
     * @param silence how long the other side may be silent while an answer is expected
     * @throws PawseException {@link Reason#INVALID} when the environment names a proxy or a file of certificates that is none
     */
    public static Network of(Map<String, String> environment, Duration silence) {
        Trust.check(environment);
        return new Network(environment, EnvironmentProxies.of(environment), silence);
    }

    /**
     * The pool of connections, for what {@link JsonApi} does not do: web sockets. It is made when it is first asked for.
     *
     * @throws PawseException {@link Reason#INVALID} when the file of certificates that the environment names cannot be read
     */
    public synchronized OkHttpClient client() {
        if (client == null) {
            Trust trust = Trust.of(environment);
            client = new OkHttpClient.Builder()
                    .addInterceptor(clock)
                    .connectTimeout(CONNECT.toMillis(), TimeUnit.MILLISECONDS)
                    .readTimeout(silence.toMillis(), TimeUnit.MILLISECONDS)
                    .writeTimeout(silence.toMillis(), TimeUnit.MILLISECONDS)
                    .connectionPool(new ConnectionPool(8, 1, TimeUnit.MINUTES))
                    .dispatcher(new Dispatcher())
                    .sslSocketFactory(trust.context().getSocketFactory(), trust.unlisted())
                    .proxySelector(proxies)
                    .proxyAuthenticator((route, response) -> authorized(response.request(), proxies))
                    .build();
        }
        return client;
    }

    /** By how much this machine's clock was ahead of the other side's at its last answer that told the time; empty before the first. */
    public Optional<Duration> clockAhead() {
        return clock.ahead();
    }

    /**
     * Opens a connection for a protocol that is not HTTP, through the proxy where one is named, and checks the other side's
     * certificate and its name when it is a TLS one.
     *
     * @param silence how long a read may wait for the other side; zero for ever
     */
    public Socket connect(String host, int port, boolean tls, Duration silence) throws IOException {
        URI target = URI.create((tls ? "https://" : "http://") + host + ":" + port);
        Proxy proxy = proxies.select(target).get(0);
        Socket plain = new Socket(Proxy.NO_PROXY);
        try {
            if (proxy.address() instanceof InetSocketAddress address) {
                plain.connect(
                        new InetSocketAddress(address.getHostString(), address.getPort()), (int) CONNECT.toMillis());
                plain.setSoTimeout((int) CONNECT.toMillis());
                ProxyTunnel.open(plain, host, port, proxies.authorization());
            } else {
                plain.connect(new InetSocketAddress(host, port), (int) CONNECT.toMillis());
            }
            Socket socket = tls ? secured(plain, host, port) : plain;
            socket.setSoTimeout(Math.toIntExact(silence.toMillis()));
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            return socket;
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.dispatcher().executorService().shutdown();
            client.dispatcher().cancelAll();
            client.connectionPool().evictAll();
        }
    }

    private Socket secured(Socket plain, String host, int port) throws IOException {
        SSLSocket socket =
                (SSLSocket) Trust.of(environment).context().getSocketFactory().createSocket(plain, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.setSoTimeout((int) CONNECT.toMillis());
        socket.startHandshake();
        return socket;
    }

    private static @Nullable Request authorized(Request request, EnvironmentProxies proxies) {
        Optional<String> authorization = proxies.authorization();
        if (authorization.isEmpty() || request.header("Proxy-Authorization") != null) {
            return null;
        }
        return request.newBuilder()
                .header("Proxy-Authorization", authorization.get())
                .build();
    }

    /** The value of a header of Basic authentication (RFC 7617). */
    public static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }
}

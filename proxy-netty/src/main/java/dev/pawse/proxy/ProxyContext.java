package dev.pawse.proxy;

import dev.pawse.core.Pawse;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.ssl.SslContext;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What all connections of one proxy share. */
final class ProxyContext {
    final Pawse pawse;
    final ProxyOptions options;
    final ProxyEvents events;
    final TrustedPeers peers;
    final SslContext upstreamTls;
    final WakeGate gate;
    final WaitingPage page;
    final ConnectionGauge gauge;
    final String pseudonym;
    final @Nullable BiConsumer<ChannelHandlerContext, FullHttpRequest> systemApi;

    final long headerNanos;
    final long keepAliveNanos;
    final long bodyNanos;
    final long firstByteNanos;
    final long idleNanos;

    private final byte[] via;
    private final byte[] viaOld;
    private volatile boolean draining;
    private volatile Limits limits;

    ProxyContext(
            Pawse pawse,
            ProxyOptions options,
            ProxyEvents events,
            SslContext upstreamTls,
            String pseudonym,
            @Nullable BiConsumer<ChannelHandlerContext, FullHttpRequest> systemApi) {
        this.pawse = pawse;
        this.options = options;
        this.events = events;
        this.upstreamTls = upstreamTls;
        this.pseudonym = pseudonym;
        this.systemApi = systemApi;
        limits = Limits.of(options);
        via = viaLine("1.1", pseudonym);
        viaOld = viaLine("1.0", pseudonym);
        headerNanos = options.headerTimeout().toNanos();
        keepAliveNanos = options.keepAliveTimeout().toNanos();
        bodyNanos = options.bodyTimeout().toNanos();
        firstByteNanos = options.firstByteTimeout().toNanos();
        idleNanos = options.idleTimeout().toNanos();
        peers = new TrustedPeers(options.trustedProxies());
        gauge = new ConnectionGauge(options.maxConnections());
        page = new WaitingPage(pawse, System::nanoTime, WaitingPage.LONGEST_WAIT);
        gate = new WakeGate(pawse, events, page, () -> limits.maxWaiters(), this::isDraining);
    }

    /** The end of the Via field's line for a request that came in this version of HTTP. */
    byte[] viaLine(boolean old) {
        return old ? viaOld : via;
    }

    Limits limits() {
        return limits;
    }

    void use(Limits value) {
        limits = value;
    }

    /** Whether the proxy stops: answers then say that their connection closes. */
    boolean isDraining() {
        return draining;
    }

    void drain() {
        draining = true;
    }

    private static byte[] viaLine(String version, String pseudonym) {
        return (version + " " + pseudonym + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}

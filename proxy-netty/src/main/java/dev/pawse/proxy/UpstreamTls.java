package dev.pawse.proxy;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.NetUtil;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** TLS to apps: chain and name are verified, the name is sent along (SNI), and nothing below TLS 1.2 is spoken. */
final class UpstreamTls {
    private UpstreamTls() {}

    /** @param trust who vouches for certificates; null for the authorities that Java trusts */
    static SslContext context(@Nullable TrustManagerFactory trust) {
        try {
            return SslContextBuilder.forClient()
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .endpointIdentificationAlgorithm("HTTPS")
                    .trustManager(trust)
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("this Java offers no TLS", e);
        }
    }

    static SslHandler handler(SslContext context, Endpoint endpoint, Channel channel, ProxyOptions options) {
        SslHandler handler = context.newHandler(
                channel.alloc(), endpoint.host(), endpoint.address().getPort());
        nameServer(handler.engine(), endpoint.host());
        handler.setHandshakeTimeoutMillis(options.connectTimeout().toMillis() * 2);
        return handler;
    }

    /** Java by itself leaves out names without a dot. */
    private static void nameServer(SSLEngine engine, String host) {
        if (NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host)) {
            return;
        }
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(host)));
        engine.setSSLParameters(parameters);
    }
}

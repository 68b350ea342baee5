package dev.pawse.proxy;

import java.time.Duration;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Where the proxy listens and what it allows. Immutable; made by a {@link Builder} whose defaults are meant to be good. */
public final class ProxyOptions {
    private final Builder values;

    private ProxyOptions(Builder values) {
        this.values = values;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The address to listen on. */
    public String host() {
        return values.host;
    }

    /** The port to listen on; 0 takes a free one. */
    public int port() {
        return values.port;
    }

    /** How many event loops there are. */
    public int eventLoops() {
        return values.eventLoops;
    }

    /** Whether the platform's own transport is used where there is one. */
    public boolean nativeTransport() {
        return values.nativeTransport;
    }

    /** The networks (CIDR) whose forwarding headers are believed. */
    public List<String> trustedProxies() {
        return values.trustedProxies;
    }

    /** How long a client may take to send a whole head. */
    public Duration headerTimeout() {
        return values.headerTimeout;
    }

    /** How long a client's connection may be without a request. */
    public Duration keepAliveTimeout() {
        return values.keepAliveTimeout;
    }

    /** How long a request's body may stand still. */
    public Duration bodyTimeout() {
        return values.bodyTimeout;
    }

    /** How long one attempt to connect to an app's process may take. */
    public Duration connectTimeout() {
        return values.connectTimeout;
    }

    /** How long an app may take from the end of a request to the head of its answer. */
    public Duration firstByteTimeout() {
        return values.firstByteTimeout;
    }

    /** How long an answer may stand still. */
    public Duration idleTimeout() {
        return values.idleTimeout;
    }

    /** How long an unused connection to an app's process is kept. */
    public Duration upstreamIdleTimeout() {
        return values.upstreamIdleTimeout;
    }

    /** How many unused connections to one process each event loop keeps. */
    public int upstreamIdleConnections() {
        return values.upstreamIdleConnections;
    }

    /** How many clients' connections are served at once; more wait to be accepted. */
    public int maxConnections() {
        return values.maxConnections;
    }

    /** How many requests are held at once for all sleeping apps together. */
    public int maxWaiters() {
        return values.maxWaiters;
    }

    /** How long requests in flight may take to finish when the proxy stops. */
    public Duration drainLimit() {
        return values.drainLimit;
    }

    /** Who vouches for the certificates of apps; null for the authorities that Java trusts. */
    public @Nullable TrustManagerFactory upstreamTrust() {
        return values.upstreamTrust;
    }

    /** Collects the parts of {@link ProxyOptions}. Not safe for several threads. */
    public static final class Builder implements Cloneable {
        private String host = "0.0.0.0";
        private int port = 3000;
        private int eventLoops = Runtime.getRuntime().availableProcessors();
        private boolean nativeTransport = true;
        private List<String> trustedProxies = List.of();
        private Duration headerTimeout = Duration.ofSeconds(10);
        private Duration keepAliveTimeout = Duration.ofSeconds(60);
        private Duration bodyTimeout = Duration.ofSeconds(60);
        private Duration connectTimeout = Duration.ofSeconds(2);
        private Duration firstByteTimeout = Duration.ofSeconds(60);
        private Duration idleTimeout = Duration.ofMinutes(5);
        private Duration upstreamIdleTimeout = Duration.ofSeconds(15);
        private int upstreamIdleConnections = 256;
        private int maxConnections = 20_000;
        private int maxWaiters = 10_000;
        private Duration drainLimit = Duration.ofSeconds(30);
        private @Nullable TrustManagerFactory upstreamTrust;

        private Builder() {}

        public Builder host(String value) {
            host = value;
            return this;
        }

        public Builder port(int value) {
            port = value;
            return this;
        }

        public Builder eventLoops(int value) {
            if (value < 1) {
                throw new IllegalArgumentException("eventLoops: " + value + " is below 1");
            }
            eventLoops = value;
            return this;
        }

        public Builder nativeTransport(boolean value) {
            nativeTransport = value;
            return this;
        }

        /** Sets the networks that are believed, such as {@code 10.0.0.0/8}, or single addresses. */
        public Builder trustedProxies(List<String> value) {
            trustedProxies = List.copyOf(value);
            return this;
        }

        public Builder headerTimeout(Duration value) {
            headerTimeout = value;
            return this;
        }

        public Builder keepAliveTimeout(Duration value) {
            keepAliveTimeout = value;
            return this;
        }

        public Builder bodyTimeout(Duration value) {
            bodyTimeout = value;
            return this;
        }

        public Builder connectTimeout(Duration value) {
            connectTimeout = value;
            return this;
        }

        public Builder firstByteTimeout(Duration value) {
            firstByteTimeout = value;
            return this;
        }

        public Builder idleTimeout(Duration value) {
            idleTimeout = value;
            return this;
        }

        public Builder upstreamIdleTimeout(Duration value) {
            upstreamIdleTimeout = value;
            return this;
        }

        public Builder upstreamIdleConnections(int value) {
            upstreamIdleConnections = value;
            return this;
        }

        public Builder maxConnections(int value) {
            maxConnections = value;
            return this;
        }

        public Builder maxWaiters(int value) {
            maxWaiters = value;
            return this;
        }

        public Builder drainLimit(Duration value) {
            drainLimit = value;
            return this;
        }

        /** Sets who vouches for the certificates of apps, such as an authority of one's own. */
        public Builder upstreamTrust(@Nullable TrustManagerFactory value) {
            upstreamTrust = value;
            return this;
        }

        public ProxyOptions build() {
            try {
                return new ProxyOptions((Builder) clone());
            } catch (CloneNotSupportedException e) {
                throw new IllegalStateException("a builder can be copied", e);
            }
        }
    }
}

package dev.pawse.proxy;

import com.google.inject.Guice;
import com.google.inject.Inject;
import com.google.inject.Stage;
import dev.pawse.core.Pawse;
import dev.pawse.core.PawseConfig;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The proxy's listener and the admin listener over one engine, which stays the caller's to start and to close.
 *
 * <p>Opened in this order a load balancer sees at each moment what is so: {@link #openAdmin}, {@link Pawse#start},
 * {@link #openProxy}. Each is called once, from any thread; {@link #close} before {@link Pawse#close}.
 */
public final class ProxyListeners implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProxyListeners.class);

    private final PawseConfig config;
    private final Pawse pawse;
    private final ProxyServer proxy;
    private final AdminServer admin;
    private final Metrics metrics;
    private final Readiness readiness;
    private final ConfigReload reload;
    private final EventStreams streams;
    private final ExecutorService blocking;
    private @Nullable AutoCloseable subscription;

    @Inject
    ProxyListeners(
            PawseConfig config,
            Pawse pawse,
            ProxyServer proxy,
            AdminServer admin,
            Metrics metrics,
            Readiness readiness,
            ConfigReload reload,
            EventStreams streams,
            ExecutorService blocking) {
        this.config = config;
        this.pawse = pawse;
        this.proxy = proxy;
        this.admin = admin;
        this.metrics = metrics;
        this.readiness = readiness;
        this.reload = reload;
        this.streams = streams;
        this.blocking = blocking;
    }

    /** Puts the listeners together; none listens yet. The configuration is not read again. */
    public static ProxyListeners create(PawseConfig config, Pawse pawse) {
        return create(config, pawse, () -> {
            throw new PawseException(Reason.UNSUPPORTED, "this process does not know where its configuration is");
        });
    }

    /**
     * The same with a configuration that can be read again.
     *
     * @param reader reads and checks all of it, as at the start; throws a {@link PawseException} with one problem a line where
     *     anything is wrong. Called on any thread, and may block.
     */
    public static ProxyListeners create(PawseConfig config, Pawse pawse, Supplier<PawseConfig> reader) {
        // Read once, when Guice's first class is loaded: it would make classes by way of sun.misc.Unsafe, of which
        // newer Javas warn.
        if (System.getProperty("guice_bytecode_gen_option") == null) {
            System.setProperty("guice_bytecode_gen_option", "DISABLED");
        }
        return Guice.createInjector(Stage.PRODUCTION, new ProxyModule(config, pawse, reader))
                .getInstance(ProxyListeners.class);
    }

    /**
     * Begins to answer on the admin address: from here on {@code /healthz} says that the process lives.
     *
     * @return the address, with the port that was found where 0 was asked for
     * @throws PawseException when the address cannot be listened on
     */
    public InetSocketAddress openAdmin() {
        if (config.adminToken().isEmpty()) {
            LOG.warn("ADMIN_TOKEN is not set: the admin API answers nothing but health");
        }
        subscription = pawse.events().subscribe(metrics::happened);
        return admin.start();
    }

    /**
     * Begins to take requests to apps: from here on {@code /readyz} says that they are welcome.
     *
     * @return the address, with the port that was found where 0 was asked for
     * @throws PawseException when the address cannot be listened on
     */
    public InetSocketAddress openProxy() {
        InetSocketAddress address = proxy.start();
        readiness.open();
        return address;
    }

    /**
     * Reads the configuration again and has engine and listeners take it over; where anything in it is wrong, all stays as it is. What
     * came of it is logged, counted and told by the admin API. Blocks.
     *
     * @param who asks, for the log
     */
    public void reload(String who) {
        try {
            reload.reload(who);
        } catch (PawseException e) {
            LOG.debug("the new configuration is not taken", e);
        }
    }

    /** Ends without waiting for load balancers to notice; the rest is as {@link #end} says. */
    @Override
    public void close() {
        end(false);
    }

    /** How long {@link #end} may take: the delay, if it is asked for, and the limit of what is in flight. */
    public Duration longestEnd(boolean patient) {
        return delay(patient).plus(reload.state().config().shutdownLimit());
    }

    /**
     * Readiness goes off, nothing new is accepted, requests in flight finish within their limit, both listeners end. Blocks until then.
     * Does nothing the second time.
     *
     * @param patient whether requests are still taken for as long as is set, because load balancers notice late
     * @return whether nothing had to be cut off
     */
    public boolean end(boolean patient) {
        readiness.drain();
        boolean whole = proxy.end(delay(patient), streams::end);
        admin.close();
        blocking.shutdownNow();
        AutoCloseable ending = subscription;
        if (ending != null) {
            try {
                ending.close();
            } catch (Exception e) {
                LOG.warn("the counting of events could not be ended", e);
            }
        }
        return whole;
    }

    private Duration delay(boolean patient) {
        return patient ? reload.state().config().preStopDelay() : Duration.ZERO;
    }
}

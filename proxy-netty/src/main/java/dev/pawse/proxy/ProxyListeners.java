package dev.pawse.proxy;

import com.google.inject.Guice;
import com.google.inject.Inject;
import com.google.inject.Stage;
import dev.pawse.core.Pawse;
import dev.pawse.core.PawseConfig;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
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
            ExecutorService blocking) {
        this.config = config;
        this.pawse = pawse;
        this.proxy = proxy;
        this.admin = admin;
        this.metrics = metrics;
        this.readiness = readiness;
        this.blocking = blocking;
    }

    /** Puts the listeners together; none listens yet. */
    public static ProxyListeners create(PawseConfig config, Pawse pawse) {
        // Read once, when Guice's first class is loaded: it would make classes by way of sun.misc.Unsafe, of which
        // newer Javas warn.
        if (System.getProperty("guice_bytecode_gen_option") == null) {
            System.setProperty("guice_bytecode_gen_option", "DISABLED");
        }
        return Guice.createInjector(Stage.PRODUCTION, new ProxyModule(config, pawse))
                .getInstance(ProxyListeners.class);
    }

    /**
     * Begins to answer on the admin address: from here on {@code /healthz} says that the process lives.
     *
     * @return the address, with the port that was found where 0 was asked for
     * @throws dev.pawse.spi.PawseException when the address cannot be listened on
     */
    public InetSocketAddress openAdmin() {
        if (config.adminToken().isEmpty()) {
            LOG.warn("ADMIN_TOKEN is not set: the admin API answers nothing but health");
        }
        subscription = pawse.events().subscribe(metrics::happened);
        return admin.start();
    }

    /**
     * Begins to take requests to apps.
     *
     * @return the address, with the port that was found where 0 was asked for
     * @throws dev.pawse.spi.PawseException when the address cannot be listened on
     */
    public InetSocketAddress openProxy() {
        return proxy.start();
    }

    /**
     * Readiness goes off, requests in flight finish within their limit, both listeners end. Blocks until then. Does nothing the
     * second time.
     */
    @Override
    public void close() {
        readiness.drain();
        proxy.close();
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
    }
}

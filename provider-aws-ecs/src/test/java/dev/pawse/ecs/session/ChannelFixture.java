package dev.pawse.ecs.session;

import dev.pawse.ecs.fake.channel.ChannelOrder;
import dev.pawse.ecs.fake.channel.ChannelTicket;
import dev.pawse.ecs.fake.channel.DataChannels;
import dev.pawse.ecs.fake.channel.KeyVault;
import dev.pawse.http.Network;
import dev.pawse.spi.Secret;
import dev.pawse.spi.capability.Shell.Session;
import dev.pawse.spi.capability.Shell.Window;
import dev.pawse.testkit.FastClock;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Fake data channels and a client of them. */
final class ChannelFixture implements Resumption, AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);
    static final String TARGET = "ecs:shop_0123456789abcdef_0123456789abcdef-4711";

    final DataChannels channels = DataChannels.start();
    final KeyVault vault = new KeyVault();
    /** What the key management service was asked. */
    final List<Map<String, String>> contexts = new CopyOnWriteArrayList<>();

    private final Network network = Network.of(Map.of(), Duration.ofSeconds(30));
    private final Path folder;
    private volatile String lastSession = "";

    ChannelFixture(Path folder) {
        this.folder = folder;
    }

    /** Runs a script in a session. */
    Session run(String script, UnaryOperator<ChannelOrder> order) {
        return open(RemoteCommand.shellLine(script, Map.of(), false), null, 1, order);
    }

    Session run(String script) {
        return run(script, order -> order);
    }

    /** @param haste how many times as fast as usual the client's timers run */
    Session open(RemoteCommand command, @Nullable Window window, int haste, UnaryOperator<ChannelOrder> order) {
        ChannelTicket ticket = channels.open(order.apply(ChannelOrder.of(command.line(), Map.of(), folder, TARGET)));
        lastSession = ticket.sessionId();
        SessionClient client = new SessionClient(network.client(), this, this::generate);
        SessionTicket opening = new SessionTicket(
                ticket.sessionId(), URI.create(ticket.streamUrl()), Secret.of(ticket.token()), TARGET);
        FastClock clock = new FastClock(haste);
        HastyTimer timer = new HastyTimer(haste);
        return client.open(
                opening, command, window, new Timing(timer, clock::nanoTime, Clock.systemUTC()), timer::shutdown);
    }

    String lastSession() {
        return lastSession;
    }

    @Override
    public Optional<Secret> resume(String sessionId) {
        return channels.resume(sessionId).map(Secret::of);
    }

    @Override
    public void terminate(String sessionId) {
        channels.terminate(sessionId);
    }

    @Override
    public void close() {
        channels.close();
        network.close();
    }

    private DataKey generate(String keyId, Map<String, String> context) {
        contexts.add(context);
        KeyVault.DataKey key = vault.generate(keyId, DataKeys.BYTES, context);
        return new DataKey(key.plaintext(), key.blob());
    }

    /** A timer that is early by a factor. */
    private static final class HastyTimer extends ScheduledThreadPoolExecutor {
        private final int haste;

        private HastyTimer(int haste) {
            super(1, task -> {
                Thread thread = new Thread(task, "hasty-timer");
                thread.setDaemon(true);
                return thread;
            });
            this.haste = haste;
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
            return super.schedule(command, unit.toNanos(delay) / haste, TimeUnit.NANOSECONDS);
        }

        @Override
        public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long first, long delay, TimeUnit unit) {
            return super.scheduleWithFixedDelay(
                    command, unit.toNanos(first) / haste, unit.toNanos(delay) / haste, TimeUnit.NANOSECONDS);
        }
    }
}

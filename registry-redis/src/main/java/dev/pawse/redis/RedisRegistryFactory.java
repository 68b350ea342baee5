package dev.pawse.redis;

import dev.pawse.spi.Registry;
import dev.pawse.spi.RegistryFactory;
import dev.pawse.spi.Settings;
import java.time.Clock;

/** Makes registries in Redis or Valkey; found by the {@link java.util.ServiceLoader}. Loads nothing of the client before it makes one. */
public final class RedisRegistryFactory implements RegistryFactory {
    @Override
    public String type() {
        return "redis";
    }

    @Override
    public Registry create(Settings settings, Clock clock) {
        RedisSettings redis = RedisSettings.of(settings);
        RedisKeys keys = new RedisKeys(redis.prefix());
        RedisLink link = new RedisLink("registry", redis.dialer(), keys.mark());
        return new RedisRegistry(link, keys, Timing.NORMAL, System::nanoTime);
    }
}

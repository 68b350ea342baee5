package dev.pawse.redis;

import dev.pawse.spi.Registry;
import dev.pawse.testkit.DurableRegistryContract;
import dev.pawse.testkit.RedisServer;
import dev.pawse.testkit.SharedRegistryContract;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;

final class RedisRegistryTest implements SharedRegistryContract, DurableRegistryContract {
    private static final RedisServer SERVER = RedisServer.start();
    private static final RedisLink LINK = Store.link(SERVER.url());
    private static final RedisLink OTHER_LINK = Store.link(SERVER.url());

    private final Store store = new Store(SERVER);
    private final RedisRegistry registry = store.registry(LINK);
    private final RedisRegistry other = store.registry(OTHER_LINK);

    @AfterAll
    static void stop() {
        LINK.close();
        OTHER_LINK.close();
        SERVER.close();
    }

    @Override
    public Registry registry() {
        return registry;
    }

    @Override
    public Registry otherRegistry() {
        return other;
    }

    @Override
    public Registry afterCrash() {
        return other;
    }

    @Override
    public void pass(Duration time) {
        store.pass(time);
    }

    @Override
    public Duration usageTime() {
        return store.timing.alive();
    }

    @Override
    public void putForeignData() {
        RedisKeys keys = store.keys();
        int mine = RedisKeys.bucket(SHOP);
        SERVER.command("HSET", keys.entries(mine), "heroku/broken", "not a record");
        SERVER.command("HSET", keys.entries(mine), "no app at all", "1 1 ab {}");
        SERVER.command("HSET", keys.entries(mine), "heroku/later", "2 1 ab {}");
        SERVER.command("SET", keys.entries((mine + 1) % RedisKeys.BUCKETS), "a text");
        SERVER.command("SET", store.prefix + ":somebody-else", "a text");
    }
}

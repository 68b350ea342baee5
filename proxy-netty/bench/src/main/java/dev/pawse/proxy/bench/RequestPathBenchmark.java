package dev.pawse.proxy.bench;

import dev.pawse.core.Activity;
import dev.pawse.core.Pawse;
import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.testkit.FakeProvider;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What the engine adds to each request for an app that is awake: whose host, a use that begins and ends, the endpoint. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class RequestPathBenchmark {
    private Pawse pawse;

    @Setup
    public void wake() {
        FakeProvider provider = FakeProvider.builder("fake").build();
        for (int i = 0; i < 200; i++) {
            provider.add("app" + i).hosts("app" + i + ".example.test");
        }
        pawse = Pawse.builder().provider("fake", provider).build();
        pawse.start();
        pawse.lifecycle().wake(new AppId("fake", "app17")).toCompletableFuture().join();
    }

    @TearDown
    public void close() {
        pawse.close();
    }

    @Benchmark
    public @Nullable App awakeRequest() {
        AppId id = pawse.directory().find("app17.example.test");
        Activity.Use use = pawse.activity().begin(id);
        App app = pawse.lifecycle().awake(id);
        use.end();
        return app;
    }
}

package dev.pawse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.Hook.Outcome;
import dev.pawse.spi.Hook.Point;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RecordingHookTest {
    private static final App SHOP = App.builder(new AppId("test", "shop")).build();
    private static final App STOCK = App.builder(new AppId("test", "stock")).build();

    private final RecordingHook hook = new RecordingHook("backup");

    @Test
    void itRemembersWhereItRanAndForWhom() {
        hook.run(Point.BEFORE_STOP, SHOP);
        hook.run(Point.BEFORE_START, STOCK);
        hook.run(Point.AFTER_STOP, SHOP);

        assertThat(hook.points(SHOP.id())).containsExactly(Point.BEFORE_STOP, Point.AFTER_STOP);
        assertThat(hook.runs()).hasSize(3);
    }

    @Test
    void itEndsAsItWasTold() {
        hook.always(Point.BEFORE_STOP, new Outcome.Failed("exit 1"));
        hook.next(Point.BEFORE_STOP, new Outcome.Vetoed("exit 75"), new Outcome.Succeeded());

        assertThat(hook.run(Point.BEFORE_STOP, SHOP)).isEqualTo(new Outcome.Vetoed("exit 75"));
        assertThat(hook.run(Point.BEFORE_STOP, SHOP)).isEqualTo(new Outcome.Succeeded());
        assertThat(hook.run(Point.BEFORE_STOP, SHOP)).isEqualTo(new Outcome.Failed("exit 1"));
        assertThat(hook.run(Point.BEFORE_START, SHOP)).isEqualTo(new Outcome.Succeeded());
    }

    @Test
    void itDoesWhatItIsGivenToDoOnTheThreadThatCallsIt() {
        List<Thread> threads = new ArrayList<>();
        hook.doing(run -> threads.add(Thread.currentThread()));

        hook.run(Point.AFTER_START, SHOP);

        assertThat(threads).containsExactly(Thread.currentThread());
    }
}

package dev.pawse.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.cli.endtoend.CrashPoint.Transition;
import dev.pawse.spi.Registry.Stage;
import dev.pawse.testkit.ApiReply;
import dev.pawse.testkit.ApiRequest;
import dev.pawse.testkit.ApiServer.Route;
import dev.pawse.testkit.Eventually;
import dev.pawse.testkit.FakePlatform;
import dev.pawse.testkit.FaultRelay;
import dev.pawse.testkit.RedisServer;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A proxy with a line of its own to Redis that is killed at one point of one transition. */
final class DoomedPawse {
    private final CrashPoint point;
    private final RunningPawse pawse;
    private final FakePlatform platform;
    private final RedisServer redis;
    private final FaultRelay line;
    private final CountDownLatch reached = new CountDownLatch(1);

    /** @param line what the proxy takes for Redis */
    DoomedPawse(CrashPoint point, RunningPawse pawse, FakePlatform platform, RedisServer redis, FaultRelay line) {
        this.point = point;
        this.pawse = pawse;
        this.platform = platform;
        this.redis = redis;
        this.line = line;
    }

    CrashPoint point() {
        return point;
    }

    RunningPawse pawse() {
        return pawse;
    }

    /** Begins the transition and returns when the proxy is dead. */
    void die() throws Exception {
        Transition transition = point.transition();
        switch (point.moment()) {
            case BEFORE_THE_INTENT -> line.whenSent(StoredEntry.mark(transition.intent), this::killUnheard);
            case INTENT_UNANSWERED -> line.whenSent(StoredEntry.mark(transition.intent), this::freeze);
            case BEFORE_THE_CHANGE ->
                atTheCall(request -> {
                    kill();
                    return ApiReply.empty(503);
                });
            case CHANGE_UNANSWERED -> atTheCall(platform.api().carriedOut(this::kill));
            case BEFORE_THE_RECORD -> line.whenSent(StoredEntry.mark(transition.after), this::killUnheard);
            case RECORD_UNANSWERED -> line.whenSent(StoredEntry.mark(transition.after), this::freeze);
        }
        begin();
        assertThat(reached.await(RunningPawse.LIMIT.toSeconds(), TimeUnit.SECONDS))
                .as("%s was reached; what the proxy says:%n%s", point, pawse.logged())
                .isTrue();
        switch (point.moment()) {
            case INTENT_UNANSWERED -> killOnce(transition.intent);
            case RECORD_UNANSWERED -> killOnce(transition.after);
            default -> assertThat(pawse.isAlive()).isFalse();
        }
    }

    private void begin() {
        if (point.transition() == Transition.REST) {
            pawse.adminAsync("POST", "/api/apps/" + point.app() + "/sleep");
        } else {
            pawse.http().sendAsync(pawse.request(point.app(), "/").build(), BodyHandlers.discarding());
        }
    }

    private void atTheCall(Route route) {
        platform.api().fail(request -> isChange(request, point.app()), 1, route);
    }

    /** Whether the platform is asked to start or stop something of an app. */
    static boolean isChange(ApiRequest request, String app) {
        return request.method().equals("PATCH") && request.path().equals("/apps/" + app + "/formation");
    }

    /** What it just sent never comes to Redis. */
    private void killUnheard() {
        kill();
        line.cut();
    }

    private void kill() {
        try {
            pawse.kill();
            reached.countDown();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted at " + point, e);
        }
    }

    /** What it just sent goes on, and however soon Redis answers, it learns nothing of it any more. */
    private void freeze() {
        try {
            pawse.signal("STOP");
            reached.countDown();
        } catch (Exception e) {
            throw new AssertionError("not frozen at " + point, e);
        }
    }

    /** Kills the frozen process when Redis has done what it was sent. */
    private void killOnce(Stage stored) throws InterruptedException {
        Eventually.holds(
                point.app() + " is " + stored,
                RunningPawse.LIMIT,
                () -> StoredEntry.read(redis, point.app()).stage() == stored);
        pawse.kill();
    }
}

package dev.pawse.heroku.fake;

import dev.pawse.testkit.ApiReply;
import dev.pawse.testkit.ApiRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Builds, and their output under signed addresses. */
final class BuildRoutes {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,9})-");

    private final Account account;
    private final URI address;
    private final BooleanSupplier closed;

    BuildRoutes(Account account, URI address, BooleanSupplier closed) {
        this.account = account;
        this.address = address;
        this.closed = closed;
    }

    void add(Door door) {
        door.list("/apps/{app}/builds", "started_at", request -> {
            HostedApp app = app(request);
            return app.builds.stream()
                    .map(build -> build.json(app, outputUrl(build)))
                    .toList();
        });
        door.on("GET", "/apps/{app}/builds/{build}", 200, request -> {
            HostedApp app = app(request);
            FakeBuild build = build(app, request.segment("build"));
            return build.json(app, outputUrl(build));
        });
        door.on("POST", "/apps/{app}/builds", 201, this::create);
        door.signed("GET", "/streams/{build}", this::output);
    }

    FakeBuild begin(HostedApp app) {
        FakeBuild build = new FakeBuild(
                String.format("%07x", ThreadLocalRandom.current().nextInt(1 << 28)), account.clock.instant());
        app.builds.add(build);
        return build;
    }

    static FakeBuild build(HostedApp app, String id) {
        return app.builds.stream()
                .filter(one -> one.id.equals(id))
                .findFirst()
                .orElseThrow(() -> Refusal.missing("build"));
    }

    private HostedApp app(ApiRequest request) {
        return account.app(request.segment("app"));
    }

    private String outputUrl(FakeBuild build) {
        return address + "/streams/" + build.id + "?token=signed-" + build.id;
    }

    /** A build that has nothing to do ends well at once. */
    private Object create(ApiRequest request) {
        HostedApp app = app(request);
        if (Json.read(request.text())
                .path("source_blob")
                .path("url")
                .asString("")
                .isEmpty()) {
            throw Refusal.invalid("source_blob is required.");
        }
        FakeBuild build = begin(app);
        build.write("-----> Building on the Heroku-24 stack\n-----> Done\n");
        build.end("succeeded", account.clock.instant(), ReleaseRoutes.deploy(app, account, "Deploy 0a1b2c3d"));
        return build.json(app, outputUrl(build));
    }

    private ApiReply output(ApiRequest request) {
        FakeBuild build = account.apps.values().stream()
                .flatMap(app -> app.builds.stream())
                .filter(one -> one.id.equals(request.segment("build")))
                .filter(one -> request.parameter("token").orElse("").equals("signed-" + one.id))
                .findFirst()
                .orElse(null);
        if (build == null) {
            return ApiReply.text(404, "text/plain", "not found");
        }
        Matcher range = RANGE.matcher(request.header("Range").orElse(""));
        int from = range.matches() ? Integer.parseInt(range.group(1)) : 0;
        return ApiReply.stream(from > 0 ? 206 : 200, "text/plain", out -> copy(build, from, out));
    }

    private void copy(FakeBuild build, int from, OutputStream out) throws IOException {
        int at = from;
        while (!closed.getAsBoolean()) {
            boolean over = build.isOver();
            byte[] more;
            try {
                more = build.output(at, 500);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            if (more.length == 0 && over) {
                return;
            }
            // A silent stream is kept open by bytes that mean nothing.
            out.write(more.length == 0 ? new byte[] {0} : more);
            out.flush();
            at += more.length;
        }
    }
}

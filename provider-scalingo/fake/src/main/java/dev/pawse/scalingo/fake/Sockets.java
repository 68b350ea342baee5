package dev.pawse.scalingo.fake;

import dev.pawse.testkit.SocketRequest;
import dev.pawse.testkit.SocketServer;
import dev.pawse.testkit.WebSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The servers of logs, of deployments and of one-off containers, under one address. */
final class Sockets implements AutoCloseable {
    private static final Pattern FILE = Pattern.compile(
            "(?s)^(.*?\r\n)?--[^\r\n]+\r\nContent-Disposition:[^\r\n]*filename=\"([^\"]*)\".*?\r\n\r\n",
            Pattern.CASE_INSENSITIVE);

    private final FakeScalingo fake;
    private final Executor threads;
    private final SocketServer server;
    private final Map<String, Integer> followers = new ConcurrentHashMap<>();

    Sockets(FakeScalingo fake, Executor threads) {
        this.fake = fake;
        this.threads = threads;
        server = SocketServer.start(threads, this::handle);
    }

    URI address() {
        return server.address();
    }

    void cut() {
        server.cut();
    }

    int followers(String app) {
        return followers.getOrDefault(app, 0);
    }

    @Override
    public void close() {
        server.close();
    }

    private void handle(SocketRequest request, InputStream in, OutputStream out) throws IOException {
        List<String> path = request.segments();
        try {
            switch (path.get(0)) {
                case "logs" -> logs(request, fake.estate().app(path.get(1), path.get(2)), in, out);
                case "deployments" -> deployments(request, fake.estate().app(path.get(1), path.get(2)), in, out);
                case "attach" -> attach(request, path, in, out);
                default -> throw Refusal.missing("page");
            }
        } catch (Refusal e) {
            SocketServer.answer(out, e.status(), "text/plain", "refused".getBytes(StandardCharsets.UTF_8));
        }
    }

    private void logs(SocketRequest request, HostedApp app, InputStream in, OutputStream out) throws IOException {
        if (!fake.tokens().isGood(request.parameter("token"), "logs " + app.name())
                || !request.header("authorization").isEmpty()) {
            throw new Refusal(401, "unauthorized");
        }
        Predicate<Log.Line> wanted = Log.filter(request.parameter("filter"));
        if (request.isUpgrade()) {
            followLog(WebSocket.accept(request, in, out), app, wanted);
            return;
        }
        String count = request.parameter("n");
        StringBuilder text = new StringBuilder();
        app.log()
                .newest(count.isEmpty() ? 100 : Integer.parseInt(count), wanted)
                .forEach(line -> text.append(line.text()));
        int status = text.isEmpty() ? 204 : 200;
        SocketServer.answer(out, status, "text/plain", text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void followLog(WebSocket socket, HostedApp app, Predicate<Log.Line> wanted) throws IOException {
        BlockingQueue<String> queue = new LinkedBlockingQueue<>();
        Consumer<Log.Line> follower = line -> {
            if (wanted.test(line)) {
                // The key is called "event" on the wire and "name" in the documentation.
                String key = queue.size() % 2 == 0 ? "event" : "name";
                queue.add(Json.text(Json.object(
                        key, "log", "log", line.text(), "timestamp", line.at().toString())));
            }
        };
        app.log().follow(follower);
        followers.merge(app.name(), 1, Integer::sum);
        try {
            send(socket, queue, Json.text(Json.object("event", "ping", "ts", 1_767_323_045)));
        } finally {
            followers.merge(app.name(), -1, Integer::sum);
            app.log().unfollow(follower);
        }
    }

    private void deployments(SocketRequest request, HostedApp app, InputStream in, OutputStream out)
            throws IOException {
        if (!request.isUpgrade()) {
            throw new Refusal(400, "an upgrade is required");
        }
        WebSocket socket = WebSocket.accept(request, in, out);
        WebSocket.Message first = socket.read();
        JsonNode frame = Json.tree(first == null ? "" : first.text());
        String token = frame.path("data").path("token").asString("");
        if (!frame.path("type").asString("").equals("auth") || !fake.tokens().isGood(token, Tokens.ACCOUNT)) {
            return;
        }
        BlockingQueue<String> queue = new LinkedBlockingQueue<>();
        Consumer<Map<String, @Nullable Object>> follower = told -> queue.add(Json.text(told));
        app.deployments().stream().filter(Deployment::isUnderWay).forEach(one -> one.replayTo(follower));
        if (!app.deploymentFollowers().contains(follower)) {
            app.deploymentFollowers().add(follower);
        }
        try {
            send(socket, queue, Json.text(Json.object("type", "ping", "data", Json.object("ts", 1_465_288_802))));
        } finally {
            app.deploymentFollowers().remove(follower);
        }
    }

    /** Sends what comes until the other side is gone; a ping at first, and one each half second of silence. */
    private void send(WebSocket socket, BlockingQueue<String> queue, String ping) throws IOException {
        boolean[] gone = {false};
        threads.execute(() -> {
            try {
                while (socket.read() != null) {
                    // Nothing of it matters.
                }
            } catch (IOException e) {
                // Gone as well.
            }
            gone[0] = true;
            queue.add("");
        });
        socket.send(ping);
        try {
            while (true) {
                String next = queue.poll(500, TimeUnit.MILLISECONDS);
                if (gone[0]) {
                    return;
                }
                socket.send(next == null ? ping : next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void attach(SocketRequest request, List<String> path, InputStream in, OutputStream out) throws IOException {
        if (!fake.tokens().isGood(request.password(), Tokens.ACCOUNT)) {
            throw new Refusal(401, "unauthorized");
        }
        OneOff oneOff = oneOff(path.get(1));
        String rest = path.size() > 2 ? path.get(2) : "";
        if (request.method().equals("CONNECT") && rest.isEmpty()) {
            talk(oneOff, in, out);
        } else if (request.method().equals("PUT") && rest.isEmpty()) {
            resize(oneOff, request, in, out);
        } else if (request.method().equals("POST") && rest.equals("files")) {
            upload(oneOff, request.body(in), out);
        } else if (request.method().equals("GET") && rest.equals("wait")) {
            exitCode(oneOff, out);
        } else {
            throw Refusal.missing("page");
        }
    }

    private void talk(OneOff oneOff, InputStream in, OutputStream out) throws IOException {
        Process process = oneOff.start();
        out.write("HTTP/1.1 200 OK\r\nX-Runner: fake\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        threads.execute(() -> oneOff.feed(in));
        InputStream output = process.getInputStream();
        byte[] buffer = new byte[8192];
        for (int count = output.read(buffer); count >= 0; count = output.read(buffer)) {
            out.write(buffer, 0, count);
            out.flush();
        }
        try {
            oneOff.exitCode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void resize(OneOff oneOff, SocketRequest request, InputStream in, OutputStream out)
            throws IOException {
        String told = new String(request.body(in), StandardCharsets.UTF_8);
        JsonNode size = Json.tree(told);
        if (!size.path("width").isString() || !size.path("height").isString()) {
            throw new Refusal(400, "width and height are texts");
        }
        oneOff.window(told);
        SocketServer.answer(out, 200, "application/json", new byte[] {'{', '}'});
    }

    /** A multipart form of one file (RFC 7578). */
    private static void upload(OneOff oneOff, byte[] body, OutputStream out) throws IOException {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        Matcher head = FILE.matcher(text);
        if (!head.find()) {
            throw new Refusal(400, "no file");
        }
        int end = text.lastIndexOf("\r\n--", text.lastIndexOf("--"));
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.write(body, head.end(), end - head.end());
        oneOff.upload(head.group(2), content.toByteArray());
        SocketServer.answer(out, 200, "application/json", new byte[] {'{', '}'});
    }

    private static void exitCode(OneOff oneOff, OutputStream out) throws IOException {
        try {
            int code = oneOff.exitCode();
            if (oneOff.wasCutOff()) {
                throw new Refusal(408, "inactive");
            }
            SocketServer.answer(
                    out, 200, "application/json", ("{\"exit_code\":" + code + "}").getBytes(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private OneOff oneOff(String id) {
        return Stream.of(FakeScalingo.REGION, FakeScalingo.OTHER_REGION)
                .flatMap(region -> fake.estate().in(region).stream())
                .flatMap(app -> app.oneOffs().stream())
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Refusal.missing("container"));
    }
}

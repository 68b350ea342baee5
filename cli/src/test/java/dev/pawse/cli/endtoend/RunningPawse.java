package dev.pawse.cli.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pawse.testkit.FakePlatform;
import dev.pawse.testkit.FreePort;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The built distribution, run as a user runs it: {@code bin/pawse proxy} in a folder of its own, with apps that are real processes. */
final class RunningPawse implements AutoCloseable {
    static {
        // The tests speak to *.example.test at 127.0.0.1.
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    }

    static final Duration LIMIT = Duration.ofSeconds(30);
    /** A new connection to the registry, which may have lost something, is watched for fifteen seconds. */
    private static final Duration SETTLED = Duration.ofSeconds(40);

    private static final String TOKEN = "end-to-end";

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private final int port = FreePort.next();
    private final int adminPort = FreePort.next();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build();

    @SuppressWarnings("NullAway.Init") // There from start() on.
    private Process process;

    private RunningPawse(Path folder) {
        this.folder = folder;
    }

    /** Prepares a folder with this apps file; {@code APP} stands for the test app's command. */
    static RunningPawse in(Path folder, String apps) throws IOException {
        Path app = folder.resolve("app.py");
        try (InputStream source = RunningPawse.class.getResourceAsStream("/endtoend/app.py")) {
            Files.write(app, source.readAllBytes());
        }
        Files.writeString(folder.resolve("apps.yml"), apps.replace("APP", "exec python3 " + app));
        RunningPawse pawse = new RunningPawse(folder);
        pawse.set("PROVIDER_NAME", "local")
                .set("PROVIDER_LOCAL_FILE", folder.resolve("apps.yml").toString())
                .set("HOST", "127.0.0.1")
                .set("PORT", String.valueOf(pawse.port))
                .set("ADMIN_PORT", String.valueOf(pawse.adminPort))
                .set("ADMIN_TOKEN", TOKEN)
                .set("REGISTRY_SNAPSHOT_FILE", folder.resolve("registry").toString())
                // A process that lives for seconds is not worth optimising.
                .set("PAWSE_JAVA_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
                .set("START_AND_STOP_CHECKING_INTERVAL_CRON", "* * * * * *")
                // No load balancer is there to notice.
                .set("PROXY_PRE_STOP_DELAY", "0")
                .set("START_AND_STOP_MAX_IDLE_TIME", "2s");
        return pawse;
    }

    /** Prepares a folder for a proxy of the apps of a platform, with a Redis that it shares with others. */
    static RunningPawse sharing(String redis, FakePlatform platform, Path folder) throws IOException {
        RunningPawse pawse = in(Files.createDirectory(folder), "apps: {}")
                .unset("PROVIDER_LOCAL_FILE")
                .unset("REGISTRY_SNAPSHOT_FILE")
                .set("PROVIDER_NAME", platform.type())
                .set("REGISTRY_TYPE", "redis")
                .set("REGISTRY_REDIS_URL", redis);
        platform.environment(platform.type()).forEach(pawse::set);
        return pawse;
    }

    RunningPawse set(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    RunningPawse unset(String variable) {
        environment.remove(variable);
        return this;
    }

    /** Starts it and waits until it is ready. */
    RunningPawse start() throws IOException {
        process =
                command("proxy").redirectErrorStream(true).redirectOutput(log()).start();
        Files.writeString(folder.resolve("pawse.pid"), String.valueOf(process.pid()));
        try {
            await().atMost(LIMIT)
                    .ignoreExceptions()
                    .until(() -> !process.isAlive() || admin("GET", "/readyz").statusCode() == 200);
            assertThat(process.isAlive()).describedAs(logged()).isTrue();
        } catch (Throwable e) {
            close();
            throw e;
        }
        return this;
    }

    /** Runs another command of the distribution in the same folder with the same settings; gives its output. */
    String run(String... arguments) throws Exception {
        Process command = command(arguments)
                .redirectError(folder.resolve("command.err").toFile())
                .start();
        command.getOutputStream().close();
        String output = new String(command.getInputStream().readAllBytes(), UTF_8);
        assertThat(command.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(command.exitValue())
                .describedAs(Files.readString(folder.resolve("command.err")))
                .isZero();
        return output;
    }

    HttpResponse<String> get(String app, String path) throws Exception {
        return http.send(request(app, path).build(), BodyHandlers.ofString());
    }

    HttpRequest.Builder request(String app, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Host", app + ".example.test")
                .timeout(Duration.ofMinutes(2));
    }

    int port() {
        return port;
    }

    int adminPort() {
        return adminPort;
    }

    HttpClient http() {
        return http;
    }

    HttpResponse<String> admin(String method, String path) throws Exception {
        return http.send(adminRequest(method, path), BodyHandlers.ofString());
    }

    /** Asks the admin API without waiting for what may never come. */
    void adminAsync(String method, String path) {
        http.sendAsync(adminRequest(method, path), BodyHandlers.discarding());
    }

    /** A connection to the proxy. */
    Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout((int) LIMIT.toMillis());
        return socket;
    }

    /** What a connection answers to these bytes, until it is closed. */
    String raw(String bytes) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(bytes.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    /** Every start of a process of the test app so far, e.g. {@code web.1 4711}. */
    List<String> starts() {
        Path starts = folder.resolve("starts");
        try {
            return Files.exists(starts) ? Files.readAllLines(starts) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many processes live, by process type. */
    Map<String, Integer> living() {
        Map<String, Integer> living = new TreeMap<>();
        for (String start : starts()) {
            String[] nameAndPid = start.split(" ", -1);
            boolean alive = ProcessHandle.of(Long.parseLong(nameAndPid[1]))
                    .map(ProcessHandle::isAlive)
                    .orElse(false);
            if (alive) {
                living.merge(nameAndPid[0].substring(0, nameAndPid[0].lastIndexOf('.')), 1, Integer::sum);
            }
        }
        return living;
    }

    void awaitLiving(Map<String, Integer> expected) {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(living()).isEqualTo(expected));
    }

    /** Waits until it may stop apps. */
    void awaitSettled() {
        await().atMost(SETTLED).until(() -> admin("GET", "/api/status").body().contains("\"settled\":true"));
    }

    /** Waits until the registry's file says so. */
    void awaitRemembered(String text) {
        await().atMost(LIMIT)
                .ignoreExceptions()
                .untilAsserted(() ->
                        assertThat(Files.readString(folder.resolve("registry"))).contains(text));
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String logged() throws IOException {
        return Files.readString(log().toPath());
    }

    /** {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Sends it a signal, e.g. {@code HUP}. */
    void signal(String name) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start();
        assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(kill.exitValue()).isZero();
    }

    /** SIGTERM; gives the exit code. */
    int terminate() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    void awaitEnd() throws InterruptedException {
        assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroy();
            try {
                if (!process.waitFor(20, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private HttpRequest adminRequest(String method, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("Authorization", "Bearer " + TOKEN)
                .build();
    }

    private ProcessBuilder command(String... arguments) {
        Path launcher = Path.of("target", "pawse", "bin", "pawse").toAbsolutePath();
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        Stream.of(arguments).forEach(command::add);
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PAWSE_") || name.startsWith("PROVIDER_"));
        builder.environment().putAll(environment);
        return builder;
    }

    private java.io.File log() {
        return folder.resolve("pawse.log").toFile();
    }
}

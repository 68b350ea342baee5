package dev.pawse.clever.fake;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.jspecify.annotations.Nullable;

/** The shell in an instance: a shell of this machine with the app's environment. */
final class LocalShell implements Command {
    private static final String SHELL = Files.isExecutable(Path.of("/bin/bash")) ? "/bin/bash" : "/bin/sh";

    private final Account account;
    private final String target;
    private final Path home;
    private InputStream in = InputStream.nullInputStream();
    private OutputStream out = OutputStream.nullOutputStream();
    private OutputStream err = OutputStream.nullOutputStream();
    private ExitCallback callback = (code, message, closeImmediately) -> {};
    private volatile @Nullable Process process;

    LocalShell(Account account, String target, Path home) {
        this.account = account;
        this.target = target;
        this.home = home;
    }

    @Override
    public void setInputStream(InputStream value) {
        in = value;
    }

    @Override
    public void setOutputStream(OutputStream value) {
        out = value;
    }

    @Override
    public void setErrorStream(OutputStream value) {
        err = value;
    }

    @Override
    public void setExitCallback(ExitCallback value) {
        callback = value;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) throws IOException {
        Optional<HostedApp> app = account.apps().stream()
                .filter(HostedApp::isUp)
                .filter(one -> one.id.equals(target)
                        || one.machines().stream().anyMatch(machine -> machine.isUp() && machine.id.equals(target)))
                .findFirst();
        if (app.isEmpty()) {
            err.write("No running instance found\n".getBytes(StandardCharsets.UTF_8));
            err.flush();
            callback.onExit(1);
            return;
        }
        ProcessBuilder builder = new ProcessBuilder(SHELL);
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/local/bin:/usr/bin:/bin");
        builder.environment().put("SHELL", SHELL);
        builder.environment().put("APP_ID", app.get().id);
        builder.environment().put("HOME", home.toString());
        builder.environment().putAll(app.get().env());
        Process started = builder.start();
        process = started;
        // The shell greets, as the platform's does.
        out.write("Welcome to Clever Cloud\n".getBytes(StandardCharsets.UTF_8));
        Thread output = thread(() -> pump(started.getInputStream(), out));
        Thread errors = thread(() -> pump(started.getErrorStream(), err));
        thread(() -> {
            pump(in, started.getOutputStream());
            closeQuietly(started.getOutputStream());
        });
        thread(() -> {
            try {
                int code = started.waitFor();
                output.join();
                errors.join();
                callback.onExit(code);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public void destroy(ChannelSession channel) {
        Process running = process;
        if (running != null) {
            // The shell first: it would go on with its next command when one ends.
            List<ProcessHandle> children = running.descendants().toList();
            running.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "fake-clever-shell");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void pump(InputStream from, OutputStream to) {
        byte[] buffer = new byte[8192];
        try {
            for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                to.write(buffer, 0, read);
                to.flush();
            }
        } catch (IOException e) {
            // One of the two is gone, and so is what it had to say.
        }
    }

    private static void closeQuietly(OutputStream stream) {
        try {
            stream.close();
        } catch (IOException e) {
            // The process has ended before its input.
        }
    }
}

package dev.pawse.ecs;

import dev.pawse.spi.AppId;
import dev.pawse.spi.ProviderContext;
import dev.pawse.spi.Settings;
import dev.pawse.spi.capability.Shell;
import dev.pawse.spi.capability.Shell.Request;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A process that opens a shell of the app {@code shop} and then does nothing more. */
final class ShellProcess {
    private ShellProcess() {}

    /** Where this and all it needs is, whichever way the tests are run. */
    static String classPath() {
        return ShellProcess.class.getClassLoader() instanceof URLClassLoader loader
                ? Stream.of(loader.getURLs()).map(URL::getPath).collect(Collectors.joining(File.pathSeparator))
                : System.getProperty("java.class.path");
    }

    public static void main(String... args) throws InterruptedException {
        ProviderContext context = new ProviderContext("aws", Settings.of(Map.of()), Clock.systemUTC(), System.getenv());
        new EcsProviderFactory()
                .create(context)
                .require(Shell.class)
                .openShell(new AppId("aws", "shop"), Request.run(List.of("sleep", "600")));
        new CountDownLatch(1).await();
    }
}

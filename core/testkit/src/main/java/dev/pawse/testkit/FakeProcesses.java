package dev.pawse.testkit;

import dev.pawse.spi.AppId;
import dev.pawse.spi.capability.Processes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The processes of a {@link FakeProvider}. */
final class FakeProcesses implements Processes {
    private final FakeProvider platform;

    FakeProcesses(FakeProvider platform) {
        this.platform = platform;
    }

    @Override
    public List<AppProcess> processes(AppId app) {
        return platform.ask(Operation.PROCESSES, app, FakeApp::processes);
    }

    @Override
    public void restartProcesses(AppId app, @Nullable String processOrType) {
        platform.tell(Operation.RESTART_PROCESSES, app, asked -> asked.run().restart(processOrType));
    }
}

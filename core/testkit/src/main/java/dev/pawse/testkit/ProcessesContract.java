package dev.pawse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Processes;
import dev.pawse.spi.capability.Processes.AppProcess;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What every provider does that lists and restarts processes. Needs nothing beyond {@link ProviderContract}; a process is
 * known by its name and the time at which it started, so that the two together change with a restart.
 */
public interface ProcessesContract extends ProviderContract {

    @Test
    default void aRunningAppHasAsManyProcessesOfEachTypeAsItAsksFor() {
        runs();

        assertThat(countByType(running())).isEqualTo(countByType(cloud().formation()));
    }

    @Test
    default void aProcessIsNamedAfterItsTypeAndOnlyOnce() {
        runs();

        List<AppProcess> found = running();

        assertThat(found).extracting(AppProcess::name).doesNotHaveDuplicates();
        assertThat(found).allSatisfy(one -> assertThat(one.name()).startsWith(one.type() + "."));
    }

    @Test
    default void aProcessThatRunsHasStartedAndNotEnded() {
        runs();

        assertThat(running()).allSatisfy(one -> {
            assertThat(one.startedAt()).as("startedAt of %s", one.name()).isNotNull();
            assertThat(one.exitCode()).as("exitCode of %s", one.name()).isNull();
        });
    }

    @Test
    default void aRestingAppHasNoProcessThatRuns() {
        cloud().run(app(), cloud().formation().zeroed());

        cloud().eventually("no process runs", () -> running().isEmpty());
    }

    @Test
    default void aRestartWithoutANameReplacesEveryProcess() {
        runs();
        Set<String> before = identities(running());

        cloud().tick();
        processes().restartProcesses(app(), null);

        cloud().eventually("every process is replaced", () -> isWhole() && nothingLeftOf(before));
    }

    @Test
    default void aRestartOfATypeLeavesTheOthers() {
        runs();
        String type = Formations.busiest(cloud().formation());
        Set<String> concerned = identities(running(one -> one.type().equals(type)));
        Set<String> others = identities(running(one -> !one.type().equals(type)));

        cloud().tick();
        processes().restartProcesses(app(), type);

        cloud().eventually("every process of " + type + " is replaced", () -> isWhole() && nothingLeftOf(concerned));
        assertThat(identities(running())).containsAll(others);
    }

    @Test
    default void aRestartOfOneProcessLeavesItsSiblings() {
        runs();
        List<AppProcess> before = running();
        AppProcess chosen = before.get(before.size() - 1);
        Set<String> others = identities(running(one -> !one.name().equals(chosen.name())));

        cloud().tick();
        processes().restartProcesses(app(), chosen.name());

        cloud().eventually(
                        chosen.name() + " is replaced", () -> isWhole() && nothingLeftOf(identities(List.of(chosen))));
        assertThat(identities(running())).containsAll(others);
    }

    @Test
    default void anUnknownProcessCannotBeRestarted() {
        runs();
        Set<String> before = identities(running());

        Fails.with(Reason.NOT_FOUND, () -> processes().restartProcesses(app(), "no-such-type"));
        Fails.with(
                Reason.NOT_FOUND,
                () -> processes().restartProcesses(app(), Formations.busiest(cloud().formation()) + ".999999"));

        assertThat(identities(running())).isEqualTo(before);
    }

    @Test
    default void anUnknownAppHasNoProcesses() {
        Fails.with(Reason.NOT_FOUND, () -> processes().processes(cloud().unknownApp()));
        Fails.with(Reason.NOT_FOUND, () -> processes().restartProcesses(cloud().unknownApp(), null));
    }

    private Processes processes() {
        return provider().require(Processes.class);
    }

    private AppId app() {
        return cloud().app();
    }

    private void runs() {
        cloud().run(app(), cloud().formation());
        cloud().eventually("as many processes as asked for", this::isWhole);
    }

    private boolean isWhole() {
        return countByType(running()).equals(countByType(cloud().formation()));
    }

    private boolean nothingLeftOf(Set<String> before) {
        return identities(running()).stream().noneMatch(before::contains);
    }

    private List<AppProcess> running() {
        return running(one -> true);
    }

    private List<AppProcess> running(Predicate<AppProcess> which) {
        return processes().processes(app()).stream()
                .filter(one -> one.state() == AppState.RUNNING)
                .filter(which)
                .toList();
    }

    private static Set<String> identities(List<AppProcess> processes) {
        return processes.stream()
                .map(one -> one.name() + " since " + one.startedAt())
                .collect(Collectors.toSet());
    }

    private static Map<String, Integer> countByType(List<AppProcess> processes) {
        Map<String, Integer> counts = new TreeMap<>();
        processes.forEach(one -> counts.merge(one.type(), 1, Integer::sum));
        return counts;
    }

    private static Map<String, Integer> countByType(Formation formation) {
        Map<String, Integer> counts = new TreeMap<>();
        Formations.running(formation).forEach(type -> counts.put(type, Formations.quantity(formation, type)));
        return counts;
    }
}

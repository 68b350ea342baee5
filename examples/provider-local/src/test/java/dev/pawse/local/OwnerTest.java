package dev.pawse.local;

import static dev.pawse.local.LocalFixture.assertGone;
import static dev.pawse.local.LocalFixture.awaitState;
import static dev.pawse.local.LocalFixture.id;
import static dev.pawse.local.LocalFixture.look;
import static dev.pawse.local.LocalFixture.processes;
import static dev.pawse.local.LocalFixture.runs;
import static dev.pawse.local.LocalFixture.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawse.spi.AppState;
import dev.pawse.spi.Formation;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Processes;
import dev.pawse.spi.capability.Scaling;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several Pawse processes over one file. */
final class OwnerTest {
    private static final String FILE = """
            apps:
              shop:
                processes:
                  worker: { command: "echo $$ >> pids; exec sleep 70" }
            """;

    @TempDir
    Path folder;

    private LocalFixture fixture;

    @BeforeEach
    void open() {
        fixture = new LocalFixture(folder);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void anotherPawseSeesAndMovesWhatTheOwnerRuns() {
        Provider owner = fixture.open(FILE);
        Provider other = fixture.attach();
        start(owner, "shop", "worker", 1);
        long first = fixture.pids("pids", 1).get(0);

        assertThat(processes(other, "shop")).isEqualTo(processes(owner, "shop")).hasSize(1);
        assertThat(look(other, "shop")).isEqualTo(look(owner, "shop"));

        other.require(Processes.class).restartProcesses(id("shop"), "worker.1");
        assertGone(List.of(first));
        fixture.pids("pids", 2);

        other.require(Scaling.class).scale(id("shop"), Formation.of(Map.of("worker", 2)));
        assertThat(owner.require(Scaling.class).formation(id("shop"))).isEqualTo(Formation.of(Map.of("worker", 2)));
        List<Long> pids = fixture.pids("pids", 3);

        other.require(Scaling.class).stop(id("shop"));
        assertGone(pids);
        awaitState(other, "shop", AppState.STOPPED);
    }

    @Test
    void aProcessEndsWithItsOwnerAndNotWithWhoAskedForIt() {
        Provider owner = fixture.open(FILE);
        start(owner, "shop", "worker", 1);
        Provider second = fixture.again();
        start(second, "shop", "worker", 2);
        List<Long> pids = fixture.pids("pids", 2);

        second.close();
        assertThat(pids).allMatch(LocalFixture::runs);

        owner.close();
        assertThat(pids).noneMatch(LocalFixture::runs);
    }

    @Test
    void whenTheOwnerHasEndedAnotherMayTakeOver() {
        Provider owner = fixture.open(FILE);
        Provider second = fixture.again();
        start(owner, "shop", "worker", 1);
        fixture.pids("pids", 1);
        owner.close();
        assertThat(look(second, "shop").state()).isEqualTo(AppState.STOPPED);

        start(second, "shop", "worker", 1);

        assertThat(fixture.pids("pids", 2))
                .satisfies(pids -> assertThat(runs(pids.get(1))).isTrue());
    }

    @Test
    void aPassingCommandNeverStartsProcessesUnderItself() {
        fixture.open(FILE);
        Provider passing = fixture.attach();

        PawseException failure = catchThrowableOfType(PawseException.class, () -> start(passing, "shop", "worker", 1));

        assertThat(failure.reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(failure.message()).contains("pawse proxy");
        passing.require(Scaling.class).stop(id("shop"));
        assertThat(look(passing, "shop").state()).isEqualTo(AppState.STOPPED);
    }

    @Test
    void aPawseThatLooksAtAllAppsOwnsThemBeforeAnythingWasWoken() {
        Provider stays = fixture.open(FILE);
        Provider passing = fixture.attach();
        assertThat(stays.apps()).isNotEmpty();

        start(passing, "shop", "worker", 1);

        assertThat(fixture.pids("pids", 1)).allMatch(LocalFixture::runs);
        stays.close();
        assertThat(fixture.pids("pids", 1)).noneMatch(LocalFixture::runs);
    }

    @Test
    void theOwnersRefusalReachesWhoAsked() {
        Provider owner = fixture.open(FILE);
        start(owner, "shop", "worker", 1);
        Provider other = fixture.attach();

        assertThatThrownBy(() -> other.require(Processes.class).restartProcesses(id("shop"), "worker.9"))
                .isInstanceOfSatisfying(
                        PawseException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.NOT_FOUND))
                .hasMessage("shop runs no process worker.9");
    }

    @Test
    void nonsenseOnTheSocketHarmsNobodyElse() throws IOException {
        Provider owner = fixture.open(FILE);
        start(owner, "shop", "worker", 1);
        Path socket = Path.of(Files.readString(fixture.state().ownerAddress()));

        for (String nonsense : List.of("...\n", "do: status\n", "do: dance\napp: shop\n...\n", "[[[\n...\n")) {
            try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
                channel.write(ByteBuffer.wrap(nonsense.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
                channel.shutdownOutput();
                assertThat(channel.read(ByteBuffer.allocate(1))).isEqualTo(-1);
            }
        }

        assertThat(processes(fixture.attach(), "shop")).hasSize(1);
    }

    @Test
    void aFolderWhosePathIsTooLongForASocketWillDo(@TempDir Path other) {
        try (LocalFixture deep = new LocalFixture(other.resolve("long".repeat(30)))) {
            assertThat(deep.folder().toFile().mkdirs()).isTrue();
            Provider owner = deep.open(FILE);
            start(owner, "shop", "worker", 1);

            assertThat(processes(deep.attach(), "shop")).hasSize(1);
        }
    }

    @Test
    void aKilledPawseLeavesNothingAndAnotherTakesOver() throws Exception {
        fixture.open(FILE.replace("exec sleep 70", "trap '' HUP; sleep 71 & echo $! >> pids; wait"));
        Process killed = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherPawse.class.getName(),
                        fixture.file().toString(),
                        fixture.state().path().toString())
                .inheritIO()
                .start();
        List<Long> pids = fixture.pids("pids", 2);
        assertThat(look(fixture.attach(), "shop").state()).isEqualTo(AppState.RUNNING);

        killed.destroyForcibly().waitFor();

        assertGone(pids);
        Provider next = fixture.again();
        assertThat(look(next, "shop").state()).isEqualTo(AppState.STOPPED);
        start(next, "shop", "worker", 1);
        awaitState(next, "shop", AppState.RUNNING);
    }
}

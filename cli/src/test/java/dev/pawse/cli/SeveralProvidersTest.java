package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.AppId;
import dev.pawse.spi.CredentialSource;
import dev.pawse.spi.Reason;
import dev.pawse.testkit.FakeProvider;
import dev.pawse.testkit.Gate;
import dev.pawse.testkit.Operation;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SeveralProvidersTest {
    @TempDir
    Path directory;

    private CommandLineFixture pawse;

    /** Two accounts of one platform, one of another. */
    @BeforeEach
    void platforms() {
        pawse = new CommandLineFixture(directory);
        pawse.environment.put("PROVIDER_NAME", "work:test,play:test,locked-cloud");
        pawse.environment.put("LOCKED_TOKEN", "tk");
        for (String name : new String[] {"work", "play", "locked-cloud"}) {
            FakeProvider platform = FakeProvider.builder(name)
                    .clock(pawse.clock)
                    .credentials(new CredentialSource("the " + name + " keyring", null))
                    .build();
            platform.add("shop");
            pawse.others.put(name, platform);
        }
        platform("play").add("toy");
    }

    @Test
    void theAppsOfAllAreListedUnderTheirNames() {
        assertThat(pawse.run("apps", "-F", "tsv").out().lines())
                .extracting(line -> line.split("\t", -1)[1] + "/" + line.split("\t", -1)[0])
                .containsExactly("locked-cloud/shop", "play/shop", "play/toy", "work/shop");
    }

    @Test
    void oneThatIsAwayDoesNotHideTheOthers() {
        platform("play").faults().on(Operation.APPS).fail(Reason.UNAVAILABLE);

        var result = pawse.run("apps", "--json");

        assertThat(result.code()).isEqualTo(7);
        assertThat(result.json()).hasSize(2);
        assertThat(result.err()).startsWith("Warning: play: ");
    }

    @Test
    void allAreAskedAtOnce() {
        Gate gate = platform("locked-cloud").faults().on(Operation.APPS).block();
        platform("work").faults().on(Operation.APPS).doing(gate::open);

        assertThat(pawse.run("apps").code()).isZero();
    }

    @Test
    void anAppIsNamedWithItsAccount() {
        pawse.run("stop", "-a", "play:shop");

        assertThat(platform("play").count(Operation.STOP, new AppId("play", "shop")))
                .isOne();
        assertThat(platform("work").writes()).isZero();
    }

    @Test
    void aMissingLoginOfOneIsTold() {
        pawse.environment.remove("LOCKED_TOKEN");

        var result = pawse.run("apps");

        assertThat(result.code()).isEqualTo(4);
        assertThat(result.err())
                .startsWith("Error: not logged in to locked-cloud: set PROVIDER_LOCKED_TOKEN")
                .endsWith("[unauthorized, exit 4]\n");
    }

    @Test
    void withoutAConfigurationTheOnlyOneWithCredentialsIsTaken() {
        pawse.environment.remove("PROVIDER_NAME");

        assertThat(pawse.run("apps", "-F", "tsv").out()).startsWith("shop\tlocked-cloud\t");
    }

    @Test
    void severalWithCredentialsAreNamed() {
        pawse.environment.remove("PROVIDER_NAME");
        pawse.platform = FakeProvider.builder("test")
                .credentials(new CredentialSource("TEST_TOKEN", null))
                .build();

        var result = pawse.run("apps");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .contains("(credentials are there for locked-cloud: the locked-cloud keyring; test: TEST_TOKEN)")
                .contains("Try:     --provider locked-cloud");
    }

    @Test
    void theAppsOfAllWithCredentialsAreListedWhereAsked() {
        pawse.environment.put("PROVIDER_NAME", "work:test");

        assertThat(pawse.run("apps", "--all-providers", "-F", "tsv").out().lines())
                .extracting(line -> line.split("\t", -1)[1])
                .containsExactly("locked-cloud", "work");
    }

    private FakeProvider platform(String name) {
        return Objects.requireNonNull(pawse.others.get(name));
    }
}

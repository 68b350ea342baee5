package dev.pawse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contracts of registries, event stores and hooks bite as those of providers do. */
final class FlawedPortsTest {
    private static final List<Class<?>> OWN_CASE =
            List.of(RegistryContract.class, EventStoreContract.class, HookContract.class);

    @ParameterizedTest
    @MethodSource("flaws")
    void aFlawIsFoundByTheTestThatIsThereForIt(Flaw flaw) {
        Class<?> testClass =
                flaw.contract() == ProviderFactoryContract.class ? FlawedFactoryCase.class : FlawedPortsCase.class;

        ContractRun run = ContractRun.of(testClass, flaw.name(), flaw::concerns);

        assertThat(run.failed()).containsExactly(flaw.foundBy());
    }

    @Test
    void withoutAFlawNothingFails() {
        ContractRun run = ContractRun.of(FlawedPortsCase.class, Flaws.NONE, method -> true);

        assertThat(run.failed()).isEmpty();
        assertThat(run.passed()).containsAll(ContractRun.tests(OWN_CASE));
        assertThat(ContractRun.of(FlawedFactoryCase.class, Flaws.NONE, method -> true)
                        .failed())
                .isEmpty();
    }

    @Test
    void everyTestOfAContractIsKnownToFail() {
        assertThat(flaws().stream().map(Flaw::foundBy).collect(Collectors.toSet()))
                .containsAll(ContractRun.tests(OWN_CASE))
                .containsAll(ContractRun.tests(List.of(ProviderFactoryContract.class)));
    }

    static List<Flaw> flaws() {
        return Stream.of(RegistryFlaws.all(), StoreFlaws.all(), FactoryFlaws.all())
                .flatMap(List::stream)
                .toList();
    }

    static Flaw named(String name) {
        return Flaws.named(name, flaws());
    }
}

package dev.pawse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contracts bite: whatever a provider does wrong, the test that is there for it fails. */
final class FlawedProviderTest {

    @ParameterizedTest
    @MethodSource("flaws")
    void aFlawIsFoundByTheTestThatIsThereForIt(Flaw flaw) {
        Class<?> testClass = flaw.contract() == ProviderContract.class ? SmallFlawedCase.class : FlawedCase.class;

        ContractRun run = ContractRun.of(testClass, flaw.name(), flaw::concerns);

        assertThat(run.failed()).containsExactly(flaw.foundBy());
    }

    @Test
    void withoutAFlawNothingFails() {
        ContractRun run = ContractRun.of(FlawedCase.class, Flaws.NONE, method -> true);

        assertThat(run.failed()).isEmpty();
        assertThat(run.passed()).containsAll(contractTests());
        assertThat(ContractRun.of(SmallFlawedCase.class, Flaws.NONE, method -> true)
                        .failed())
                .isEmpty();
    }

    @Test
    void everyTestOfAContractIsKnownToFail() {
        Set<String> found = flaws().stream().map(Flaw::foundBy).collect(Collectors.toSet());

        assertThat(found).containsAll(contractTests()).hasSizeGreaterThan(80);
    }

    static List<Flaw> flaws() {
        return Flaws.all(FakeProvider.builder("test").build());
    }

    private static Set<String> contractTests() {
        List<Class<?>> contracts = new ArrayList<>(Contracts.BY_CAPABILITY.values());
        contracts.add(ProviderContract.class);
        return ContractRun.tests(contracts);
    }
}

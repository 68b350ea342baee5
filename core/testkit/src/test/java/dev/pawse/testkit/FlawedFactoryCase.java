package dev.pawse.testkit;

import dev.pawse.spi.ProviderFactory;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtendWith;

/** A factory with one flaw; run by {@link FlawedPortsTest} alone, as it is meant to fail. */
@ExtendWith(ContractRun.Subject.class)
final class FlawedFactoryCase implements ProviderFactoryContract {
    private final String flaw;

    FlawedFactoryCase(String flaw) {
        this.flaw = flaw;
    }

    @Override
    public ProviderFactory factory() {
        return FactoryFlaws.spoilt(flaw);
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("token", "tell-nobody-4711", "timeout", "10s", "account", "mine");
    }

    @Override
    public Set<String> requiredSettings() {
        return required(flaw);
    }

    @Override
    public Set<String> secretSettings() {
        return Set.of("token");
    }

    @Override
    public Map<String, String> wrongSettings() {
        return Map.of("timeout", "soon");
    }

    /** The demo asks for a token alone; the flaw that shows it, for an account too. */
    private static Set<String> required(String flaw) {
        return flaw.equals("a failure shows the secret") ? Set.of("account") : Set.of("token");
    }
}

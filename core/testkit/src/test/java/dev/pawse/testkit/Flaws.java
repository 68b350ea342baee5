package dev.pawse.testkit;

import dev.pawse.spi.capability.Logs.Query;
import java.util.List;
import java.util.stream.Stream;

/** Everything that a provider may do wrong and that a contract must find. */
final class Flaws {
    static final Query EVERYTHING = Query.recent(Integer.MAX_VALUE);

    private Flaws() {}

    static List<Flaw> all(FakeProvider platform) {
        return Stream.of(
                        ProviderFlaws.all(),
                        ScalingFlaws.all(platform),
                        ProcessFlaws.all(),
                        LogFlaws.all(),
                        ConfigVarFlaws.all(),
                        ConfigHistoryFlaws.all(),
                        DeliveryFlaws.all(),
                        TimelineFlaws.all(),
                        ShellFlaws.all(),
                        DatabaseFlaws.all(platform),
                        PermissionFlaws.all())
                .flatMap(List::stream)
                .toList();
    }

    /** A flaw that spoils nothing. */
    static final String NONE = "nothing";

    /** The flaw of this name among those given, which are made anew: what one remembers of earlier calls is gone. */
    static Flaw named(String name, List<Flaw> flaws) {
        if (name.equals(NONE)) {
            return new Flaw(name, Flaws.class, Flaws.class, "none", Tamper.Call::proceed, "");
        }
        return flaws.stream()
                .filter(flaw -> flaw.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + ": is no flaw"));
    }
}

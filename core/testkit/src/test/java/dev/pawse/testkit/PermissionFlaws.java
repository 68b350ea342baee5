package dev.pawse.testkit;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.capability.Permissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** What a provider may do wrong that tells which permissions commands need. */
final class PermissionFlaws {
    private PermissionFlaws() {}

    static List<Flaw> all() {
        AtomicInteger asked = new AtomicInteger();
        return List.of(
                new Flaw(
                        "no command can be asked about",
                        PermissionsContract.class,
                        Permissions.class,
                        "commands",
                        call -> Set.of(),
                        "everyCommandHasAPolicy"),
                policy("policies are empty", "everyCommandHasAPolicy", call -> ""),
                policy(
                        "a policy is another each time",
                        "theSameCommandsHaveTheSamePolicy",
                        call -> call.proceed() + "# " + asked.incrementAndGet()),
                policy("any word is taken for a command", "aCommandThatIsNoneIsRefused", call -> {
                    try {
                        return call.proceed();
                    } catch (PawseException e) {
                        return "allow nothing";
                    }
                }));
    }

    private static Flaw policy(String name, String foundBy, Tamper tamper) {
        return new Flaw(name, PermissionsContract.class, Permissions.class, "policy", tamper, foundBy);
    }
}

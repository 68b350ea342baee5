package dev.pawse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Permissions;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every provider does that tells which permissions commands need. */
public interface PermissionsContract extends ProviderContract {
    @Test
    default void everyCommandHasAPolicy() {
        assertThat(permissions().commands())
                .isNotEmpty()
                .allSatisfy(command -> assertThat(policy(Set.of(command))).isNotBlank());
    }

    @Test
    default void theSameCommandsHaveTheSamePolicy() {
        assertThat(policy(permissions().commands()))
                .isEqualTo(policy(permissions().commands()));
    }

    @Test
    default void aCommandThatIsNoneIsRefused() {
        Fails.with(Reason.INVALID, () -> permissions().policy(cloud().app(), Set.of("dance")));
    }

    private Permissions permissions() {
        return provider().require(Permissions.class);
    }

    private String policy(Set<String> commands) {
        return permissions().policy(cloud().app(), commands);
    }
}

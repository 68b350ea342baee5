package dev.pawse.heroku;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NetrcTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "machine api.heroku.com login me password token-1",
                "machine git.heroku.com\n  login me\n  password other\nmachine api.heroku.com\n  login me\n  password token-1\n",
                "# password wrong\nmachine api.heroku.com password token-1 login me",
                "macdef init\nmachine api.heroku.com password wrong\n\nmachine api.heroku.com\tpassword\ttoken-1",
                "default login you password wrong\nmachine api.heroku.com password token-1"
            })
    void thePasswordOfTheMachineIsRead(String text) throws IOException {
        assertThat(read(text)).contains(Secret.of("token-1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "machine api.heroku.com login me",
                "machine api.heroku.com login me password",
                "machine git.heroku.com login me password other",
                "machine api.heroku.com login me default password other"
            })
    void whereThereIsNoneNoneIsRead(String text) throws IOException {
        assertThat(read(text)).isEmpty();
    }

    @Test
    void aFileThatIsNotThereHoldsNone() {
        assertThat(Netrc.password(folder.resolve("missing"), "api.heroku.com")).isEmpty();
    }

    private Optional<Secret> read(String text) throws IOException {
        return Netrc.password(Files.writeString(folder.resolve(".netrc"), text), "api.heroku.com");
    }
}

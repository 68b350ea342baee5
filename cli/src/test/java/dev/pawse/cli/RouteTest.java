package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RouteTest {
    @ParameterizedTest
    @CsvSource({
        "ps, ps, ''",
        "-a web ps, ps, -a web",
        "ps -a web, ps, -a web",
        "--app=web -j ps --all, ps, --app=web -j --all",
        "-aweb -vv config set A=1, config set, -aweb -vv A=1",
        "config -a web set A=1, config set, -a web A=1",
        "config:set A=1, config set, A=1",
        "config, config list, ''",
        "config --names, config list, --names",
        "logs --tail, logs view, --tail",
        "logs -n 5, logs view, -n 5",
        "proxy -P 8080, proxy start, -P 8080",
        "proxy start -P 8080, proxy start, -P 8080",
        "apps, apps list, ''",
        "status -a web, apps info, -a web",
        "--profile home ps, ps, --profile home",
        "config --help, config, --help",
        "config set --help, config set, --help",
        "help config set, config set, --help",
        "help, '', --help",
        "'', '', ''",
        "--version, '', --version",
    })
    void aCommandIsFoundWhereverTheGlobalFlagsStand(String line, String path, String arguments) {
        Route route = Route.of(words(line));

        assertThat(route.path()).isEqualTo(path);
        assertThat(route.arguments()).containsExactly(words(arguments));
    }

    @ParameterizedTest
    @CsvSource({
        "confg, unknown command \"confg\": did you mean \"config\"?",
        "config ste, unknown command \"config ste\": did you mean \"config set\"?",
        "config:lst, unknown command \"config lst\": did you mean \"config list\"?",
        "xyzzy, unknown command \"xyzzy\"",
    })
    void anUnknownCommandNamesTheOneThatWasMeant(String line, String message) {
        assertThatThrownBy(() -> Route.of(words(line)))
                .isInstanceOf(Failure.class)
                .hasMessage(message);
    }

    @Test
    void aBeginningOfACommandIsNotTheCommand() {
        assertThatThrownBy(() -> Route.of("provid")).hasMessageContaining("did you mean \"providers\"");
    }

    private static String[] words(String line) {
        return line.isEmpty() ? new String[0] : line.split(" ", -1);
    }
}

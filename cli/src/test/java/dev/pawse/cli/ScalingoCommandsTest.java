package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.scalingo.fake.FakeScalingo;
import dev.pawse.testkit.FakePlatform;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ScalingoCommandsTest extends PlatformCommandsContract {
    @Override
    FakePlatform open() {
        FakeScalingo scalingo = FakeScalingo.start();
        scalingo.addApp(SHOP, scalingo.formation());
        scalingo.write(SHOP, "web-1", "hello from shop");
        for (int i = 0; i < 2; i++) {
            String deployment = scalingo.beginDeployment(SHOP, "0a1b2c3" + i);
            scalingo.writeDeployment(SHOP, deployment, "compiling\n");
            scalingo.endDeployment(SHOP, deployment, "success");
        }
        scalingo.addDatabase(SHOP, "postgresql");
        scalingo.fillDatabase(SHOP, "rows");
        scalingo.variable(SHOP, "GREETING", "hello");
        return scalingo;
    }

    @Override
    String author() {
        return "dev@example.com";
    }

    @Test
    void whatAnAddOnBringsIsToldApartWithoutItsValue() {
        assertThat(run("", "config", "list", "--origin", "--names", "-F", "tsv", "-a", SHOP)
                        .out()
                        .lines())
                .anyMatch(line -> line.matches("DATABASE_URL\t-\tadd-on\t-\t.* ago\tadd-on postgresql"))
                .contains("GREETING\t-\t-\t-\t-\t-");
        assertThat(run("", "config", "history", "DATABASE_URL", "-F", "tsv", "-a", SHOP)
                        .out())
                .endsWith("\tDATABASE_URL\tadd-on postgresql\tadded DATABASE_URL\n");
    }

    @Test
    void theHistoryNamesWhatWasDoneInOneChange() {
        run("", "config", "set", "HUE=1", "-a", SHOP);
        run("", "config", "set", "HUE=2", "SHADE=dark", "-a", SHOP);
        run("", "config", "unset", "HUE", "SHADE", "-y", "-a", SHOP);

        assertThat(run("", "config", "history", "HUE", "--json", "-a", SHOP).out())
                .contains("removed HUE, SHADE", "added SHADE; changed HUE", "added HUE")
                .doesNotContain("dark");
    }

    @Override
    List<String> impossible() {
        return List.of("releases", "doctor");
    }
}

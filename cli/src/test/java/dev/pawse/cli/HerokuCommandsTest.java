package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.heroku.fake.FakeHeroku;
import dev.pawse.testkit.FakePlatform;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HerokuCommandsTest extends PlatformCommandsContract {
    @Override
    FakePlatform open() {
        FakeHeroku heroku = FakeHeroku.start();
        heroku.addApp(SHOP, heroku.formation());
        heroku.writeLog(SHOP, "web.1", "hello from shop");
        for (int i = 0; i < 2; i++) {
            String build = heroku.beginBuild(SHOP);
            heroku.writeBuildLog(SHOP, build, "compiling");
            heroku.endBuild(SHOP, build, "succeeded");
            heroku.deploy(SHOP, "Deploy " + i);
        }
        heroku.addDatabase(SHOP);
        heroku.fillDatabase(SHOP, "rows");
        heroku.setVariable(SHOP, "GREETING", "hello");
        return heroku;
    }

    @Test
    void whatAnAddOnBringsIsToldApart() {
        assertThat(run("", "config", "list", "--origin", "--names", "-F", "tsv", "-a", SHOP)
                        .out()
                        .lines())
                .contains("DATABASE_URL\t-\tadd-on\t-\t-\t-", "GREETING\t-\town\t-\t-\t-");
    }

    @Override
    String author() {
        return "dev@example.com";
    }

    @Override
    List<String> impossible() {
        return List.of("doctor");
    }
}

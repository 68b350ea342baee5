package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.ecs.fake.FakeAws;
import dev.pawse.heroku.fake.FakeHeroku;
import dev.pawse.testkit.FakePlatform;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class EcsCommandsTest extends PlatformCommandsContract {
    @Override
    FakePlatform open() {
        FakeAws aws = FakeAws.start();
        aws.addApp(SHOP, aws.formation());
        aws.logs().write(SHOP, "web/app/0123456789abcdef0123456789abcdef", "hello from shop");
        aws.databaseTools().add(SHOP);
        aws.builds().create(SHOP);
        for (int i = 0; i < 3; i++) {
            String build = aws.builds().begin(SHOP, "refs/heads/main", "0a1b2c3" + i);
            aws.builds().write(build, "compiling");
            aws.builds().end(build, "SUCCEEDED");
            aws.ecs()
                    .deploy(SHOP + "-web", aws.ecs().register(SHOP, "web", List.of("serve", "version " + i), Map.of()));
        }
        aws.parameters().put("/" + SHOP + "/GREETING", "hello");
        return aws;
    }

    @Override
    String author() {
        return FakeAws.PRINCIPAL;
    }

    @Override
    List<String> impossible() {
        return List.of();
    }

    /** What Parameter Store takes at most. */
    @Override
    int longestValue() {
        return 8 * 1024;
    }

    @Test
    void aValueThatParameterStoreCannotHoldIsRefusedWithItsLimit() {
        Outcome outcome = run("x".repeat(32 * 1024), "config", "set", "LONG=-", "-a", SHOP);

        assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
        assertThat(outcome.err())
                .contains("LONG: the value has 32768 bytes", "8 KB")
                .doesNotContain("xxx");
    }

    @Test
    void aMessageIsKeptAndVersionsAreCounted() {
        run("", "config", "set", "ROTATED=1", "-a", SHOP);
        run("", "config", "set", "ROTATED=2", "-m", "rotated every year", "-a", SHOP);

        assertThat(run("", "config", "history", "ROTATED", "-F", "tsv", "-a", SHOP)
                        .out())
                .matches("2\\t.*\\tROTATED\\t.*\\trotated every year\\n1\\t.*\\tROTATED\\t.*\\tcreated\\n");
        assertThat(run("", "config", "list", "--origin", "-F", "tsv", "-a", SHOP)
                        .out())
                .containsPattern("ROTATED\\t2\\town\\t2\\t");
        assertThat(run("", "config", "list", "--names", "-a", SHOP).out()).contains("ROTATED\n");
    }

    @Test
    void variablesMoveHereFromHeroku() {
        try (FakeHeroku heroku = FakeHeroku.start()) {
            heroku.addApp("teapots", heroku.formation());
            heroku.setVariable("teapots", "ODD", "it's \"=\"\n# $x 🙂");
            heroku.setVariable("teapots", "PLAIN", "1");
            environment().putAll(heroku.environment("heroku"));

            Outcome exported = run("", "config", "export", "-a", "heroku:teapots");
            Outcome imported = run(exported.out(), "config", "import", "-", "-a", "aws-ecs:" + SHOP);
            Outcome compared = run("", "config", "diff", "heroku:teapots", "aws-ecs:" + SHOP, "--json");

            assertThat(imported.code()).as("%s, %s", exported, imported).isZero();
            assertThat(compared.out()).contains("only-second").doesNotContain("ODD", "PLAIN", "changed", "only-first");
            assertThat(run("", "config", "get", "ODD", "-a", "aws-ecs:" + SHOP).out())
                    .isEqualTo("it's \"=\"\n# $x 🙂\n");
        } finally {
            environment().keySet().removeIf(name -> name.startsWith("PROVIDER_HEROKU"));
        }
    }

    /** The tasks' tools look at how a dump begins. */
    @Override
    String dump() {
        return "PGDMP\nwhat was dumped elsewhere";
    }
}

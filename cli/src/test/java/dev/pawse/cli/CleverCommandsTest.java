package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.clever.fake.FakeClever;
import dev.pawse.testkit.FakePlatform;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class CleverCommandsTest extends PlatformCommandsContract {
    private final FakeClever clever = FakeClever.start();

    @Override
    FakePlatform open() {
        clever.addApp(SHOP, clever.formation());
        clever.writeLog(SHOP, "hello from shop");
        for (int i = 0; i < 2; i++) {
            String deployment = clever.beginDeployment(SHOP);
            clever.writeDeploymentLog(SHOP, deployment, "compiling");
            clever.endDeployment(SHOP, deployment, "OK");
        }
        clever.addDatabase(SHOP);
        clever.fillDatabase(SHOP, "rows");
        clever.setVariable(SHOP, "GREETING", "hello");
        return clever;
    }

    @Override
    @Nullable
    String author() {
        return null;
    }

    @Override
    List<String> impossible() {
        return List.of("config history", "doctor");
    }

    @Test
    void whatAddOnsBringIsShownWithItsOrigin() {
        JsonNode own = listed("config", "list", "--json", "-a", SHOP);
        JsonNode all = listed("config", "list", "--origin", "--json", "-a", SHOP);

        assertThat(own).extracting(one -> one.get("name").asString()).doesNotContain("POSTGRESQL_ADDON_URI");
        assertThat(all)
                .extracting(one ->
                        one.get("name").asString() + " " + one.get("origin").asString())
                .contains("GREETING own", "POSTGRESQL_ADDON_URI add-on");
    }

    private JsonNode listed(String... words) {
        Outcome outcome = run("", words);
        SchemaCheck.assertHolds("config list", outcome.out());
        return JsonMapper.shared().readTree(outcome.out());
    }

    /** The platform's databases are dumped and loaded by the programs of this machine. */
    @Override
    String tools() {
        return clever.tools() + ":";
    }
}

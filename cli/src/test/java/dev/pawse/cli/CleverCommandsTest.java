package dev.pawse.cli;

import dev.pawse.clever.fake.FakeClever;
import dev.pawse.testkit.FakePlatform;
import java.util.List;

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
    List<String> impossible() {
        return List.of("doctor");
    }

    /** The platform's databases are dumped and loaded by the programs of this machine. */
    @Override
    String tools() {
        return clever.tools() + ":";
    }
}

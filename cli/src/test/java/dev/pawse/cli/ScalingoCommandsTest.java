package dev.pawse.cli;

import dev.pawse.scalingo.fake.FakeScalingo;
import dev.pawse.testkit.FakePlatform;
import java.util.List;

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
    List<String> impossible() {
        return List.of("config history", "releases", "doctor");
    }
}

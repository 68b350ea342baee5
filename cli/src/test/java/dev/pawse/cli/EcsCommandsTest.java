package dev.pawse.cli;

import dev.pawse.ecs.fake.FakeAws;
import dev.pawse.testkit.FakePlatform;
import java.util.List;
import java.util.Map;

final class EcsCommandsTest extends PlatformCommandsContract {
    @Override
    FakePlatform open() {
        FakeAws aws = FakeAws.start();
        aws.addApp(SHOP, aws.formation());
        aws.logs().write(SHOP, "web/app/0123456789abcdef0123456789abcdef", "hello from shop");
        aws.databaseTools().add(SHOP);
        aws.builds().create(SHOP);
        for (int i = 0; i < 2; i++) {
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
    List<String> impossible() {
        return List.of();
    }

    /** The tasks' tools look at how a dump begins. */
    @Override
    String dump() {
        return "PGDMP\nwhat was dumped elsewhere";
    }
}

package dev.pawse.demo;

import dev.pawse.spi.AppId;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Provider;
import dev.pawse.testkit.Cloud;
import dev.pawse.testkit.ScalingContract;

final class DemoProviderTest implements ScalingContract, Cloud {
    private final DemoProvider provider = new DemoProvider("test");
    private final AppId shop = provider.put("shop", formation());

    @Override
    public Provider provider() {
        return provider;
    }

    @Override
    public Cloud cloud() {
        return this;
    }

    @Override
    public AppId app() {
        return shop;
    }

    @Override
    public void run(AppId app, Formation formation) {
        provider.put(app.name(), formation);
    }
}

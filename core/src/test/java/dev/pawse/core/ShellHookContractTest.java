package dev.pawse.core;

import dev.pawse.spi.Hook;
import dev.pawse.spi.Hook.Point;
import dev.pawse.testkit.HookContract;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

final class ShellHookContractTest implements HookContract {
    @Override
    public Hook succeedingHook() {
        return hook("exit 0");
    }

    @Override
    public Hook failingHook() {
        return hook("exit 3");
    }

    @Override
    public Hook vetoingHook() {
        return hook("exit 75");
    }

    private static Hook hook(String command) {
        Map<Point, HookCommand> everywhere = new EnumMap<>(Point.class);
        for (Point point : Point.values()) {
            everywhere.put(point, new HookCommand(command, Duration.ofSeconds(30)));
        }
        return ShellHook.of("test", everywhere, Map.of("PATH", "/usr/bin:/bin"));
    }
}

package dev.pawse.cli.variables;

import dev.pawse.spi.Secret;
import java.util.LinkedHashMap;
import java.util.Map;

/** The variables of a text so far; a name counts once. */
final class Collected {
    private final Map<String, Secret> all = new LinkedHashMap<>();

    void add(Cursor in, String name, String value) {
        if (all.putIfAbsent(name, Secret.of(value)) != null) {
            throw in.wrong(name + " is given twice");
        }
    }

    Map<String, Secret> all() {
        return all;
    }
}

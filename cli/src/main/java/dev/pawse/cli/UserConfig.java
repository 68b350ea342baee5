package dev.pawse.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The user's own {@code config.yml}: profiles, and prices for {@code pawse report}. A file that is not there says nothing. */
public final class UserConfig {
    private static final Set<String> KEYS = Set.of("profiles", "prices");
    private static final Set<String> PROFILE_KEYS = Set.of("provider", "account", "region");

    private final Path path;
    private final @Nullable YamlTree tree;

    private UserConfig(Path path) {
        this.path = path;
        tree = Files.isRegularFile(path)
                ? YamlTree.read(path, KEYS, "'profiles:' or 'prices:' with a name for each")
                : null;
    }

    /**
     * Reads it.
     *
     * @throws Failure when it cannot be read or says what is not known
     */
    public static UserConfig of(World world) {
        return new UserConfig(UserFolders.of(world).config().resolve("config.yml"));
    }

    public Path path() {
        return path;
    }

    /** Prices by provider and size, as they are written. */
    public Map<String, Map<String, String>> prices() {
        Map<String, Map<String, String>> prices = new LinkedHashMap<>();
        if (tree != null) {
            tree.children("prices", null).forEach((provider, sizes) -> prices.put(provider, sizes.texts()));
        }
        return prices;
    }

    Map<String, YamlTree> profiles() {
        return tree == null ? Map.of() : tree.children("profiles", PROFILE_KEYS);
    }
}

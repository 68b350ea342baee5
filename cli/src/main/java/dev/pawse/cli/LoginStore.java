package dev.pawse.cli;

import dev.pawse.core.Logins;
import dev.pawse.core.ProviderName;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import dev.pawse.spi.StoredLogin;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What this user entered to log in: a file for each provider in the user's configuration folder, which says where the secrets are, in the
 * key store of the operating system or in the file itself. The key store is asked only for what such a file says is in it.
 */
public final class LoginStore implements Logins {
    /** With what the origin of a stored login ends. */
    static final String ENTERED = ", entered with pawse auth login";

    private static final String TYPE = "type";
    private static final String KEPT = "kept";
    private static final String SECRET = "secret.";

    private final World world;
    private final Path folder;

    private LoginStore(World world, Path folder) {
        this.world = world;
        this.folder = folder;
    }

    public static LoginStore of(World world) {
        return new LoginStore(world, UserFolders.of(world).config().resolve("logins"));
    }

    @Override
    public Optional<StoredLogin> find(ProviderName name) {
        Path file = file(name);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        Properties entry = read(file);
        if (!name.type().equals(entry.getProperty(TYPE))) {
            return Optional.empty();
        }
        if ("file".equals(entry.getProperty(KEPT))) {
            return Optional.of(new StoredLogin(secrets(entry), file + ENTERED));
        }
        KeyStore store = KeyStore.of(world)
                .orElseThrow(() -> new PawseException(
                        Reason.INVALID,
                        file + ": the login to " + name
                                + " is in a key store that is not here; log in again with \"pawse" + " auth login "
                                + name + "\""));
        try {
            return store.find(account(name))
                    .map(text -> properties(new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8)))
                    .map(kept -> new StoredLogin(secrets(kept), store.name() + ENTERED));
        } catch (IOException | IllegalArgumentException e) {
            throw new PawseException(
                    Reason.INVALID,
                    "the login to " + name + " cannot be had from " + store.name() + ": " + e.getMessage()
                            + "; unlock it, or log in again with \"pawse auth login " + name + "\"");
        }
    }

    /**
     * Keeps a login over whatever was kept for the provider.
     *
     * @param inKeyStore whether the key store may be used
     * @return where it is kept, and why not in the key store where that was wanted
     */
    public Kept keep(ProviderName name, Map<String, Secret> secrets, boolean inKeyStore) {
        String problem = inKeyStore ? inKeyStore(name, secrets) : null;
        boolean kept = inKeyStore && problem == null;
        Properties entry = new Properties();
        entry.setProperty(TYPE, name.type());
        entry.setProperty(KEPT, kept ? "key-store" : "file");
        if (!kept) {
            put(entry, secrets);
        }
        write(file(name), entry);
        String place = kept
                ? KeyStore.of(world).map(KeyStore::name).orElseThrow()
                : file(name).toString();
        return new Kept(place, kept, problem);
    }

    /**
     * Where a login is kept.
     *
     * @param problem why it is not in the key store, or null
     */
    public record Kept(
            String place, boolean inKeyStore, @Nullable String problem) {}

    /** Forgets a login; false when there was none. */
    public boolean forget(ProviderName name) {
        Path file = file(name);
        if (!Files.isRegularFile(file)) {
            return false;
        }
        boolean inFile = "file".equals(read(file).getProperty(KEPT));
        try {
            if (!inFile && KeyStore.of(world).isPresent()) {
                KeyStore.of(world).get().forget(account(name));
            }
            Files.delete(file);
            return true;
        } catch (IOException e) {
            throw new PawseException(Reason.UNAVAILABLE, "the login could not be removed: " + e.getMessage(), e);
        }
    }

    /** Whether there is one. */
    public boolean has(ProviderName name) {
        return Files.isRegularFile(file(name));
    }

    private @Nullable String inKeyStore(ProviderName name, Map<String, Secret> secrets) {
        Optional<KeyStore> store = KeyStore.of(world);
        if (store.isEmpty()) {
            return "there is no key store here that can be used";
        }
        Properties text = new Properties();
        put(text, secrets);
        try {
            store.get()
                    .store(
                            account(name),
                            Base64.getEncoder().encodeToString(text(text).getBytes(StandardCharsets.UTF_8)));
            return null;
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    /** Names are lower-case words with dashes, so that they serve as file names. */
    private Path file(ProviderName name) {
        return folder.resolve(name.name() + ".properties");
    }

    private static String account(ProviderName name) {
        return name.name();
    }

    private static void put(Properties entry, Map<String, Secret> secrets) {
        secrets.forEach((key, secret) -> entry.setProperty(SECRET + key, secret.reveal()));
    }

    private static Map<String, Secret> secrets(Properties entry) {
        Map<String, Secret> secrets = new LinkedHashMap<>();
        for (String name : entry.stringPropertyNames()) {
            if (name.startsWith(SECRET)) {
                secrets.put(name.substring(SECRET.length()), Secret.of(entry.getProperty(name)));
            }
        }
        return secrets;
    }

    private static Properties read(Path file) {
        return properties(PrivateFile.read(file));
    }

    private static Properties properties(String text) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IOException e) {
            throw new IllegalArgumentException("not a login", e);
        }
        return properties;
    }

    private static void write(Path file, Properties entry) {
        try {
            PrivateFile.write(file, text(entry));
        } catch (IOException e) {
            throw new PawseException(Reason.UNAVAILABLE, file + ": cannot be written: " + e.getMessage(), e);
        }
    }

    private static String text(Properties entry) throws IOException {
        StringWriter text = new StringWriter();
        entry.store(text, null);
        return text.toString();
    }
}

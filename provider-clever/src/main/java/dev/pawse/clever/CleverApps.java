package dev.pawse.clever;

import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds an app's owner and id by its name, which the API needs for every call. One answer tells all of them and is remembered; it is
 * asked for again when a name is not in it, or when what it told is no longer so. Safe for many threads.
 */
final class CleverApps {
    private final String provider;
    private final CleverApi api;
    private final @Nullable String organisation;
    private final String organisationKey;
    private volatile Map<String, AppRef> known = Map.of();

    /**
     * @param organisation the id or the name of the only owner whose apps count, or null for all
     * @param organisationKey what the user calls that setting
     */
    CleverApps(String provider, CleverApi api, @Nullable String organisation, String organisationKey) {
        this.provider = provider;
        this.api = api;
        this.organisation = organisation;
        this.organisationKey = organisationKey;
    }

    /** An owner and its apps. */
    record Owned(Account.Owner owner, Map<String, AppRef> refs) {}

    /** Every app by its owner, from one call. */
    List<Owned> all() {
        List<Account.Owner> owners = owners(api.summary());
        Map<String, String> names = AppNames.of(
                owners.stream().flatMap(owner -> owner.apps().stream()).toList());
        List<Owned> all = owners.stream()
                .map(owner -> new Owned(owner, refs(owner, names)))
                .toList();
        Map<String, AppRef> refs = new LinkedHashMap<>();
        all.forEach(owned -> owned.refs().values().forEach(ref -> {
            refs.put(ref.id().name(), ref);
            refs.putIfAbsent(ref.key(), ref);
        }));
        known = Map.copyOf(refs);
        return all;
    }

    /**
     * The app.
     *
     * @throws PawseException {@link Reason#NOT_FOUND} when there is none of that name
     */
    AppRef require(AppId id) {
        return find(id).orElseThrow(() -> missing(id));
    }

    Optional<AppRef> find(AppId id) {
        if (!id.provider().equals(provider)) {
            return Optional.empty();
        }
        AppRef remembered = known.get(id.name());
        return Optional.ofNullable(remembered).or(() -> byKey(id.name())).or(() -> search(id));
    }

    /** The platform's own id is all that the address tells to which git pushes. */
    private Optional<AppRef> byKey(String key) {
        return known.values().stream().filter(ref -> ref.key().equals(key)).findFirst();
    }

    /** Looks again at the platform, because what was remembered is no longer so. */
    Optional<AppRef> search(AppId id) {
        if (!id.provider().equals(provider)) {
            return Optional.empty();
        }
        all();
        AppRef found = known.get(id.name());
        if (found != null) {
            return Optional.of(found);
        }
        Optional<AppRef> byKey = byKey(id.name());
        if (byKey.isEmpty()) {
            refuseShared(id);
        }
        return byKey;
    }

    PawseException missing(AppId id) {
        return new PawseException(Reason.NOT_FOUND, "there is no app " + id.name() + " on " + provider);
    }

    private void refuseShared(AppId id) {
        List<String> named = known.values().stream()
                .filter(ref -> ref.name().equals(id.name()))
                .map(ref -> ref.id().name())
                .distinct()
                .sorted()
                .toList();
        if (!named.isEmpty()) {
            throw new PawseException(
                    Reason.INVALID,
                    "'" + id.name() + "' names several apps: right is one of " + String.join(", ", named));
        }
    }

    private Map<String, AppRef> refs(Account.Owner owner, Map<String, String> names) {
        Map<String, AppRef> refs = new LinkedHashMap<>();
        for (Account.Item app : owner.apps()) {
            AppId id = new AppId(provider, names.getOrDefault(app.id(), app.id()));
            refs.put(app.id(), new AppRef(id, owner.id(), owner.shownName(), app.id(), app.name()));
        }
        return refs;
    }

    private List<Account.Owner> owners(Account account) {
        List<Account.Owner> owners = account.owners();
        if (organisation == null) {
            return owners;
        }
        List<Account.Owner> chosen = owners.stream()
                .filter(owner -> owner.id().equals(organisation) || organisation.equals(owner.name()))
                .toList();
        if (chosen.isEmpty()) {
            throw new PawseException(
                    Reason.INVALID,
                    organisationKey + ": there is no organisation '" + organisation + "' in this account; there are "
                            + owners.stream()
                                    .map(owner -> owner.shownName() + " (" + owner.id() + ")")
                                    .collect(Collectors.joining(", ")));
        }
        return chosen;
    }

    @Override
    public String toString() {
        return "CleverApps[" + provider + "]";
    }
}

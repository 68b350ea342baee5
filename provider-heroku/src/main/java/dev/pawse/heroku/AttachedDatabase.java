package dev.pawse.heroku;

import dev.pawse.heroku.Wire.AddOn;
import dev.pawse.heroku.Wire.Attachment;
import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Postgres add-on that is attached to an app, under one name or several. */
record AttachedDatabase(AddOn addOn, String app, List<Attachment> attachments) {
    private static final String SERVICE = "heroku-postgresql";
    private static final String MAIN = "DATABASE";

    AttachedDatabase {
        attachments = List.copyOf(attachments);
    }

    /** Everything that is attached to an app, with the config vars that each brings. */
    static List<Attachment> attachments(HerokuApi api, String app) {
        return api.platform()
                .get("apps", app, "addon-attachments")
                .header("Accept", HerokuApi.ACCEPT + ".sdk")
                .header("Accept-Inclusion", "addon:plan,config_vars")
                .list(Attachment.class);
    }

    /** An app's databases, its main one first. */
    static List<AttachedDatabase> of(HerokuApi api, AppId app) {
        String name = api.name(app);
        List<Attachment> all = attachments(api, name);
        Map<String, List<Attachment>> byAddOn = new LinkedHashMap<>();
        all.stream()
                .filter(AttachedDatabase::isPostgres)
                .sorted(Comparator.comparing((Attachment one) -> one.namespace() != null)
                        .thenComparing(one -> !one.name().equals(MAIN)))
                .forEach(one -> byAddOn.computeIfAbsent(one.addon().id(), any -> new ArrayList<>())
                        .add(one));
        return byAddOn.values().stream()
                .map(ones -> new AttachedDatabase(ones.get(0).addon(), name, ones))
                .toList();
    }

    String id() {
        return addOn.name();
    }

    /** The app that owns it and whose transfers tell of it; others may be attached. */
    String owner() {
        return addOn.app() == null || addOn.app().name() == null
                ? app
                : addOn.app().name();
    }

    /** Whether it goes by this name: its own, that of an attachment, or that of a config var. */
    boolean isCalled(String name) {
        return id().equalsIgnoreCase(name)
                || attachments.stream()
                        .anyMatch(one ->
                                one.name().equalsIgnoreCase(name) || (one.name() + "_URL").equalsIgnoreCase(name));
    }

    /** Whether its plan is of those that keep no logical backups. */
    boolean isAdvanced() {
        String plan = plan(addOn).substring(SERVICE.length()).toLowerCase(Locale.ROOT);
        return plan.startsWith(":advanced") || plan.startsWith(":performance");
    }

    /**
     * The config var that holds its address.
     *
     * @param values the app's config vars; the value of none is shown
     */
    String variable(Map<String, String> values) {
        for (Attachment attachment : attachments) {
            List<String> named =
                    attachment.configVars() == null ? List.of(attachment.name() + "_URL") : attachment.configVars();
            List<String> addresses = named.stream()
                    .filter(name -> isAddress(values.get(name)))
                    .filter(name -> name.matches("[A-Za-z_][A-Za-z0-9_]*"))
                    .toList();
            if (addresses.contains(attachment.name() + "_URL")) {
                return attachment.name() + "_URL";
            }
            for (String name : addresses) {
                if (name.endsWith("_URL")) {
                    return name;
                }
            }
        }
        throw new PawseException(
                Reason.NOT_FOUND,
                app + " has no config var with the address of " + id() + "; a rollback may have taken it away");
    }

    private static boolean isAddress(@Nullable String value) {
        return value != null && (value.startsWith("postgres://") || value.startsWith("postgresql://"));
    }

    private static boolean isPostgres(Attachment attachment) {
        return plan(attachment.addon()).matches(SERVICE + "(:.*)?");
    }

    private static String plan(AddOn addOn) {
        return addOn.plan() == null || addOn.plan().name() == null
                ? ""
                : addOn.plan().name();
    }
}

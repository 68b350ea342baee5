package dev.pawse.cli.command;

import dev.pawse.cli.Session;
import dev.pawse.cli.Style;
import dev.pawse.cli.Table;
import dev.pawse.spi.Secret;
import dev.pawse.spi.capability.ConfigVars.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Shows config variables with where they come from. */
final class VariableOrigins {
    private VariableOrigins() {}

    /** Shows them; returns whether there are none. */
    static boolean show(Session session, Map<String, Secret> own, Map<String, Facts> facts, boolean namesOnly) {
        TreeMap<String, @Nullable Secret> all = new TreeMap<>(own);
        facts.forEach((name, fact) -> all.putIfAbsent(name, fact.value()));
        Table table = new Table("NAME", "VALUE", "ORIGIN", "VERSION", "CHANGED", "BY");
        List<Map<String, @Nullable Object>> values = new ArrayList<>();
        all.forEach((name, secret) -> {
            Secret value = namesOnly ? null : secret;
            Facts fact = facts.get(name);
            table.row(
                    Table.styled(name, Style.BOLD),
                    value == null ? "-" : value.reveal(),
                    fact == null || fact.origin() == null ? "-" : word(fact.origin()),
                    fact == null || fact.version() == null ? "-" : fact.version(),
                    Ages.ago(
                            fact == null ? null : fact.lastModifiedAt(),
                            session.world().clock().instant()),
                    fact == null || fact.lastModifiedBy() == null ? "-" : fact.lastModifiedBy());
            values.add(Variables.json(name, value, fact));
        });
        session.out().list(table, values);
        return all.isEmpty();
    }

    private static String word(Enum<?> origin) {
        return origin.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

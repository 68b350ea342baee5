package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Json;
import dev.pawse.cli.Session;
import dev.pawse.cli.Style;
import dev.pawse.cli.Table;
import dev.pawse.cli.UserConfig;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pawse report}: how long each app rested and what that saved, by a running proxy's events. */
@Command(
        description = {
            ProxyAddress.DESCRIPTION,
            "Counts from the moment a sweep stopped an app to the moment its wake began. Money is counted only for sizes whose"
                    + " price stands under prices: in config.yml, e.g. heroku: { Basic: 7/month }."
        },
        footer = {"pawse report", "pawse report --since 7d", "pawse report --since 2026-10-01 --json"})
public final class Report implements Action {
    @Option(
            names = {"-s", "--since"},
            paramLabel = "TIME",
            description = "From when on: 7d, 12h, 2026-10-01 or 2026-10-01T12:00:00Z; else 30d.")
    String since = "30d";

    @Mixin
    ProxyAddress address = new ProxyAddress();

    @Override
    public int run(Session session) {
        Instant now = session.world().clock().instant();
        Instant from = Moments.parse("--since", since, now, ZoneId.systemDefault());
        UserConfig config = UserConfig.of(session.world());
        Prices prices = Prices.of(config);
        Map<String, @Nullable Object> rests = address.api(session).rests(from);
        Savings savings = Savings.of(rests, prices, session.targets().config().providers());
        show(session, savings, prices);
        savings.unpriced()
                .forEach((what, hours) -> session.messages()
                        .warn("no price is known of " + what + ", so " + hours + " h of it are not counted; set it in "
                                + config.path() + ", e.g. prices: { " + what.replace(" ", ": { \"")
                                + "\": 7/month } }"));
        Object known = rests.get("knownSince");
        boolean all = known != null && !Instant.parse(known.toString()).isAfter(from);
        if (!all) {
            session.progress(
                    known == null
                            ? "The proxy remembers no event."
                            : "The proxy remembers nothing before " + known + ".");
        }
        session.out()
                .report(
                        table(session, savings),
                        Json.object(
                                "since", from,
                                "until", rests.get("until"),
                                "knownSince", known,
                                "currency", prices.currency(),
                                "apps",
                                        savings.apps().stream()
                                                .map(Savings.Line::json)
                                                .toList(),
                                "providers",
                                        savings.providers().stream()
                                                .map(Savings.Line::json)
                                                .toList(),
                                "total", savings.total().json()),
                        savings.apps().stream().map(Savings.Line::json).toList());
        return ExitCode.OK;
    }

    private static void show(Session session, Savings savings, Prices prices) {
        if (savings.apps().isEmpty()) {
            session.messages().info("No app rested in this time.");
        } else if (savings.total().saved().signum() > 0) {
            session.progress("Saved " + Savings.money(savings.total().saved()) + " " + prices.currency() + ".");
        }
    }

    private static Table table(Session session, Savings savings) {
        Table table = new Table("APP", "RESTED", "RESTS", "SAVED");
        List<Savings.Line> lines = new ArrayList<>(savings.apps());
        if (session.out().isHuman() && !lines.isEmpty()) {
            lines.addAll(savings.providers());
        }
        for (Savings.Line line : lines) {
            table.row(
                    Table.styled(line.app() == null ? "all of " + line.provider() : line.app(), Style.BOLD),
                    Ages.inSeconds(line.rested()),
                    line.rests(),
                    line.priced() ? Savings.money(line.saved()) : "price not known");
        }
        return table;
    }
}

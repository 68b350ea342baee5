package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Json;
import dev.pawse.cli.Session;
import dev.pawse.cli.Target;
import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code pawse apps info}: all that the platform tells of one app. */
@Command(footer = {"pawse apps info shop", "pawse apps info -a heroku:shop --json"})
public final class AppsInfo implements Action {
    @Parameters(arity = "0..1", paramLabel = "[APP]", description = "Which app, instead of --app.")
    @Nullable
    String name;

    @Override
    public int run(Session session) {
        Target target = session.targets().app(name);
        App app = target.app();
        Facts facts = new Facts()
                .add("Status", app.state().label() + (app.alwaysOn() ? ", always on" : ""))
                .add("Processes", AppFacts.formation(app.formation()))
                .add("Hosts", words(app.hosts()))
                .add("Answers at", words(app.endpoints()))
                .add("Needs", words(app.links()))
                .add("Health", app.healthPath())
                .addAll(new TreeMap<>(app.details()));
        facts.add("Chosen by", chosenBy(session.targets().origins()));
        Map<String, @Nullable Object> json = AppFacts.json(app);
        json.put("endpoints", app.endpoints());
        json.put("links", app.links().stream().map(AppId::toString).sorted().toList());
        json.put("healthPath", app.healthPath());
        json.put("origins", origins(session.targets().origins()));
        json.put("details", new TreeMap<>(app.details()));
        session.out().one(facts.lines(session, app.id().toString()), json);
        return ExitCode.OK;
    }

    private static String chosenBy(Map<String, String> origins) {
        StringBuilder text = new StringBuilder();
        origins.forEach((what, origin) -> text.append(text.length() == 0 ? "" : "; ")
                .append(what)
                .append(": ")
                .append(origin));
        return text.toString();
    }

    private static Map<String, @Nullable Object> origins(Map<String, String> origins) {
        return Json.object(
                "app", origins.get("app"),
                "provider", origins.get("provider"),
                "region", origins.get("region"),
                "credentials", origins.get("credentials"));
    }

    private static String words(Iterable<?> things) {
        List<String> words = new ArrayList<>();
        things.forEach(thing -> words.add(thing.toString()));
        return words.isEmpty() ? "-" : words.stream().sorted().collect(Collectors.joining(" "));
    }
}

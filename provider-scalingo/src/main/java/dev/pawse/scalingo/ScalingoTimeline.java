package dev.pawse.scalingo;

import dev.pawse.http.Page;
import dev.pawse.spi.AppId;
import dev.pawse.spi.capability.Timeline;
import java.time.Instant;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** An app's timeline. Of what is told of an event only what is known to hold no secret is read. Safe for many threads. */
final class ScalingoTimeline implements Timeline {
    private static final int SHORT_COMMIT = 8;

    private final Apps apps;

    ScalingoTimeline(Apps apps) {
        this.apps = apps;
    }

    @Override
    public List<Entry> timeline(AppId app, @Nullable Instant since, int limit) {
        Place place = apps.place(app);
        return Page.all(number -> entries(PlatformEvent.page(place, number), since), limit);
    }

    private static Page<Entry> entries(Page<PlatformEvent> page, @Nullable Instant since) {
        List<Entry> entries = page.items().stream()
                .filter(event -> since == null || !event.at().isBefore(since))
                .map(ScalingoTimeline::entry)
                .toList();
        boolean isLast = entries.size() < page.items().size();
        return new Page<>(entries, isLast ? null : page.next());
    }

    private static Entry entry(PlatformEvent event) {
        VariableEvent variables = VariableEvent.of(event);
        return variables == null
                ? new Entry(event.at(), event.id(), event.type(), text(event), event.by())
                : new Entry(event.at(), event.id(), event.type(), variables.description(), variables.by());
    }

    /** The words of its type are all that is told of most: what one-off containers run, for one, is not for others. */
    private static String text(PlatformEvent event) {
        String words = event.type().replace('_', ' ');
        JsonNode data = event.typeData() == null ? MissingNode.getInstance() : event.typeData();
        String more = switch (event.type()) {
            case "deployment" -> deployment(data);
            case "scale" -> amounts(data.path("containers"));
            case "restart" -> scope(data.path("scope"));
            case "crash", "repeated_crash" -> data.path("container_type").asString("");
            case "new_domain", "edit_domain", "delete_domain" ->
                data.path("hostname").asString("");
            default -> "";
        };
        return more.isEmpty() ? words : words + " " + more;
    }

    private static String deployment(JsonNode data) {
        String commit = data.path("git_ref").asString("");
        String of = commit.isEmpty() ? "" : "of " + commit.substring(0, Math.min(SHORT_COMMIT, commit.length()));
        String status = data.path("status").asString("");
        return status.isEmpty() ? of : (of + ": " + status).strip();
    }

    /** Numbers by the documentation, and texts by what Scalingo's own client reads. */
    private static String amounts(JsonNode containers) {
        StringJoiner text = new StringJoiner(" ");
        containers
                .properties()
                .forEach(type -> text.add(type.getKey() + "=" + type.getValue().asString("")));
        return text.toString();
    }

    private static String scope(JsonNode scope) {
        StringJoiner text = new StringJoiner(" ");
        scope.forEach(one -> text.add(one.asString("")));
        return text.toString();
    }
}

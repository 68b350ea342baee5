package dev.pawse.heroku.fake;

import dev.pawse.spi.Formation;
import dev.pawse.spi.Formation.Scale;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An app of the account: what it is asked to run and what runs of it. Guarded by the account's lock, but for its log. */
final class HostedApp {
    final String id = UUID.randomUUID().toString();
    final String name;
    final Clock clock;
    final AppLog log;
    final Map<String, ProcessType> types = new LinkedHashMap<>();
    final List<FakeDyno> dynos = new ArrayList<>();
    final List<String> domains = new ArrayList<>();
    final Map<String, String> config = new TreeMap<>();
    final List<FakeRelease> releases = new ArrayList<>();
    final List<FakeBuild> builds = new ArrayList<>();
    final Instant createdAt;

    @Nullable
    FakeDatabase database;

    @Nullable
    String webUrl;

    @Nullable
    String team;

    String generation = "cedar";
    boolean maintenance;
    int starts;

    HostedApp(String name, Clock clock) {
        this.name = name;
        this.clock = clock;
        log = new AppLog(clock);
        createdAt = clock.instant();
        domains.add(name + "-" + id.replace("-", "").substring(0, 12) + ".herokuapp.com");
    }

    /** A process type of the current release. */
    static final class ProcessType {
        final String id = UUID.randomUUID().toString();
        int quantity;
        String size = FakeHeroku.USUAL_SIZE;
    }

    /** What the app would be asked to run; {@code release} runs by itself. */
    Formation formation() {
        Map<String, Scale> processes = new TreeMap<>();
        types.forEach((type, one) -> {
            if (!type.equals("release")) {
                processes.put(type, new Scale(one.quantity, one.size));
            }
        });
        return new Formation(processes);
    }

    /** Takes what is asked for as given. */
    void ask(Formation formation) {
        formation.processes().forEach((type, scale) -> {
            ProcessType one = types.computeIfAbsent(type, any -> new ProcessType());
            one.quantity = scale.quantity();
            one.size = scale.size() == null ? one.size : scale.size();
        });
    }

    /** Starts and stops dynos until there are as many as asked for. */
    void adjust(Duration boot, Duration stop) {
        Instant now = clock.instant();
        settle();
        types.forEach((type, wanted) -> {
            for (int number = 1; number <= wanted.quantity; number++) {
                String dyno = type + "." + number;
                dynos.removeIf(one -> one.name.equals(dyno) && one.goneAt != null);
                if (dynos.stream().noneMatch(one -> one.name.equals(dyno))) {
                    start(dyno, type, wanted.size, boot);
                }
            }
            dynos.stream()
                    .filter(one -> one.type.equals(type) && number(one) > wanted.quantity && one.goneAt == null)
                    .forEach(one -> {
                        one.goneAt = now.plus(stop);
                        log.write("heroku", one.name, "Stopping all processes with SIGTERM");
                    });
        });
        settle();
    }

    /** Replaces dynos by new ones; all but one-off ones when the name is null. */
    boolean restart(@Nullable String dynoOrType, Duration boot) {
        settle();
        List<FakeDyno> old = dynos.stream()
                .filter(one -> !one.type.equals("run"))
                .filter(one -> dynoOrType == null
                        || one.name.equals(dynoOrType)
                        || one.id.equals(dynoOrType)
                        || one.type.equals(dynoOrType))
                .toList();
        dynos.removeAll(old);
        old.forEach(one -> {
            log.write("heroku", one.name, "Restarting");
            if (one.goneAt == null) {
                start(one.name, one.type, one.size, boot);
            }
        });
        return !old.isEmpty();
    }

    void settle() {
        Instant now = clock.instant();
        dynos.removeIf(one -> one.isGone(now));
    }

    /** Whether a visitor is answered by the app itself. */
    boolean answers() {
        Instant now = clock.instant();
        settle();
        dynos.stream().filter(one -> one.type.equals("web")).forEach(one -> one.idleAt = null);
        return !maintenance
                && dynos.stream()
                        .anyMatch(one -> one.type.equals("web")
                                && one.goneAt == null
                                && one.state(now).equals("up"));
    }

    FakeRelease release(String description, String status) {
        FakeRelease release =
                new FakeRelease(releases.size() + 1, description, status, clock.instant(), Map.copyOf(config));
        if (status.equals("succeeded")) {
            releases.forEach(one -> one.current = false);
            release.current = true;
        }
        releases.add(release);
        log.write("app", "api", "Release v" + release.version + " created by user dev@example.com");
        return release;
    }

    int currentVersion() {
        return releases.stream()
                .filter(one -> one.current)
                .mapToInt(one -> one.version)
                .max()
                .orElse(0);
    }

    @Nullable
    String releaseId(int version) {
        return releases.stream()
                .filter(one -> one.version == version)
                .map(one -> one.id)
                .findFirst()
                .orElse(null);
    }

    Map<String, @Nullable Object> reference() {
        return Json.object("id", id, "name", name);
    }

    Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> ofTeam = team == null ? null : Json.object("id", "team-" + team, "name", team);
        return Json.object(
                "acm",
                false,
                "archived_at",
                null,
                "build_stack",
                Json.object("id", "stack-24", "name", "heroku-24"),
                "buildpack_provided_description",
                "Shell",
                "created_at",
                Json.time(createdAt),
                "generation",
                Json.object("id", "generation-" + generation, "name", generation),
                "git_url",
                "https://git.heroku.com/" + name + ".git",
                "id",
                id,
                "internal_routing",
                null,
                "maintenance",
                maintenance,
                "name",
                name,
                "organization",
                ofTeam,
                "owner",
                Json.object("email", team == null ? "dev@example.com" : team + "@herokumanager.com", "id", "owner"),
                "region",
                Json.object("id", "region-eu", "name", "eu"),
                "released_at",
                releases.isEmpty() ? null : Json.time(releases.get(releases.size() - 1).createdAt),
                "repo_size",
                1024,
                "slug_size",
                2048,
                "space",
                null,
                "stack",
                Json.object("id", "stack-24", "name", "heroku-24"),
                "team",
                ofTeam,
                "updated_at",
                Json.time(createdAt),
                "web_url",
                webUrl);
    }

    private void start(String dyno, String type, String size, Duration boot) {
        Instant now = clock.instant();
        dynos.add(new FakeDyno(dyno, type, size, "./run " + type, currentVersion(), now, now.plus(boot)));
        log.write("heroku", dyno, "Starting process with command `./run " + type + "`");
    }

    private static int number(FakeDyno dyno) {
        return Integer.parseInt(dyno.name.substring(dyno.name.lastIndexOf('.') + 1));
    }
}

package dev.pawse.core;

import dev.pawse.spi.AppId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds what is wrong between the rules of one file: a host that two of them want, and links that go in a circle. */
final class RuleChecks {
    private static final Pattern GROUP = Pattern.compile("\\((?:\\?:)?[^()]*\\)[*+?]?");
    private static final String SOMEWHERE = "any";

    private RuleChecks() {}

    static List<String> problems(Rules rules) {
        Problems problems = new Problems();
        hosts(rules.all(), problems);
        circles(rules, problems);
        return problems.all();
    }

    private static void hosts(List<Rule> rules, Problems problems) {
        Map<String, Rule> owners = new HashMap<>();
        for (Rule rule : rules) {
            for (String host : rule.hosts()) {
                if (GroupReferences.has(host)) {
                    continue;
                }
                Rule owner = owners.putIfAbsent(HostNames.normal(host), rule);
                if (owner != null && !sameApps(owner, rule)) {
                    problems.add(rule.where() + ": hosts: '" + host + "' belongs to the apps of " + owner.where()
                            + " already; one host leads to one app");
                }
            }
        }
    }

    private static boolean sameApps(Rule a, Rule b) {
        return Objects.equals(a.pattern(), b.pattern()) && Objects.equals(a.provider(), b.provider());
    }

    /** Follows the links from every name that the rules themselves speak of, as far as they go. */
    private static void circles(Rules rules, Problems problems) {
        Set<AppId> done = new LinkedHashSet<>();
        Set<AppId> told = new HashSet<>();
        for (AppId app : spokenOf(rules.all())) {
            follow(app, rules, new ArrayList<>(), done, told, problems);
        }
    }

    private static void follow(
            AppId app, Rules rules, List<AppId> path, Set<AppId> done, Set<AppId> told, Problems problems) {
        int before = path.indexOf(app);
        if (before >= 0) {
            if (!told.addAll(path.subList(before, path.size()))) {
                return;
            }
            List<String> circle = new ArrayList<>(
                    path.subList(before, path.size()).stream().map(AppId::name).toList());
            circle.add(app.name());
            problems.add(culprit(path.get(path.size() - 1), rules) + ": linked_apps: " + String.join(" -> ", circle)
                    + " is a circle: none of them could start first. A pattern is looked for anywhere in a name; ^ and $ hold"
                    + " it to the whole of it");
            return;
        }
        if (done.contains(app) || path.size() > 100) {
            return;
        }
        path.add(app);
        for (String link : rules.policy(app).linkedApps()) {
            follow(named(link, app.provider()), rules, path, done, told, problems);
        }
        path.remove(path.size() - 1);
        done.add(app);
    }

    private static String culprit(AppId app, Rules rules) {
        String where = "rules";
        for (Rule rule : rules.all()) {
            if (!rule.linkedApps().isEmpty() && isAbout(rule, app)) {
                where = rule.where();
            }
        }
        return where;
    }

    private static boolean isAbout(Rule rule, AppId app) {
        try {
            return rule.match(app) != null;
        } catch (NamePattern.TooCostly e) {
            return false;
        }
    }

    private static Set<AppId> spokenOf(List<Rule> rules) {
        Set<AppId> apps = new LinkedHashSet<>();
        for (Rule rule : rules) {
            String provider = rule.provider() == null ? SOMEWHERE : rule.provider();
            String sample = sample(rule.pattern());
            if (!sample.isBlank()) {
                apps.add(new AppId(provider, sample));
            }
            for (String link : rule.linkedApps()) {
                if (!GroupReferences.has(link) && !link.isBlank()) {
                    apps.add(named(link.strip(), provider));
                }
            }
        }
        return apps;
    }

    private static AppId named(String link, String provider) {
        int slash = link.indexOf('/');
        return slash > 0 && slash < link.length() - 1
                ? new AppId(link.substring(0, slash), link.substring(slash + 1))
                : new AppId(provider, link);
    }

    /** A name of which the pattern speaks: itself where it is plain text, with an x for every group; blank where that is not clear. */
    private static String sample(@Nullable String pattern) {
        if (pattern == null) {
            return "";
        }
        String bare = NamePattern.bare(pattern);
        String name = GROUP.matcher(bare)
                .replaceAll("x")
                .replace(".*", "x")
                .replace(".+", "x")
                .replace("\\d+", "1");
        return NamePattern.plainName(name).orElse("");
    }
}

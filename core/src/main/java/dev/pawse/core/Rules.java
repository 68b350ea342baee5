package dev.pawse.core;

import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what is to be done with an app, from its name alone: every rule about it applies, in order, and a later one wins property
 * by property. Immutable but for a memory of answers; safe for many threads; never blocks.
 */
public final class Rules {
    private static final int REMEMBERED = 10_000;
    private static final int LONGEST_SHOWN = 100;

    /** Made at the first word: rules are read before it is known how to log, and the first logger decides that for all. */
    private static final class Log {
        private static final Logger LOG = LoggerFactory.getLogger(Rules.class);
    }

    private final AppPolicy usual;
    private final List<Rule> rules;
    private final Map<String, String> aliases;
    private final Globs ignored;
    private final Globs managed;
    private final ConcurrentHashMap<AppId, AppPolicy> answers = new ConcurrentHashMap<>();

    /** No rule: every app rests after the same time. */
    public Rules(Duration maxIdle) {
        this(AppPolicy.builder().maxIdle(maxIdle).build(), List.of());
    }

    /**
     * @param usual what holds where no rule says otherwise
     * @param rules in the order in which they apply
     * @throws PawseException {@link dev.pawse.spi.Reason#INVALID} when two rules want one host or rules make apps wait for each
     *     other in a circle
     */
    public Rules(AppPolicy usual, List<Rule> rules) {
        this(usual, rules, Globs.none(), Globs.none());
        Problems problems = new Problems();
        problems.addAll(RuleChecks.problems(this));
        problems.raise();
    }

    private Rules(AppPolicy usual, List<Rule> rules, Globs ignored, Globs managed) {
        this.usual = usual;
        this.rules = List.copyOf(rules);
        aliases = aliases(rules);
        this.ignored = ignored;
        this.managed = managed;
    }

    /**
     * These rules with two lists of apps that win over every rule.
     *
     * @param ignoredApps apps to ignore, by name or as {@code provider/name}
     * @param managedApps when not empty, every app outside of it is ignored too
     */
    public Rules with(Globs ignoredApps, Globs managedApps) {
        return new Rules(usual, rules, ignoredApps, managedApps);
    }

    /** What the rules say of an app. Cheap after the first time. */
    public AppPolicy policy(AppId app) {
        AppPolicy known = answers.get(app);
        if (known != null) {
            return known;
        }
        if (answers.size() >= REMEMBERED) {
            answers.clear();
        }
        AppPolicy policy = decide(app);
        answers.put(app, policy);
        return policy;
    }

    /** What people call an app. */
    String displayName(AppId app) {
        String shown = policy(app).displayName();
        return shown == null ? app.name() : shown;
    }

    /** Where the rules about an app stand, e.g. {@code pawse.yml, line 3}, in the order in which they apply. */
    public List<String> places(AppId app) {
        List<String> places = new ArrayList<>();
        for (Rule rule : rules) {
            try {
                if (rule.match(app) != null) {
                    places.add(rule.where());
                }
            } catch (NamePattern.TooCostly e) {
                places.add(rule.where() + " (cannot be applied)");
            }
        }
        return places;
    }

    /** Where all rules stand, in the order in which they apply. */
    public List<String> places() {
        return rules.stream().map(Rule::where).toList();
    }

    /** The rules, in the order in which they apply. */
    public List<Rule> all() {
        return rules;
    }

    private AppPolicy decide(AppId app) {
        AppPolicy.Builder policy = usual.toBuilder();
        boolean doubtful = false;
        for (Rule rule : rules) {
            try {
                Rule.Match match = rule.match(app);
                if (match != null) {
                    rule.apply(match, app, aliases, policy);
                }
            } catch (NamePattern.TooCostly | PawseException e) {
                Log.LOG.warn(
                        "{}: {} cannot be applied, so the app is left alone: {}",
                        shortened(app),
                        rule.where(),
                        e.getMessage());
                doubtful = true;
            }
        }
        policy.named(listed(managed, app));
        if (doubtful || listed(ignored, app) || !(managed.isEmpty() || listed(managed, app))) {
            policy.ignored(true);
        }
        return policy.build();
    }

    private static String shortened(AppId app) {
        String text = app.toString();
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
    }

    private static Map<String, String> aliases(List<Rule> rules) {
        Map<String, String> aliases = new HashMap<>();
        for (Rule rule : rules) {
            String pattern = rule.pattern();
            String alias = rule.appName();
            if (pattern != null && alias != null && !GroupReferences.has(alias)) {
                Optional<String> name = NamePattern.plainName(pattern);
                name.ifPresent(real -> aliases.putIfAbsent(alias, real));
            }
        }
        return Map.copyOf(aliases);
    }

    private static boolean listed(Globs globs, AppId app) {
        return globs.matches(app.name()) || globs.matches(app.toString());
    }
}

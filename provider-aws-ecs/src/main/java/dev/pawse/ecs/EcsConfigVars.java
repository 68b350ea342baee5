package dev.pawse.ecs;

import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import dev.pawse.spi.capability.ConfigVars;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;

/**
 * Reads and changes an app's variables, which are parameters below its prefix in the Parameter Store (docs.aws.amazon.com/systems-manager,
 * "Parameter Store"). New ones are SecureStrings; what is there keeps its type, key and tier. Safe for many threads.
 */
final class EcsConfigVars implements ConfigVars {
    private static final Logger LOG = LoggerFactory.getLogger(EcsConfigVars.class);
    private static final int PAGE = 10;

    private final AwsClients clients;
    private final AppSettingsReader settings;
    private final AppPresence presence;
    private final Parallel parallel;

    EcsConfigVars(AwsClients clients, AppSettingsReader settings, AppPresence presence, Parallel parallel) {
        this.clients = clients;
        this.settings = settings;
        this.presence = presence;
        this.parallel = parallel;
    }

    @Override
    public Map<String, Secret> configVars(AppId app) {
        ParameterNames names = names(app);
        Map<String, Secret> values = new TreeMap<>();
        // Where chamber's names differ only by dash and underscore, the one with the underscore counts, as it is the
        // one that is set.
        parameters(names, true).stream()
                .sorted((one, other) -> Boolean.compare(isDashed(other), isDashed(one)))
                .forEach(one -> values.put(names.variable(one.name()), Secret.of(one.value())));
        if (values.isEmpty()) {
            presence.require(app);
        }
        return values;
    }

    @Override
    public Set<String> configVarNames(AppId app) {
        Set<String> found = parameters(app).keySet();
        if (found.isEmpty()) {
            presence.require(app);
        }
        return found;
    }

    @Override
    public Map<String, Facts> configVarFacts(AppId app) {
        ParameterNames names = names(app);
        Map<String, Parameter> kept = new TreeMap<>();
        parameters(names, false).stream()
                .sorted((one, other) -> Boolean.compare(isDashed(other), isDashed(one)))
                .forEach(one -> kept.put(names.variable(one.name()), one));
        List<String> variables = List.copyOf(kept.keySet());
        List<Facts> told = parallel.map(List.copyOf(kept.values()), this::facts);
        Map<String, Facts> facts = new TreeMap<>();
        for (int i = 0; i < told.size(); i++) {
            facts.put(variables.get(i), told.get(i));
        }
        return facts;
    }

    private Facts facts(Parameter one) {
        String author = ParameterVersion.author(clients.ssm(), one.name(), one.version());
        return new Facts(Origin.OWN, null, String.valueOf(one.version()), one.lastModifiedDate(), author);
    }

    /**
     * Looks at every variable before it writes the first, so that what cannot be written stops it before anything is changed. The
     * Parameter Store has no change of several parameters at once: a failure tells which are set already.
     */
    @Override
    public void setConfigVars(AppId app, Map<String, Secret> changes) {
        set(app, changes, null);
    }

    /** A note is the parameter's description from then on. */
    @Override
    public boolean keepsNotes() {
        return true;
    }

    @Override
    public void setConfigVarsWithNote(AppId app, Map<String, Secret> changes, String note) {
        if (note.length() > ParameterVersion.LONGEST_NOTE) {
            throw new PawseException(
                    Reason.INVALID,
                    "the message has " + note.length() + " characters, and Parameter Store takes "
                            + ParameterVersion.LONGEST_NOTE + " at most");
        }
        set(app, changes, note);
    }

    private void set(AppId app, Map<String, Secret> changes, @Nullable String note) {
        ParameterNames names = names(app);
        Map<String, String> values = new TreeMap<>();
        changes.forEach((variable, value) -> {
            names.parameter(variable);
            ParameterVersion.requireFits(variable, value.reveal());
            values.put(variable, value.reveal());
        });
        Map<String, List<String>> kept = names.chamber() ? kept(names) : Map.of();
        List<String> order = List.copyOf(values.keySet());
        List<ParameterVersion> versions = parallel.map(
                order,
                variable -> ParameterVersion.after(
                        clients.ssm(),
                        kept.getOrDefault(variable, List.of(names.parameter(variable)))
                                .get(0)));
        if (versions.stream().noneMatch(ParameterVersion::exists) && isEmpty(names)) {
            presence.require(app);
        }
        List<String> done = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            write(order.get(i), versions.get(i), values.getOrDefault(order.get(i), ""), note, done);
        }
    }

    @Override
    public void unsetConfigVars(AppId app, Set<String> variables) {
        ParameterNames names = names(app);
        Map<String, List<String>> kept = names.chamber() ? kept(names) : Map.of();
        Set<String> parameters = new TreeSet<>();
        for (String variable : variables.stream().filter(names::isPossible).toList()) {
            parameters.addAll(kept.getOrDefault(variable, List.of(names.parameter(variable))));
        }
        boolean removed = false;
        for (List<String> some : Parallel.pieces(List.copyOf(parameters), PAGE)) {
            removed |= !clients.ssm()
                    .deleteParameters(request -> request.names(some))
                    .deletedParameters()
                    .isEmpty();
        }
        if (!removed && isEmpty(names)) {
            presence.require(app);
        }
    }

    /** Tasks get their variables when they start. */
    @Override
    public boolean restartsOnChange() {
        return false;
    }

    /** The parameters of each variable; several where chamber's names differ by dash and underscore alone. */
    Map<String, List<String>> parameters(AppId app) {
        return kept(names(app));
    }

    private ParameterNames names(AppId app) {
        return ParameterNames.of(settings.of(app.name()));
    }

    private void write(
            String variable, ParameterVersion version, String value, @Nullable String note, List<String> done) {
        if (version.isRaised(value)) {
            LOG.info(
                    "{}: more than {} bytes: its parameter is of the advanced tier from now on, which AWS bills by the month",
                    variable,
                    ParameterVersion.STANDARD_BYTES);
        }
        try {
            version.write(clients.ssm(), value, note);
            done.add(variable);
        } catch (PawseException e) {
            throw new PawseException(
                    e.reason(),
                    variable + " could not be set: " + e.message()
                            + (done.isEmpty() ? "" : "; set before that: " + String.join(", ", done)),
                    e);
        }
    }

    /** The parameters of each variable by the names that they really have; several when they differ by dash and underscore. */
    private Map<String, List<String>> kept(ParameterNames names) {
        Map<String, List<String>> kept = new TreeMap<>();
        parameters(names, false).stream()
                .sorted((one, other) -> Boolean.compare(isDashed(one), isDashed(other)))
                .forEach(one -> kept.computeIfAbsent(names.variable(one.name()), any -> new ArrayList<>())
                        .add(one.name()));
        return kept;
    }

    /** A page may be empty although more follow, so the token alone tells the end. */
    private List<Parameter> parameters(ParameterNames names, boolean decrypted) {
        List<Parameter> found = new ArrayList<>();
        String token = null;
        do {
            GetParametersByPathResponse page = page(names, decrypted, token);
            found.addAll(page.parameters());
            token = page.nextToken();
        } while (token != null);
        return found;
    }

    private GetParametersByPathResponse page(ParameterNames names, boolean decrypted, @Nullable String token) {
        // With the slash behind it the path fits policies that allow what is below it.
        return clients.ssm()
                .getParametersByPath(request -> request.path(names.folder())
                        .recursive(true)
                        .withDecryption(decrypted)
                        .maxResults(PAGE)
                        .nextToken(token));
    }

    /** Whether an app has no variable that these credentials can see. */
    private boolean isEmpty(ParameterNames names) {
        try {
            String token = null;
            do {
                GetParametersByPathResponse page = page(names, false, token);
                if (!page.parameters().isEmpty()) {
                    return false;
                }
                token = page.nextToken();
            } while (token != null);
            return true;
        } catch (PawseException e) {
            if (e.reason() == Reason.FORBIDDEN) {
                return false;
            }
            throw e;
        }
    }

    private static boolean isDashed(Parameter parameter) {
        return parameter.name().contains("-");
    }
}

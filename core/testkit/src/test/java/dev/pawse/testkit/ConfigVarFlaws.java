package dev.pawse.testkit;

import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import dev.pawse.spi.capability.ConfigVars;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** What a provider may do wrong that reads and changes config variables. */
final class ConfigVarFlaws {
    private ConfigVarFlaws() {}

    static List<Flaw> all() {
        return List.of(
                set("only the first variable is set", "severalVariablesAreSetInOneCall", changes -> {
                    String first =
                            changes.keySet().stream().sorted().findFirst().orElseThrow();
                    return Map.of(first, changes.getOrDefault(first, Secret.of("")));
                }),
                set("a variable that is there stays", "aVariableThatIsThereIsReplaced", new UnaryOperator<>() {
                    private final Set<String> set = ConcurrentHashMap.newKeySet();

                    @Override
                    public Map<String, Secret> apply(Map<String, Secret> changes) {
                        Map<String, Secret> left = new TreeMap<>(changes);
                        left.keySet().removeIf(name -> !set.add(name));
                        return left;
                    }
                }),
                flaw("what is set takes the place of all", "configVars", "settingAVariableLeavesTheOthers", call -> {
                    TreeMap<String, Secret> all = new TreeMap<>(call.<Map<String, Secret>>proceed());
                    return all.isEmpty() ? all : all.tailMap(all.lastKey());
                }),
                flaw(
                        "only one variable is removed",
                        "unsetConfigVars",
                        "severalVariablesAreRemovedInOneCall",
                        call -> call.proceedWith(
                                call.arg(0),
                                Set.of(call.<Set<String>>arg(1).stream()
                                        .sorted()
                                        .findFirst()
                                        .orElseThrow()))),
                flaw(
                        "removing takes all",
                        "unsetConfigVars",
                        "severalVariablesAreRemovedInOneCall",
                        call -> call.proceedWith(call.arg(0), Set.of("PAWSE_A", "PAWSE_B", "PAWSE_C"))),
                flaw(
                        "removing what is not there fails",
                        "unsetConfigVars",
                        "removingANameThatIsNotThereIsPassedOver",
                        call -> {
                            if (call.<Set<String>>arg(1).contains("PAWSE_NOT_THERE")) {
                                throw new PawseException(Reason.NOT_FOUND, "PAWSE_NOT_THERE is not set");
                            }
                            return call.proceed();
                        }),
                values(
                        "values end at their first line",
                        "aValueComesBackAsItWasSet",
                        value -> value.lines().findFirst().orElse("")),
                values("values lose their spaces", "aValueComesBackAsItWasSet", String::strip),
                values(
                        "values are ASCII",
                        "aValueComesBackAsItWasSet",
                        value -> value.replaceAll("[^\\x00-\\x7f]", "?")),
                values("quotes are eaten", "aValueComesBackAsItWasSet", value -> value.replace("\"", "")),
                values(
                        "long values are cut",
                        "aLongValueComesBackWhole",
                        value -> value.substring(0, Math.min(2048, value.length()))),
                set("empty values are passed over", "anEmptyValueIsKeptOrRefusedButNeverLost", changes -> {
                    Map<String, Secret> left = new TreeMap<>(changes);
                    left.values().removeIf(value -> value.reveal().isEmpty());
                    return left;
                }),
                flaw(
                        "the adapter prints what it holds",
                        "toString",
                        "aValueIsNeverPrinted",
                        call -> "ConfigVars{PAWSE_A=tell-nobody-4711}"),
                flaw("what is read is what is kept", "configVars", "whatWasReadDoesNotChangeTheApp", new Tamper() {
                    private final Map<String, Secret> kept = new TreeMap<>();
                    private boolean read;

                    @Override
                    public Object around(Tamper.Call call) throws Throwable {
                        if (!read) {
                            kept.putAll(call.<Map<String, Secret>>proceed());
                            read = true;
                        }
                        return kept;
                    }
                }),
                set(
                        "a change of one thread undoes that of another",
                        "changesOfManyThreadsAreAllKept",
                        changes -> changes.containsKey("PAWSE_T5") ? Map.of() : changes),
                flaw(
                        "an unknown app has no variables, and that is all",
                        "configVars",
                        "anUnknownAppHasNoVariables",
                        call -> call.<AppId>arg(0).name().equals("shop") ? call.proceed() : Map.of()),
                flaw("a failure shows the value", "setConfigVars", "anUnknownAppHasNoVariables", call -> {
                    try {
                        return call.proceed();
                    } catch (PawseException e) {
                        throw new PawseException(e.reason(), "cannot set PAWSE_A=tell-nobody-4711", e);
                    }
                }));
    }

    private static Flaw set(String name, String foundBy, UnaryOperator<Map<String, Secret>> change) {
        return flaw(name, "setConfigVars", foundBy, call -> call.proceedWith(call.arg(0), change.apply(call.arg(1))));
    }

    private static Flaw values(String name, String foundBy, UnaryOperator<String> change) {
        return set(name, foundBy, changes -> {
            Map<String, Secret> spoilt = new TreeMap<>();
            changes.forEach((key, value) -> spoilt.put(key, Secret.of(change.apply(value.reveal()))));
            return spoilt;
        });
    }

    private static Flaw flaw(String name, String method, String foundBy, Tamper tamper) {
        return new Flaw(name, ConfigVarsContract.class, ConfigVars.class, method, tamper, foundBy);
    }
}

package dev.pawse.scalingo.fake;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One app with everything that belongs to it. Safe for many threads. */
final class HostedApp implements AutoCloseable {
    private final String id = Ids.next();
    private final String region;
    private final String name;
    private final Instant createdAt = Instant.now();
    private final Log log = new Log();
    private final Containers containers;
    private final AppPort port;
    private final Map<String, Variable> variables = new LinkedHashMap<>();
    private final List<String> domains = new CopyOnWriteArrayList<>();
    private final List<Deployment> deployments = new ArrayList<>();
    private final List<Consumer<Map<String, @Nullable Object>>> deploymentFollowers = new CopyOnWriteArrayList<>();
    private final List<Addon> addons = new CopyOnWriteArrayList<>();
    private final List<Map<String, @Nullable Object>> events = new CopyOnWriteArrayList<>();
    private final Map<String, Autoscaler> autoscalers = new LinkedHashMap<>();
    private final Map<String, OneOff> oneOffs = new LinkedHashMap<>();

    HostedApp(String region, String name, boolean deployed, Executor threads) {
        this.region = region;
        this.name = name;
        containers = new Containers(deployed, log::write);
        port = AppPort.open(name, containers::answers, threads);
    }

    /** A variable; its value may stand for another one. */
    record Variable(String id, String name, String value) {}

    /** An autoscaler of one process type. */
    record Autoscaler(String id, String type, boolean disabled) {}

    String id() {
        return id;
    }

    String region() {
        return region;
    }

    String name() {
        return name;
    }

    Log log() {
        return log;
    }

    Containers containers() {
        return containers;
    }

    List<String> domains() {
        return domains;
    }

    List<Addon> addons() {
        return addons;
    }

    List<Map<String, @Nullable Object>> events() {
        return events;
    }

    List<Consumer<Map<String, @Nullable Object>>> deploymentFollowers() {
        return deploymentFollowers;
    }

    URI address() {
        return port.address();
    }

    void event(String type, Map<String, @Nullable Object> data) {
        events.add(
                0,
                Json.object(
                        "id", Ids.next(),
                        "created_at", Instant.now().toString(),
                        "user", Json.object("id", "us-1", "username", "dev", "email", "dev@example.com"),
                        "app_id", id,
                        "app_name", name,
                        "type", type,
                        "type_data", data));
    }

    synchronized List<Variable> variables() {
        return List.copyOf(variables.values());
    }

    synchronized void variable(String key, String value) {
        Variable old = variables.get(key);
        variables.put(key, new Variable(old == null ? Ids.next() : old.id, key, value));
    }

    synchronized void removeVariable(String variableId) {
        variables.values().removeIf(variable -> variable.id.equals(variableId));
    }

    /** A value with what it stands for in its place. */
    synchronized String resolved(String value) {
        Variable target = value.startsWith("$") ? variables.get(value.substring(1)) : null;
        return target == null ? value : target.value;
    }

    synchronized Deployment deploy(String gitRef) {
        Instant now = Instant.now();
        Instant last = deployments.isEmpty() ? Instant.EPOCH : createdAt(deployments.get(0));
        Deployment deployment =
                new Deployment(id, gitRef, now.isAfter(last) ? now : last.plusMillis(1), deploymentFollowers);
        deployments.add(0, deployment);
        return deployment;
    }

    /** Newest first. */
    synchronized List<Deployment> deployments() {
        return List.copyOf(deployments);
    }

    Optional<Deployment> deployment(String wanted) {
        return deployments().stream().filter(one -> one.id().equals(wanted)).findFirst();
    }

    synchronized List<Autoscaler> autoscalers() {
        return List.copyOf(autoscalers.values());
    }

    synchronized void autoscaler(String type) {
        String key = Ids.next("au");
        autoscalers.put(key, new Autoscaler(key, type, false));
    }

    synchronized void disableAutoscalers(List<String> types) {
        autoscalers.replaceAll((key, one) -> types.contains(one.type) ? new Autoscaler(key, one.type, true) : one);
    }

    synchronized boolean autoscaler(String key, boolean disabled) {
        return autoscalers.computeIfPresent(key, (same, one) -> new Autoscaler(same, one.type, disabled)) != null;
    }

    synchronized void oneOff(OneOff oneOff) {
        oneOffs.put(oneOff.id(), oneOff);
    }

    synchronized List<OneOff> oneOffs() {
        return List.copyOf(oneOffs.values());
    }

    Map<String, @Nullable Object> json(URI sockets) {
        String base = address().toString();
        List<Deployment> all = deployments();
        return Json.object(
                "id",
                id,
                "uuid",
                "ap-" + id,
                "name",
                name,
                "region",
                region,
                "created_at",
                createdAt.toString(),
                "updated_at",
                containers.updated().toString(),
                "git_url",
                "git@ssh." + region + ".scalingo.com:" + name + ".git",
                "url",
                domains.isEmpty() ? base : "https://" + domains.get(0),
                "base_url",
                base,
                "status",
                containers.status(),
                "last_deployed_at",
                all.isEmpty() ? null : createdAt(all.get(0)).toString(),
                "last_deployed_by",
                "dev",
                "last_deployment_id",
                all.isEmpty() ? null : all.get(0).id(),
                "owner",
                Json.object("id", "us-1", "username", "dev", "email", "dev@example.com"),
                "project",
                Json.object("id", "pr-1", "name", "default"),
                "links",
                Json.object(
                        "deployments_stream", "ws://" + sockets.getAuthority() + "/deployments/" + region + "/" + name),
                "stack_id",
                "st-1",
                "force_https",
                true,
                "sticky_session",
                false,
                "router_logs",
                false,
                "flags",
                Json.object());
    }

    @Override
    public void close() {
        oneOffs().forEach(OneOff::stop);
        port.close();
    }

    private static Instant createdAt(Deployment deployment) {
        return Instant.parse(String.valueOf(deployment.json("").get("created_at")));
    }
}

package dev.pawse.clever.fake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the platform's things look like in JSON. */
final class Shapes {
    private Shapes() {}

    static Object brief(HostedApp app) {
        return Json.of(
                "id",
                app.id,
                "name",
                app.name(),
                "instanceType",
                "node",
                "instanceVariant",
                "Node",
                "variantSlug",
                "node",
                "archived",
                false,
                "homogeneous",
                app.homogeneous(),
                "state",
                app.state(),
                "commit",
                app.commit());
    }

    static Object whole(HostedApp app) {
        String push = "push-par-clevercloud-customers.services.clever-cloud.com/" + app.id + ".git";
        return Json.of(
                "id",
                app.id,
                "name",
                app.name(),
                "description",
                "",
                "zone",
                "par",
                "zoneId",
                "00000000-0000-4000-8000-000000000001",
                "ownerId",
                app.owner(),
                "instance",
                instance(app),
                "deployment",
                Json.of(
                        "shutdownable",
                        false,
                        "type",
                        "GIT",
                        "repoState",
                        "CREATED",
                        "url",
                        "git+ssh://git@" + push,
                        "httpUrl",
                        "https://" + push),
                "vhosts",
                vhosts(app),
                "creationDate",
                app.created.toEpochMilli(),
                "last_deploy",
                app.rollouts().size(),
                "archived",
                false,
                "stickySessions",
                false,
                "homogeneous",
                app.homogeneous(),
                "favourite",
                false,
                "cancelOnPush",
                false,
                "webhookUrl",
                null,
                "webhookSecret",
                null,
                "separateBuild",
                false,
                "buildFlavor",
                flavor("XS"),
                "state",
                app.state(),
                "commitId",
                app.commit(),
                "branch",
                "master",
                "forceHttps",
                "DISABLED",
                "appliance",
                null,
                "env",
                List.of(),
                "deployUrl",
                "git+ssh://git@" + push);
    }

    private static Object instance(HostedApp app) {
        return Json.of(
                "type", "node",
                "version", "20260101",
                "variant",
                        Json.of(
                                "id", "00000000-0000-4000-8000-000000000002",
                                "slug", "node",
                                "name", "Node",
                                "deployType", "node",
                                "logo", "https://assets.example.com/node.svg"),
                "minInstances", app.minInstances(),
                "maxInstances", app.maxInstances(),
                "maxAllowedInstances", HostedApp.MOST_INSTANCES,
                "minFlavor", flavor(app.minFlavor()),
                "maxFlavor", flavor(app.maxFlavor()),
                "flavors", HostedApp.SIZES.stream().map(Shapes::flavor).toList(),
                "defaultEnv", Map.of(),
                "lifetime", app.lifetime(),
                "instanceAndVersion", "node-20260101");
    }

    static Object flavor(String name) {
        int size = HostedApp.SIZES.indexOf(name) + 1;
        return Json.of(
                "name",
                name,
                "mem",
                512 * size,
                "cpus",
                size,
                "gpus",
                0,
                "disk",
                null,
                "price",
                0.25 * size,
                "available",
                true,
                "microservice",
                false,
                "machine_learning",
                false,
                "nice",
                0,
                "price_id",
                "apps." + name,
                "memory",
                Json.of("unit", "B", "value", 536_870_912L * size, "formatted", 512 * size + " MiB"));
    }

    static Object vhosts(HostedApp app) {
        return app.vhosts().stream().map(fqdn -> Json.of("fqdn", fqdn)).toList();
    }

    static Object machine(HostedApp app, Machine machine) {
        return Json.of(
                "id", machine.id,
                "appId", app.id,
                "ip", "10.2.3." + (machine.number + 1),
                "appPort", 8080,
                "state", machine.state,
                "flavor", flavor(machine.flavor),
                "commit", machine.rollout.commit,
                "deployNumber", machine.rollout.number,
                "deployId", machine.rollout.uuid,
                "instanceNumber", machine.number,
                "displayName", "Grumpy Otter " + machine.number,
                "creationDate", machine.created.toEpochMilli());
    }

    static Object machine4(HostedApp app, Machine machine) {
        return Json.of(
                "id",
                machine.id,
                "ownerId",
                app.owner(),
                "applicationId",
                app.id,
                "deploymentId",
                machine.rollout.uuid,
                "name",
                "Grumpy Otter " + machine.number,
                "flavor",
                machine.flavor,
                "index",
                machine.number,
                "state",
                machine.state,
                "hypervisorId",
                "hv-1",
                "creationDate",
                machine.created.toString(),
                "deletionDate",
                null,
                "network",
                Json.of("ip", "10.2.3." + (machine.number + 1), "port", 8080),
                "isBuildVm",
                false);
    }

    static Object rollout(Account account, Rollout rollout) {
        return Json.of(
                "id", rollout.number,
                "uuid", rollout.uuid,
                "date", rollout.began.toEpochMilli(),
                "state", rollout.state,
                "action", rollout.action,
                "commit", rollout.commit,
                "cause", rollout.cause,
                "instances", rollout.instances,
                "author", Json.of("id", account.user, "name", "Dev"));
    }

    static Object rollout4(Account account, HostedApp app, Rollout rollout) {
        List<Object> steps = new ArrayList<>();
        steps.add(Json.of("state", "QUEUED", "date", rollout.began.toString()));
        steps.add(Json.of("state", "WORK_IN_PROGRESS", "date", rollout.began.toString()));
        Instant ended = rollout.ended;
        if (ended != null) {
            steps.add(Json.of("state", state4(rollout.state), "date", ended.toString()));
        }
        return Json.of(
                "id", rollout.uuid,
                "ownerId", app.owner(),
                "applicationId", app.id,
                "startDate", rollout.began.toString(),
                "state", state4(rollout.state),
                "steps", steps,
                "version", Json.of("commitId", rollout.commit),
                "origin",
                        Json.of(
                                "action",
                                rollout.action,
                                "cause",
                                rollout.cause,
                                "source",
                                "api",
                                "authorId",
                                account.user,
                                "constraints",
                                List.of(),
                                "priority",
                                "DEFAULT"),
                "hasDedicatedBuild", false);
    }

    static Object variables(Map<String, String> variables) {
        return variables.entrySet().stream()
                .map(entry -> Json.of("name", entry.getKey(), "value", entry.getValue()))
                .toList();
    }

    static Object addon(Database database) {
        return Json.of(
                "id",
                database.id,
                "name",
                database.name,
                "realId",
                database.realId,
                "region",
                "par",
                "zoneId",
                "00000000-0000-4000-8000-000000000001",
                "provider",
                Json.of("id", "postgresql-addon", "name", "PostgreSQL", "shortDesc", "SQL"),
                "plan",
                Json.of(
                        "id",
                        "plan_1",
                        "name",
                        "XXS Small Space",
                        "slug",
                        "xxs_sml",
                        "price",
                        5.25,
                        "features",
                        List.of()),
                "creationDate",
                database.created.toEpochMilli(),
                "configKeys",
                List.copyOf(database.variables().keySet()));
    }

    private static String state4(String state) {
        return switch (state) {
            case "WIP" -> "WORK_IN_PROGRESS";
            case "OK" -> "SUCCEEDED";
            case "FAIL" -> "FAILED";
            default -> state;
        };
    }
}

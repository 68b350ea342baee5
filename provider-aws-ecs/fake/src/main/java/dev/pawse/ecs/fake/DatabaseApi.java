package dev.pawse.ecs.fake;

import dev.pawse.ecs.fake.Xml.Elements;
import dev.pawse.testkit.ApiReply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** RDS: instances and clusters that start and stop in their own time. Safe for many threads. */
final class DatabaseApi implements AwsService {
    private static final int PAGE = 100;
    private static final int SMALLEST_PAGE = 20;

    private final Pace pace;
    private final Map<String, Database> databases = new LinkedHashMap<>();

    DatabaseApi(Pace pace) {
        this.pace = pace;
    }

    /** An instance, or a cluster of Aurora. Guarded by its API. */
    private static final class Database {
        private final String id;
        private final boolean isCluster;
        private final Map<String, String> tags;
        private boolean wanted = true;
        private Instant changed = Instant.MIN;

        private Database(String id, boolean isCluster, Map<String, String> tags) {
            this.id = id;
            this.isCluster = isCluster;
            this.tags = new LinkedHashMap<>(tags);
        }

        private String arn() {
            return "arn:aws:rds:" + FakeAws.REGION + ":" + FakeAws.ACCOUNT + (isCluster ? ":cluster:" : ":db:") + id;
        }
    }

    @Override
    public String name() {
        return "rds";
    }

    @Override
    public AwsProtocol protocol() {
        return AwsProtocol.QUERY;
    }

    @Override
    public synchronized ApiReply answer(AwsCall call) {
        return switch (call.operation()) {
            case "DescribeDBInstances" -> describe(call, false);
            case "DescribeDBClusters" -> describe(call, true);
            case "StartDBInstance" -> change(call, false, true);
            case "StopDBInstance" -> change(call, false, false);
            case "StartDBCluster" -> change(call, true, true);
            case "StopDBCluster" -> change(call, true, false);
            default -> throw call.unknownOperation();
        };
    }

    synchronized void add(String id, boolean isCluster, Map<String, String> tags) {
        databases.put(id, new Database(id, isCluster, tags));
    }

    synchronized String status(String id) {
        Database found = databases.get(id);
        return found == null ? "" : status(found);
    }

    /** AWS starts by itself what was stopped for seven days. */
    synchronized void startAfterSevenDays(String id) {
        Database found = databases.get(id);
        if (found != null) {
            found.wanted = true;
            found.changed = pace.now();
        }
    }

    synchronized Map<String, Map<String, String>> tags() {
        Map<String, Map<String, String>> tags = new LinkedHashMap<>();
        databases.values().forEach(one -> tags.put(one.arn(), Map.copyOf(one.tags)));
        return tags;
    }

    private ApiReply describe(AwsCall call, boolean clusters) {
        String key = clusters ? "DBClusterIdentifier" : "DBInstanceIdentifier";
        String wanted = EcsState.shortName(call.text(key, "")).replaceFirst(".*:", "");
        call.authorize(
                "rds:" + call.operation(),
                call.arn("rds", (clusters ? "cluster:" : "db:") + (wanted.isEmpty() ? "*" : wanted)));
        int size = call.number("MaxRecords", PAGE);
        if (size < SMALLEST_PAGE || size > PAGE) {
            throw new Refusal(
                    "InvalidParameterValue", "Invalid value " + size + " for MaxRecords. Must be between 20 and 100");
        }
        if (!wanted.isEmpty()) {
            return call.reply(
                    field(clusters), new Elements(element(clusters), List.of(json(require(wanted, clusters)))));
        }
        List<Map<String, Object>> found = new ArrayList<>();
        for (Database one : databases.values()) {
            if (one.isCluster == clusters) {
                found.add(json(one));
            }
        }
        var page =
                Paging.page(found, size, call.text("Marker"), new Refusal("InvalidParameterValue", "Invalid marker"));
        return call.reply(field(clusters), new Elements(element(clusters), page.items()), "Marker", page.next());
    }

    private ApiReply change(AwsCall call, boolean cluster, boolean start) {
        String id = call.required(cluster ? "DBClusterIdentifier" : "DBInstanceIdentifier");
        call.authorize("rds:" + call.operation(), call.arn("rds", (cluster ? "cluster:" : "db:") + id));
        Database database = require(id, cluster);
        String status = status(database);
        if (!status.equals(start ? "stopped" : "available")) {
            throw new Refusal(
                    cluster ? "InvalidDBClusterStateFault" : "InvalidDBInstanceState",
                    "Instance " + id + " is not in " + (start ? "stopped" : "available") + " state.");
        }
        database.wanted = start;
        database.changed = pace.now();
        return call.reply(element(cluster), json(database));
    }

    private Database require(String id, boolean cluster) {
        Database found = databases.get(id);
        if (found == null || found.isCluster != cluster) {
            throw new Refusal(
                    404, cluster ? "DBClusterNotFoundFault" : "DBInstanceNotFound", "DBInstance " + id + " not found.");
        }
        return found;
    }

    private String status(Database database) {
        boolean there = !pace.now()
                .isBefore(database.changed.equals(Instant.MIN) ? Instant.MIN : database.changed.plus(pace.database()));
        if (database.wanted) {
            return there ? "available" : "starting";
        }
        return there ? "stopped" : "stopping";
    }

    private Map<String, Object> json(Database one) {
        List<Map<String, Object>> tags = new ArrayList<>();
        one.tags.forEach((key, value) -> tags.add(Json.object("Key", key, "Value", value)));
        return one.isCluster
                ? Json.object(
                        "DBClusterIdentifier",
                        one.id,
                        "DBClusterArn",
                        one.arn(),
                        "Status",
                        status(one),
                        "Engine",
                        "aurora-postgresql",
                        "TagList",
                        new Elements("Tag", tags))
                : Json.object(
                        "DBInstanceIdentifier",
                        one.id,
                        "DBInstanceArn",
                        one.arn(),
                        "DBInstanceStatus",
                        status(one),
                        "Engine",
                        "postgres",
                        "MultiAZ",
                        false,
                        "TagList",
                        new Elements("Tag", tags));
    }

    private static String field(boolean clusters) {
        return clusters ? "DBClusters" : "DBInstances";
    }

    private static String element(boolean clusters) {
        return clusters ? "DBCluster" : "DBInstance";
    }
}

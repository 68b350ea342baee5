package dev.pawse.ecs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Which permissions each command needs: the one table of which policies are made. Actions that ask for {@code *} know no resource; those
 * on clusters are held to the app's cluster.
 */
final class CommandGrants {
    private static final Map<String, Function<AppResources, List<Grant>>> TABLE = Map.ofEntries(
            Map.entry("apps list", CommandGrants::discovery),
            Map.entry("apps info", CommandGrants::app),
            Map.entry("plan", CommandGrants::discovery),
            Map.entry("proxy start", app -> all(discovery(app), scaling(app), running(app))),
            Map.entry("ps", app -> all(services(app), running(app), definition())),
            Map.entry("deployments", app -> all(services(app), deployments(app), definition())),
            Map.entry("start", app -> all(app(app), scaling(app))),
            Map.entry("stop", app -> all(app(app), scaling(app))),
            Map.entry("scale", app -> all(services(app), scaling(app))),
            Map.entry("restart", app -> all(app(app), List.of(update(app), stopTask(app)))),
            Map.entry("events", CommandGrants::services),
            Map.entry("releases list", app -> all(services(app), revisions())),
            Map.entry("releases info", app -> all(services(app), revisions())),
            Map.entry("releases rollback", app -> all(services(app), revisions(), List.of(update(app)))),
            Map.entry("config list", CommandGrants::readVariables),
            Map.entry("config get", CommandGrants::readVariables),
            Map.entry("config set", app -> all(readVariables(app), writeVariables(app))),
            Map.entry("config unset", CommandGrants::removeVariables),
            Map.entry("config export", CommandGrants::readVariables),
            Map.entry("config diff", CommandGrants::readVariables),
            Map.entry("config import", app -> all(removeVariables(app), writeVariables(app))),
            Map.entry("config edit", app -> all(removeVariables(app), writeVariables(app))),
            Map.entry("config history", CommandGrants::variableHistory),
            Map.entry("logs view", CommandGrants::logs),
            Map.entry("logs console", CommandGrants::app),
            Map.entry("builds list", CommandGrants::builds),
            Map.entry("builds view", CommandGrants::builds),
            Map.entry("builds logs", app -> all(builds(app), List.of(Grant.of("logs:GetLogEvents", app.buildLog())))),
            Map.entry("run", app -> all(services(app), oneOff(app, shellFamily(app)), exec(app))),
            Map.entry("shell", app -> all(services(app), running(app), oneOff(app, shellFamily(app)), exec(app))),
            Map.entry("db list", app -> definition()),
            Map.entry("db url", app -> all(readVariables(app), definition())),
            Map.entry("db dump", app -> all(transfer(app), List.of(dumps(app)))),
            Map.entry("db load", app -> all(transfer(app), List.of(uploads(app)))),
            Map.entry(
                    "db shell",
                    app -> all(services(app), oneOff(app, app.names().databaseShellTaskFamily()), exec(app))));

    private CommandGrants() {}

    static Set<String> commands() {
        return TABLE.keySet();
    }

    /** What a command needs, the app's settings included, which every command reads. */
    static List<Grant> of(String command, AppResources app) {
        Function<AppResources, List<Grant>> grants = TABLE.get(command);
        if (grants == null) {
            throw new IllegalArgumentException(command);
        }
        return all(
                List.of(Grant.of(
                        "ssm:GetParameters",
                        app.parameter("/paaws/apps/" + app.app()),
                        app.parameter("/paaws/apps/" + app.app() + "/*"))),
                grants.apply(app));
    }

    private static List<Grant> services(AppResources app) {
        return List.of(
                Grant.of("ecs:ListServices", "*").when("ArnEquals", "ecs:cluster", app.cluster()),
                Grant.of("ecs:DescribeServices", app.services()));
    }

    private static List<Grant> running(AppResources app) {
        return List.of(
                Grant.of("ecs:ListTasks", "*").when("ArnEquals", "ecs:cluster", app.cluster()),
                Grant.of("ecs:DescribeTasks", app.tasks()));
    }

    private static List<Grant> deployments(AppResources app) {
        return List.of(Grant.of(
                        List.of(
                                "ecs:DescribeServiceDeployments",
                                "ecs:DescribeServiceRevisions",
                                "ecs:ListServiceDeployments"),
                        "*")
                .when("ArnEquals", "ecs:cluster", app.cluster()));
    }

    private static List<Grant> definition() {
        return List.of(Grant.of("ecs:DescribeTaskDefinition", "*"));
    }

    private static List<Grant> revisions() {
        return all(definition(), List.of(Grant.of("ecs:ListTaskDefinitions", "*")));
    }

    private static List<Grant> app(AppResources app) {
        return all(services(app), running(app), addresses(app));
    }

    /** How visitors reach an app. */
    private static List<Grant> addresses(AppResources app) {
        return List.of(
                Grant.of("ecs:DescribeContainerInstances", app.machines()),
                Grant.of(
                        List.of(
                                "ec2:DescribeInstances",
                                "ecs:DescribeTaskDefinition",
                                "elasticloadbalancing:DescribeListeners",
                                "elasticloadbalancing:DescribeLoadBalancers",
                                "elasticloadbalancing:DescribeRules",
                                "elasticloadbalancing:DescribeTargetGroups",
                                "servicediscovery:DiscoverInstances",
                                "servicediscovery:GetNamespace",
                                "servicediscovery:GetService"),
                        "*"));
    }

    private static List<Grant> discovery(AppResources app) {
        return all(
                List.of(
                        Grant.of(
                                "ssm:GetParametersByPath",
                                app.parameter("/paaws/apps"),
                                app.parameter("/paaws/apps/*")),
                        Grant.of(List.of("ecs:ListClusters", "tag:GetResources"), "*")),
                app(app));
    }

    private static Grant update(AppResources app) {
        return Grant.of("ecs:UpdateService", app.services());
    }

    private static Grant stopTask(AppResources app) {
        return Grant.of("ecs:StopTask", app.tasks());
    }

    private static List<Grant> scaling(AppResources app) {
        return List.of(
                Grant.of(List.of("ecs:TagResource", "ecs:UntagResource", "ecs:UpdateService"), app.services()),
                Grant.of(
                        List.of(
                                "application-autoscaling:DescribeScalableTargets",
                                "application-autoscaling:RegisterScalableTarget"),
                        "*"));
    }

    private static List<Grant> readVariables(AppResources app) {
        String prefix = app.names().parameterPrefix();
        return List.of(
                Grant.of("ssm:GetParametersByPath", app.parameter(prefix), app.parameter(prefix + "/*")),
                Grant.of("kms:Decrypt", "*")
                        .when("StringLike", "kms:EncryptionContext:PARAMETER_ARN", app.parameter(prefix + "/*")));
    }

    private static List<Grant> writeVariables(AppResources app) {
        String prefix = app.names().parameterPrefix();
        return List.of(
                // The history tells a parameter's key and tier, which a change has to keep.
                Grant.of(List.of("ssm:GetParameterHistory", "ssm:PutParameter"), app.parameter(prefix + "/*")),
                // What is larger than 4 KB is encrypted by a data key.
                Grant.of(List.of("kms:Encrypt", "kms:GenerateDataKey"), "*")
                        .when("StringLike", "kms:EncryptionContext:PARAMETER_ARN", app.parameter(prefix + "/*")));
    }

    private static List<Grant> variableHistory(AppResources app) {
        String prefix = app.names().parameterPrefix();
        return List.of(
                Grant.of("ssm:GetParametersByPath", app.parameter(prefix), app.parameter(prefix + "/*")),
                Grant.of("ssm:GetParameterHistory", app.parameter(prefix + "/*")));
    }

    private static List<Grant> removeVariables(AppResources app) {
        return all(
                readVariables(app),
                List.of(Grant.of(
                        "ssm:DeleteParameters", app.parameter(app.names().parameterPrefix() + "/*"))));
    }

    private static List<Grant> logs(AppResources app) {
        return List.of(
                Grant.of(List.of("logs:DescribeLogStreams", "logs:FilterLogEvents"), app.logGroup() + ":*"),
                Grant.of("logs:StartLiveTail", app.logGroup()));
    }

    private static List<Grant> builds(AppResources app) {
        Grant history =
                Grant.of(List.of("codebuild:BatchGetBuilds", "codebuild:ListBuildsForProject"), app.buildProject());
        return app.buildPlaces().isEmpty()
                ? List.of(history)
                : List.of(history, Grant.of("s3:GetObject", app.buildObjects()));
    }

    private static List<Grant> oneOff(AppResources app, String family) {
        String roles = "arn:" + app.partition() + ":iam::" + app.account() + ":role/*";
        return List.of(
                Grant.of("ecs:RunTask", app.taskDefinitions(family)).when("ArnEquals", "ecs:cluster", app.cluster()),
                Grant.of("iam:PassRole", roles).when("StringEquals", "iam:PassedToService", "ecs-tasks.amazonaws.com"),
                Grant.of("ecs:TagResource", app.tasks()).when("StringEquals", "ecs:CreateAction", "RunTask"),
                Grant.of("ecs:DescribeTaskDefinition", "*"),
                Grant.of(List.of("ecs:DescribeTasks", "ecs:StopTask"), app.tasks()));
    }

    /** Where nobody named a family for shells, they run what the app's services run. */
    private static String shellFamily(AppResources app) {
        return app.names().origins().containsKey("shell.task_family")
                ? app.names().shellTaskFamily()
                : app.app() + "-*";
    }

    private static List<Grant> exec(AppResources app) {
        return List.of(
                // Which key a cluster's sessions are encrypted with is the cluster's matter: it is held to their
                // targets.
                Grant.of("kms:GenerateDataKey", "*")
                        .when("StringLike", "kms:EncryptionContext:aws:ssm:TargetId", app.execTargets()),
                Grant.of("ecs:ExecuteCommand", app.cluster(), app.tasks()),
                Grant.of(List.of("ssm:ResumeSession", "ssm:TerminateSession"), app.arn("ssm", "session/*")));
    }

    private static List<Grant> transfer(AppResources app) {
        return all(
                services(app),
                oneOff(app, app.names().dumpLoadTaskFamily()),
                List.of(
                        Grant.of("ecs:ListTasks", "*").when("ArnEquals", "ecs:cluster", app.cluster()),
                        Grant.of(
                                List.of("s3:ListBucket", "s3:ListBucketMultipartUploads"),
                                app.bucket(app.names().databaseBucket())),
                        Grant.of("logs:GetLogEvents", app.logGroup() + ":*")));
    }

    private static Grant dumps(AppResources app) {
        return Grant.of(
                List.of("s3:DeleteObject", "s3:GetObject"),
                app.objects(app.names().databaseBucket(), "dumps/"));
    }

    private static Grant uploads(AppResources app) {
        return Grant.of(
                List.of("s3:AbortMultipartUpload", "s3:DeleteObject", "s3:PutObject"),
                app.objects(app.names().databaseBucket(), "uploads/"));
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static List<Grant> all(List<Grant>... some) {
        List<Grant> all = new ArrayList<>();
        for (List<Grant> one : some) {
            all.addAll(one);
        }
        return all;
    }
}

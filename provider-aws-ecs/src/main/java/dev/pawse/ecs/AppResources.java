package dev.pawse.ecs;

import java.util.List;

/**
 * The ARNs of what an app uses (docs.aws.amazon.com/service-authorization).
 *
 * @param app the app's name
 * @param partition e.g. {@code aws} or {@code aws-us-gov}
 * @param region e.g. {@code eu-west-1}
 * @param account twelve digits
 * @param names the app's settings
 * @param buildPlaces where its builds keep what they made and wrote
 */
record AppResources(
        String app, String partition, String region, String account, AppSettings names, List<S3Place> buildPlaces) {
    String arn(String service, String resource) {
        return "arn:" + partition + ":" + service + ":" + region + ":" + account + ":" + resource;
    }

    private String clusterName() {
        String cluster = names.cluster();
        return cluster.substring(cluster.lastIndexOf('/') + 1);
    }

    String cluster() {
        return arn("ecs", "cluster/" + clusterName());
    }

    String services() {
        return arn("ecs", "service/" + clusterName() + "/*");
    }

    String tasks() {
        return arn("ecs", "task/" + clusterName() + "/*");
    }

    /** The machines of the app's cluster. */
    String machines() {
        return arn("ecs", "container-instance/" + clusterName() + "/*");
    }

    /** The containers of the app's cluster as sessions name them. */
    String execTargets() {
        return "ecs:" + clusterName() + "_*";
    }

    String taskDefinitions(String family) {
        return arn("ecs", "task-definition/" + family + ":*");
    }

    /** A parameter; the name begins with a slash. */
    String parameter(String name) {
        return arn("ssm", "parameter" + name);
    }

    String logGroup() {
        return arn("logs", "log-group:" + names.logGroup());
    }

    String buildProject() {
        return arn("codebuild", "project/" + names.buildProject());
    }

    String buildLog() {
        return arn("logs", "log-group:/aws/codebuild/" + names.buildProject() + ":*");
    }

    /** What builds keep in S3. */
    String[] buildObjects() {
        return buildPlaces.stream()
                .map(place -> objects(place.bucket(), place.key().isEmpty() ? "" : place.key() + "/"))
                .toArray(String[]::new);
    }

    /** Objects of a bucket; buckets have neither region nor account. */
    String objects(String bucket, String prefix) {
        return "arn:" + partition + ":s3:::" + bucket + "/" + prefix + "*";
    }

    String bucket(String bucket) {
        return "arn:" + partition + ":s3:::" + bucket;
    }
}

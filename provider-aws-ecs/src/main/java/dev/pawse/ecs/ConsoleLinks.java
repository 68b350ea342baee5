package dev.pawse.ecs;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/** The addresses of pages of AWS's console, in each partition. */
final class ConsoleLinks {
    private static final String QUERY = "fields @timestamp, @logStream, @message\n| sort @timestamp desc\n| limit 200";

    private ConsoleLinks() {}

    /** The services of a cluster. */
    static String services(Region region, String cluster) {
        return "https://" + host(region) + "/ecs/v2/clusters/" + URLEncoder.encode(cluster, StandardCharsets.UTF_8)
                + "/services?region=" + region.id();
    }

    /** CloudWatch Logs Insights with a query for the newest lines of a log group. */
    static String logs(Region region, String group) {
        return "https://" + host(region) + "/cloudwatch/home?region=" + region.id()
                + "#logsV2:logs-insights$3FqueryDetail$3D~(editorString~'" + starred(QUERY) + "~source~(~'"
                + starred(group)
                + "))";
    }

    private static String host(Region region) {
        return switch (PartitionMetadata.of(region).id()) {
            case "aws-us-gov" -> "console.amazonaws-us-gov.com";
            case "aws-cn" -> "console.amazonaws.cn";
            default -> region.id() + ".console.aws.amazon.com";
        };
    }

    /** The console's own encoding: that of addresses, with a star for the percent sign. */
    private static String starred(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace('%', '*');
    }
}

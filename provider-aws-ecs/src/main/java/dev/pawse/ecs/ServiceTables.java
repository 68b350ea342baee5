package dev.pawse.ecs;

import software.amazon.awssdk.regions.ServiceMetadata;

/** What the SDK knows of every service and region: hundreds of classes, which it loads before it signs its first request. */
final class ServiceTables {
    private ServiceTables() {}

    /** Has them loaded on a thread of their own, while the calling one reads settings and makes clients. Does not wait. */
    static void loadAhead() {
        Thread thread = new Thread(() -> ServiceMetadata.of("ecs"), "pawse-aws-tables");
        thread.setDaemon(true);
        thread.start();
    }
}

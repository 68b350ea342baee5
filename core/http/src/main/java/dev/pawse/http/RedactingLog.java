package dev.pawse.http;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of calls without telling secrets: method, address, status, time. Headers and bodies are never logged: the one holds the
 * credential, the other config variables. Of a query only the names are told, and of an address that is not the API's own, which is
 * signed, only the host.
 */
final class RedactingLog {
    private static final Logger LOG = LoggerFactory.getLogger("dev.pawse.http");

    private RedactingLog() {}

    static void answered(String method, URI uri, boolean ours, int status, Duration took, @Nullable String requestId) {
        if (LOG.isDebugEnabled()) {
            LOG.debug(
                    "{} {} -> {} in {} ms{}",
                    method,
                    shown(uri, ours),
                    status,
                    took.toMillis(),
                    requestId == null ? "" : ", request " + requestId);
        }
    }

    static void failed(String method, URI uri, boolean ours, Exception failure) {
        if (LOG.isDebugEnabled()) {
            LOG.debug(
                    "{} {} -> {}", method, shown(uri, ours), failure.getClass().getSimpleName());
        }
    }

    static void again(String method, URI uri, boolean ours, Duration wait) {
        LOG.debug("{} {} is tried again in {} ms", method, shown(uri, ours), wait.toMillis());
    }

    /** The address without what may be secret in it. */
    static String shown(URI uri, boolean ours) {
        String host = uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
        if (!ours) {
            return host + "/…";
        }
        String query = uri.getRawQuery();
        return host + uri.getRawPath() + (query == null ? "" : "?" + query.replaceAll("=[^&]*", "=…"));
    }
}

package dev.pawse.proxy;

import io.netty.util.NetUtil;
import java.util.Locale;

/**
 * The Host values that the admin listener answers to: addresses, its own configured name and names without a dot, such as
 * {@code localhost} and those of containers, which no name server out there answers for. A web page whose name was made to
 * resolve to this machine (DNS rebinding) sends its own name and gets nowhere.
 */
final class HostAllowList {
    private final String own;

    /** @param own the configured host of the listener */
    HostAllowList(String own) {
        this.own = own.toLowerCase(Locale.ROOT);
    }

    /** @param host a Host header's value, port included */
    boolean allows(String host) {
        String name = withoutPort(host.toLowerCase(Locale.ROOT));
        return (!name.isEmpty() && name.indexOf('.') < 0 && name.indexOf('[') < 0)
                || name.equals(own)
                || NetUtil.isValidIpV4Address(name)
                || (name.startsWith("[") && name.endsWith("]") && NetUtil.isValidIpV6Address(name));
    }

    private static String withoutPort(String host) {
        int bracket = host.lastIndexOf(']');
        int colon = host.indexOf(':', Math.max(bracket, 0));
        return colon < 0 ? host : host.substring(0, colon);
    }
}

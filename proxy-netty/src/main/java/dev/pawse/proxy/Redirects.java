package dev.pawse.proxy;

/** Maps what an app says of itself, by the name the proxy calls it, back to the name its client knows. */
final class Redirects {
    private Redirects() {}

    /**
     * A Location or Content-Location as the client should see it.
     *
     * @param own the app's own authority as it was called
     * @param ownScheme the scheme it was called by
     * @param scheme the scheme the client used
     * @param host the authority the client used
     */
    static String mapped(String location, String own, String ownScheme, String scheme, String host) {
        int start;
        String itsScheme;
        if (location.regionMatches(true, 0, "http://", 0, 7)) {
            start = 7;
            itsScheme = "http";
        } else if (location.regionMatches(true, 0, "https://", 0, 8)) {
            start = 8;
            itsScheme = "https";
        } else if (location.startsWith("//")) {
            start = 2;
            itsScheme = ownScheme;
        } else {
            return location;
        }
        int end = start;
        while (end < location.length() && "/?#".indexOf(location.charAt(end)) < 0) {
            end++;
        }
        if (!sameAuthority(location.substring(start, end), own, itsScheme, ownScheme)) {
            return location;
        }
        return (start == 2 ? "//" : scheme + "://") + host + location.substring(end);
    }

    private static boolean sameAuthority(String one, String own, String itsScheme, String ownScheme) {
        Authority a = Authority.parse(one);
        Authority b = Authority.parse(own);
        if (a == null || b == null || !a.host().equals(b.host())) {
            return false;
        }
        // A redirect from http to https of the same name is still about the app itself.
        return port(a, itsScheme) == port(b, ownScheme) || (a.port() < 0 && b.port() < 0);
    }

    private static int port(Authority authority, String scheme) {
        if (authority.port() >= 0) {
            return authority.port();
        }
        return scheme.equals("https") ? 443 : 80;
    }
}

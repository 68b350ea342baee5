package dev.pawse.spi;

import java.util.Locale;

/** Why something failed, told apart by what the caller can do about it. */
public enum Reason {
    /** The input or the configuration is wrong: correct it. */
    INVALID,
    /** The app, key, build or process named does not exist. */
    NOT_FOUND,
    /** The credentials are missing, wrong or expired. */
    UNAUTHORIZED,
    /** The credentials are good and do not allow this. */
    FORBIDDEN,
    /** This provider cannot do that at all. */
    UNSUPPORTED,
    /** It changed meanwhile, is locked, or is already in progress. */
    CONFLICT,
    /** The platform asks for fewer calls: later. */
    RATE_LIMITED,
    /** The platform or the app is not there at the moment: later. */
    UNAVAILABLE,
    /** It was waited for long enough; the operation may still go on. */
    TIMEOUT,
    /** An operation went on as asked and ended badly: a failed build, a process that crashed. */
    FAILED,
    /** A mistake of ours. */
    INTERNAL;

    /** The word that JSON uses, e.g. {@code not_found}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

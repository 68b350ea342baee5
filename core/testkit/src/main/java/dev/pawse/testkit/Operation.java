package dev.pawse.testkit;

/** What can be asked of a {@link FakeProvider}; named after the method of the port. */
public enum Operation {
    APPS,
    APP,
    FORMATION,
    START(true),
    STOP(true),
    SCALE(true),
    PROCESSES,
    RESTART_PROCESSES(true),
    OPEN_LOGS,
    CONFIG_VARS,
    SET_CONFIG_VARS(true),
    UNSET_CONFIG_VARS(true),
    CONFIG_CHANGES,
    BUILDS,
    BUILD,
    OPEN_BUILD_LOG,
    DEPLOYMENTS,
    RELEASES,
    ROLLBACK(true),
    TIMELINE,
    OPEN_SHELL(true),
    RUN_DETACHED(true),
    DATABASES,
    DATABASE_URL,
    BACKUPS,
    DUMP_DATABASE,
    LOAD_DATABASE(true),
    OPEN_DATABASE_SHELL(true),
    CLOSE;

    private final boolean write;

    Operation() {
        this(false);
    }

    Operation(boolean write) {
        this.write = write;
    }

    /** Whether it changes something on the platform or runs something there. */
    public boolean isWrite() {
        return write;
    }
}

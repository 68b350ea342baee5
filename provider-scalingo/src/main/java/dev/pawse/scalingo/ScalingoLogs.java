package dev.pawse.scalingo;

import dev.pawse.http.LogTail;
import dev.pawse.spi.AppId;
import dev.pawse.spi.capability.Logs;

/** Reads and follows apps' logs; the platform keeps some of the newest lines at hand, 10,000 at most are asked for. */
final class ScalingoLogs implements Logs {
    private final Account account;
    private final Apps apps;

    ScalingoLogs(Account account, Apps apps) {
        this.account = account;
        this.apps = apps;
    }

    @Override
    public LogStream openLogs(AppId app, Query query) {
        return LogTail.open(new AppLog(account, apps.place(app), query), query, account.clock());
    }
}

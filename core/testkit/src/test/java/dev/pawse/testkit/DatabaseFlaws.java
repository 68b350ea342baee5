package dev.pawse.testkit;

import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Secret;
import dev.pawse.spi.capability.Databases;
import dev.pawse.spi.capability.Databases.Backup;
import dev.pawse.spi.capability.Databases.Database;
import dev.pawse.spi.capability.Shell;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;

/** What a provider may do wrong that handles databases. */
final class DatabaseFlaws {
    private DatabaseFlaws() {}

    static List<Flaw> all(FakeProvider platform) {
        return List.of(
                flaw("no database is listed", "databases", "anAppsDatabaseIsListed", call -> {
                    call.proceed();
                    return List.of();
                }),
                flaw("a load does nothing", "loadDatabase", "aDumpThatIsLoadedBringsBackWhatWasThere", call -> null),
                flaw("a dump is cut", "dumpDatabase", "aDumpThatIsLoadedBringsBackWhatWasThere", call -> {
                    call.<OutputStream>arg(2).write("dump of\nwhat".getBytes(StandardCharsets.UTF_8));
                    return null;
                }),
                flaw(
                        "a database named by its id is another one",
                        "databaseUrl",
                        "aDatabaseNamedByItsIdIsTheSameAsTheOnlyOne",
                        call -> call.arg(1) == null ? call.proceed() : Secret.of("postgres://elsewhere/db")),
                flaw("a dump empties the database", "dumpDatabase", "aDumpChangesNothing", call -> {
                    Object done = call.proceed();
                    platform.fake("shop").databases().iterator().next().fill("");
                    return done;
                }),
                flaw("the list shows how to connect", "databases", "theAddressIsASecret", call -> {
                    Database one = call.<List<Database>>proceed().get(0);
                    String url = platform.fake("shop")
                            .databases()
                            .iterator()
                            .next()
                            .url()
                            .reveal();
                    return List.of(new Database(one.id(), url, one.version(), one.bytes()));
                }),
                flaw("backups come oldest first", "backups", "backupsComeNewestFirstAndNameTheirDatabase", call -> {
                    List<Backup> all = new ArrayList<>(call.<List<Backup>>proceed());
                    Collections.reverse(all);
                    return all;
                }),
                flaw(
                        "the shell does not end",
                        "openDatabaseShell",
                        "theDatabasesShellOpensAndEndsWithItsInput",
                        call -> Tamper.spoil(
                                Shell.Session.class, call.proceed(), "exitCode", end -> OptionalInt.empty())),
                flaw(
                        "an app without a database dumps nothing, and that is all",
                        "dumpDatabase",
                        "anAppWithoutADatabaseHasNone",
                        call -> call.<AppId>arg(0).name().equals("bare") ? null : call.proceed()),
                flaw(
                        "the database's name is passed over",
                        "loadDatabase",
                        "anUnknownDatabaseIsNotFound",
                        call -> call.proceedWith(call.arg(0), null, call.arg(2), call.arg(3))),
                flaw("a dump that fails leaves a beginning", "dumpDatabase", "anUnknownDatabaseIsNotFound", call -> {
                    call.<OutputStream>arg(2).write('d');
                    return call.proceed();
                }),
                flaw(
                        "an unknown app has no databases, and that is all",
                        "databases",
                        "anUnknownAppHasNoDatabases",
                        call -> {
                            try {
                                return call.proceed();
                            } catch (PawseException e) {
                                return List.of();
                            }
                        }));
    }

    private static Flaw flaw(String name, String method, String foundBy, Tamper tamper) {
        return new Flaw(name, DatabasesContract.class, Databases.class, method, tamper, foundBy);
    }
}

package dev.pawse.cli.command;

import dev.pawse.cli.Target;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.ConfigVars;
import dev.pawse.spi.capability.Processes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether processes are restarted once their variables have changed, by the platform or by us. */
final class RestartFlag {
    @Option(names = "--restart", negatable = true, description = "Restart the processes afterwards, or not.")
    @Nullable
    Boolean restart;

    /**
     * Makes sure that what is asked for can be done; comes before anything is changed.
     *
     * @throws PawseException {@link Reason#UNSUPPORTED} when it cannot
     */
    Restarter check(Target target, ConfigVars vars) {
        if (Boolean.FALSE.equals(restart) && vars.restartsOnChange()) {
            throw new PawseException(
                    Reason.UNSUPPORTED, "this platform always restarts the processes when a variable changes");
        }
        boolean ours = Boolean.TRUE.equals(restart) && !vars.restartsOnChange();
        return new Restarter(
                target,
                vars.restartsOnChange(),
                ours ? Optional.of(target.require(Processes.class)) : Optional.empty());
    }

    /**
     * Does what is asked for.
     *
     * @param byItself whether the platform does it
     * @param byUs with what we do it, if we do
     */
    record Restarter(Target target, boolean byItself, Optional<Processes> byUs) {
        boolean restarts() {
            return byItself || byUs.isPresent();
        }

        /** Restarts the app where that is our part; one that sleeps has nothing to restart. */
        void run() {
            byUs.filter(processes -> !processes.processes(target.id()).isEmpty())
                    .ifPresent(processes -> processes.restartProcesses(target.id(), null));
        }

        /** What to tell people once something has changed. */
        String consequence() {
            return restarts()
                    ? " The processes restart."
                    : " The running processes still have the old values: pawse restart " + target.flag();
        }
    }
}

package dev.pawse.testkit;

import dev.pawse.spi.AppId;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Mandate;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Scaling;
import java.util.function.UnaryOperator;

/** Starts, stops and scales the apps of a {@link FakeProvider}. */
final class FakeScaling implements Scaling {
    private final FakeProvider platform;

    FakeScaling(FakeProvider platform) {
        this.platform = platform;
    }

    @Override
    public Formation formation(AppId app) {
        return platform.ask(Operation.FORMATION, app, FakeApp::formation);
    }

    @Override
    public void start(AppId app, Formation formation) {
        change(Operation.START, app, now -> checked(app, now, formation));
    }

    @Override
    public void stop(AppId app) {
        change(Operation.STOP, app, Formation::zeroed);
    }

    @Override
    public void scale(AppId app, Formation changes) {
        change(Operation.SCALE, app, now -> checked(app, now, changes));
    }

    private void change(Operation operation, AppId id, UnaryOperator<Formation> change) {
        platform.tell(operation, id, app -> {
            Mandate.require();
            if (app.seen().alwaysOn()) {
                throw new PawseException(
                        Reason.UNSUPPORTED, id + ": is only routed to and cannot be started or stopped");
            }
            app.run().changeAsAsked(change);
        });
    }

    private static Formation checked(AppId app, Formation now, Formation wanted) {
        for (String type : wanted.processes().keySet()) {
            if (!now.processes().containsKey(type)) {
                throw new PawseException(
                        Reason.INVALID,
                        app + ": has no process type '" + type + "'; it has "
                                + String.join(", ", now.processes().keySet()));
            }
        }
        return now.with(wanted);
    }
}

package dev.pawse.cli.endtoend;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Asks for an app once a second until it is closed, and never twice at once. */
final class Visitor implements AutoCloseable {
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread visits = new Thread(task, "visitor");
        visits.setDaemon(true);
        return visits;
    });
    private final List<String> answers = new CopyOnWriteArrayList<>();

    private Visitor() {}

    static Visitor of(RunningPawse pawse, String app) {
        return who(() -> pawse.get(app, "/").statusCode());
    }

    /** One whose request is this; it gives the answer's status. */
    static Visitor who(Callable<Integer> asks) {
        Visitor visitor = new Visitor();
        visitor.thread.scheduleAtFixedRate(() -> visitor.visit(asks), 0, 1, TimeUnit.SECONDS);
        return visitor;
    }

    /** What came of each request so far: its status, or what went wrong. */
    List<String> answers() {
        return List.copyOf(answers);
    }

    private void visit(Callable<Integer> asks) {
        try {
            answers.add(String.valueOf(asks.call()));
        } catch (Exception e) {
            answers.add(e.toString());
        }
    }

    /** Ends after the answer that is under way. */
    @Override
    public void close() throws InterruptedException {
        thread.shutdown();
        thread.awaitTermination(1, TimeUnit.MINUTES);
    }
}

package dev.pawse.cli.demo;

import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** What the demo apps answer: a line for a terminal, a page for a browser. */
final class DemoPage {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private DemoPage() {}

    static String text(DemoFacts facts) {
        return switch (facts.app()) {
            case "stock" -> "7 teapots, 2 kettles (process " + facts.pid() + ", " + since(facts) + ")\n";
            case "shop" ->
                "Today in the shop: " + facts.stock() + "\nThe shop itself is process " + facts.pid() + ", "
                        + since(facts) + ".\n";
            case "mail" ->
                "The mail is process " + facts.pid() + ", " + since(facts) + "; its worker sends letters meanwhile.\n";
            default -> "Hello! I am process " + facts.pid() + ", " + since(facts) + ".\n";
        };
    }

    static String html(DemoFacts facts) {
        String colour = colour(facts.app());
        String story = switch (facts.app()) {
            case "stock" -> "7 teapots and 2 kettles are here.";
            case "shop" -> "Today: " + escaped(facts.stock());
            case "mail" -> "A worker sends letters as long as this app is awake.";
            default -> "Nobody had to keep me running for you.";
        };
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%1$s</title>
                <style>
                  :root { color-scheme: light dark; --accent: %2$s; }
                  body { margin: 0; min-height: 100vh; display: grid; place-items: center;
                         font: 1.05rem/1.5 system-ui, sans-serif; background: Canvas; color: CanvasText; }
                  main { max-width: 30rem; margin: 1.5rem; padding: 2rem 2.25rem; border-radius: 1rem;
                         border: 1px solid color-mix(in srgb, var(--accent) 35%%, transparent);
                         border-top: .5rem solid var(--accent); box-shadow: 0 .5rem 2rem rgb(0 0 0 / .08); }
                  h1 { margin: 0 0 .25rem; font-size: 2rem; }
                  p { margin: .5rem 0; }
                  dl { display: grid; grid-template-columns: auto 1fr; gap: .25rem 1rem; margin: 1.25rem 0; }
                  dt { opacity: .7; }
                  dd { margin: 0; font-variant-numeric: tabular-nums; }
                  small { opacity: .7; }
                  a { color: inherit; }
                </style>
                </head>
                <body>
                <main>
                <h1>%1$s</h1>
                <p>%3$s</p>
                <dl>
                <dt>process</dt><dd>%4$d</dd>
                <dt>awake since</dt><dd>%5$s</dd>
                <dt>that is</dt><dd>%6$d s</dd>
                </dl>
                <small>Leave this page alone for a while: the process ends. Load it again: a new one starts.</small>
                </main>
                </body>
                </html>
                """.formatted(
                        facts.app(),
                        colour,
                        story,
                        facts.pid(),
                        clock(facts),
                        facts.awake().toSeconds());
    }

    private static String since(DemoFacts facts) {
        return "awake for " + facts.awake().toSeconds() + " s (since " + clock(facts) + ")";
    }

    private static String clock(DemoFacts facts) {
        return CLOCK.format(LocalTime.ofInstant(facts.since(), ZoneId.systemDefault()));
    }

    private static String colour(String app) {
        return switch (app) {
            case "shop" -> "#c2410c";
            case "stock" -> "#0f766e";
            case "mail" -> "#6d28d9";
            default -> "#2563eb";
        };
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}

package dev.pawse.cli.demo;

import java.time.Duration;
import java.time.Instant;

/**
 * What a demo app tells of itself.
 *
 * @param app its name
 * @param pid its process
 * @param since when it started
 * @param awake for how long it has run
 * @param stock what the shop heard from its stock; empty for other apps
 */
record DemoFacts(String app, long pid, Instant since, Duration awake, String stock) {}

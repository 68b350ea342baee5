package dev.pawse.local;

import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What all apps that run under one Pawse process share.
 *
 * @param state where logs, variables and the supervisor script lie
 * @param ports who has which port
 * @param delay how long a crashed process stays down
 * @param timer starts crashed processes again
 */
record Machine(StateFolder state, Ports ports, RestartDelay delay, Clock clock, ScheduledExecutorService timer) {}

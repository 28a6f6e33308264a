package io.patchclamp.internal.hub;

import java.time.Duration;

/**
 * How long and how often.
 *
 * @param connect within what a connection and an answer's headers must come
 * @param stall how long a body may bring nothing
 * @param tries how many failures in a row are too many
 * @param pauseMillis after the first failure; each further pause is twice as long
 * @param files how many are fetched side by side
 */
record Pace(Duration connect, Duration stall, int tries, long pauseMillis, int files) {
    static final Pace USUAL = new Pace(Duration.ofSeconds(15), Duration.ofSeconds(30), 5, 1000, 4);

    Patience patience() {
        return new Patience(tries, pauseMillis);
    }
}

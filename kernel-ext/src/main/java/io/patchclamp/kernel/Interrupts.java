package io.patchclamp.kernel;

import java.time.Instant;
import java.util.Optional;

import io.patchclamp.kernel.session.CellRun;
import io.patchclamp.kernel.wire.Request;

/**
 * Carries an interrupt to the cell it is meant for. A cell can be interrupted from the moment its request is taken up, also
 * while it waits for the session to be made. Interrupts and cells come on two channels, which keep no order: where the
 * clock of the client that sent both tells, an interrupt is for cells sent before it and for no other.
 */
final class Interrupts {
    private boolean active;
    private boolean wanted;
    private CellRun running;
    private Sent cell = Sent.UNKNOWN;
    private Sent early = Sent.UNKNOWN;

    /**
     * Who sent a message, and when.
     *
     * @param session the client's session
     * @param at by the client's own clock
     */
    record Sent(String session, Optional<Instant> at) {
        static final Sent UNKNOWN = new Sent("", Optional.empty());

        static Sent of(Request request) {
            return new Sent(request.session(), request.sent());
        }

        /** Whether this was sent before another for sure. */
        boolean before(Sent other) {
            return session.equals(other.session)
                    && at.isPresent()
                    && other.at.isPresent()
                    && at.get().isBefore(other.at.get());
        }
    }

    /** A request to run a cell is taken up. */
    synchronized void begin(Sent request) {
        cell = request;
        active = true;
        wanted = request.before(early); // the interrupt overtook it
        early = Sent.UNKNOWN;
        running = null;
    }

    /** The cell runs here; it is stopped at once if that was asked for before. */
    synchronized void attach(CellRun run) {
        running = run;
        if (wanted) {
            run.stop();
        }
    }

    /** Somebody wants the cell to stop; if none runs, the one they had sent before. */
    synchronized void request(Sent interrupt) {
        if (!active) {
            early = interrupt;
        } else if (!interrupt.before(cell)) {
            wanted = true;
            if (running != null) {
                running.stop();
            }
        }
    }

    /** The cell is done. */
    synchronized void end() {
        active = false;
        running = null;
    }
}

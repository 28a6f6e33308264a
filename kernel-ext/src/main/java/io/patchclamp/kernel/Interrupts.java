package io.patchclamp.kernel;

import io.patchclamp.kernel.session.CellRun;

/**
 * Carries an interrupt to the cell it is meant for. A cell can be interrupted from the moment its request is taken up, also
 * while it waits for the session to be made; an interrupt between cells is for nobody.
 */
final class Interrupts {
    private boolean active;
    private boolean wanted;
    private CellRun running;

    /** A request to run a cell is taken up. */
    synchronized void begin() {
        active = true;
        wanted = false;
        running = null;
    }

    /** The cell runs here; it is stopped at once if that was asked for before. */
    synchronized void attach(CellRun run) {
        running = run;
        if (wanted) {
            run.stop();
        }
    }

    /** Somebody wants the cell to stop. */
    synchronized void request() {
        wanted = active;
        if (wanted && running != null) {
            running.stop();
        }
    }

    /** The cell is done. */
    synchronized void end() {
        active = false;
        running = null;
    }
}

package io.patchclamp.kernel.display;

import io.patchclamp.fault.PatchclampException;

/** What a cell can do to its notebook. Every cell has these methods at hand without an import. */
public final class Notebook {
    private Notebook() {}

    /**
     * Shows a value, as the value of a cell is shown.
     *
     * @param value anything
     */
    public static void display(Object value) {
        outlet().display(Values.bundle(value), null);
    }

    /**
     * Shows a value that can be replaced later.
     *
     * @param value anything
     * @param id its name, for {@link #update}
     */
    public static void display(Object value, String id) {
        outlet().display(Values.bundle(value), id);
    }

    /**
     * Replaces what was shown under a name.
     *
     * @param id the name
     * @param value what to show now
     */
    public static void update(String id, Object value) {
        outlet().update(Values.bundle(value), id);
    }

    /** Clears what this cell has shown. */
    public static void clearOutput() {
        outlet().clear(false);
    }

    /**
     * Clears what this cell has shown.
     *
     * @param wait whether to wait for the next output, so that nothing flickers
     */
    public static void clearOutput(boolean wait) {
        outlet().clear(wait);
    }

    /**
     * Asks the user for a line.
     *
     * @param prompt what to ask
     * @return the line
     * @throws InterruptedException if the cell is interrupted
     */
    public static String input(String prompt) throws InterruptedException {
        return outlet().ask(prompt, false);
    }

    /**
     * Asks the user for a line that is not shown while it is typed.
     *
     * @param prompt what to ask
     * @return the line
     * @throws InterruptedException if the cell is interrupted
     */
    public static String password(String prompt) throws InterruptedException {
        return outlet().ask(prompt, true);
    }

    /**
     * Opens text in the notebook's pager, once the cell is done.
     *
     * @param text the text
     */
    public static void page(String text) {
        outlet().page(text);
    }

    private static Outlet outlet() {
        Outlet outlet = Outlet.current();
        if (outlet == null) {
            throw new PatchclampException("No cell is running.", "call it from a cell of a notebook");
        }
        return outlet;
    }
}

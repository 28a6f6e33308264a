package io.patchclamp.kernel.display;

import java.util.Collection;
import java.util.function.Function;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.progress.Progress;
import io.patchclamp.view.Bundle;
import io.patchclamp.view.Views;

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
     * Replaces what was shown under a name, in whichever cell that was.
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
     * Says how values of a type are shown from now on, alone and inside collections:
     * {@code renderer(Money.class, m -> "€ " + m.cents() / 100.0)}. The nearest type decides: the value's class, then its
     * superclasses, then its interfaces, of which a narrower one goes first and otherwise the one registered last; then the
     * views that are built in. A renderer that throws is told about, and the value is shown as text.
     *
     * @param <T> the type
     * @param type a class, with its subclasses, or an interface
     * @param shows gives what to show in the value's place: a string, {@link #html(String)}, a map, a table, a picture, a
     *     chart; null to show the value as if there was no renderer; null instead of a function takes the renderer away
     */
    public static <T> void renderer(Class<T> type, Function<? super T, ?> shows) {
        Views.register(type, shows == null ? null : value -> Values.foreign(shows.apply(value)));
    }

    /**
     * HTML to be shown as it is: {@code html("<b>" + escaped(name) + "</b>")}.
     *
     * @param html what a browser shows
     * @return something to give back from a cell or a renderer, or to {@link #display(Object)}
     */
    public static Bundle html(String html) {
        return Bundle.html(html);
    }

    /**
     * HTML to be shown as it is, and what stands for it where there is only text.
     *
     * @param html what a browser shows
     * @param text what everything else shows
     * @return something to give back from a cell or a renderer, or to {@link #display(Object)}
     */
    public static Bundle html(String html, String text) {
        return Bundle.html(html, text);
    }

    /**
     * Any text, safe inside HTML.
     *
     * @param text the text
     * @return the text, with what HTML would understand put into entities
     */
    public static String escaped(String text) {
        return Bundle.escaped(text);
    }

    /**
     * Where the engine's calls tell how far they are: {@code LogitLens.of(model).progress(progress())}, or a loop of your
     * own: {@code progress().at("fitting", i, 100, "steps")}. Shown after two seconds, updated in place; the last state
     * stays.
     *
     * @return this cell's progress
     */
    public static Progress progress() {
        return outlet().progress();
    }

    /**
     * Goes through a collection and shows how far it is: {@code for (var row : progress("reading", rows)) …}.
     *
     * @param <T> the items
     * @param what what is being done
     * @param items what is gone through
     * @return the same items; progress is told at each, and ends with the cell
     */
    public static <T> Iterable<T> progress(String what, Collection<T> items) {
        return new Watched<>(what, items, progress());
    }

    /**
     * Asks the user for a line, without a word.
     *
     * @return the line
     * @throws InterruptedException if the cell is interrupted
     */
    public static String input() throws InterruptedException {
        return input("");
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
        Outlet outlet = OutletOfThread.current();
        if (outlet == null) {
            throw new PatchclampException("No cell is running.", "call it from a cell of a notebook");
        }
        return outlet;
    }

    /**
     * The values of earlier cells, by the number in front of them: {@code int[] x = Out.get(7);}. The newest {@value #KEPT}
     * unnamed results are kept; an older one, or what a magic gave, can be had as long as something else holds it.
     */
    public static final class Out {
        /** How many unnamed results are kept. */
        public static final int KEPT = 12;

        private Out() {}

        /**
         * The value of a cell.
         *
         * @param <T> what it is taken for
         * @param cell the cell's number
         * @return its value
         * @throws PatchclampException if the cell had none, or it is no longer kept
         */
        @SuppressWarnings("unchecked")
        public static <T> T get(int cell) {
            Object value = Results.get(cell);
            if (value == null) {
                throw new PatchclampException(
                        "Cell " + cell + " has no value, or it is no longer kept: Out keeps the newest " + KEPT + ".",
                        "a name for what is to be kept, as in 'var kept = …'");
            }
            return (T) value;
        }

        /**
         * Takes note of the value of a cell. The kernel calls it.
         *
         * @param cell the cell's number
         * @param value its value
         */
        public static void put(int cell, Object value) {
            Results.put(cell, value);
        }
    }
}

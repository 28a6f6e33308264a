package io.patchclamp.lesion;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

import io.patchclamp.model.Selection;
import io.patchclamp.trial.Trials;

/** By which stimuli a selection was found, for as long as somebody has it: the same object, as others may say the same. */
final class Chosen {
    private static final List<Chosen> ALL = new ArrayList<>();

    private final WeakReference<Selection> where;
    private final List<Trials.Item> by;

    private Chosen(Selection where, List<Trials.Item> by) {
        this.where = new WeakReference<>(where);
        this.by = by;
    }

    static void remember(Selection where, List<Trials.Item> by) {
        synchronized (ALL) {
            ALL.removeIf(c -> c.where.get() == null || c.where.get() == where);
            ALL.add(new Chosen(where, by));
        }
    }

    /** None if it was not found by looking. */
    static List<Trials.Item> by(Selection where) {
        synchronized (ALL) {
            return ALL.stream()
                    .filter(c -> c.where.get() == where)
                    .findFirst()
                    .map(c -> c.by)
                    .orElse(List.of());
        }
    }
}

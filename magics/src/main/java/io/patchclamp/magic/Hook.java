package io.patchclamp.magic;

import java.util.List;
import java.util.Objects;

import io.patchclamp.model.Selection;
import io.patchclamp.view.Part;
import io.patchclamp.view.Viewable;
import io.patchclamp.view.Views;

/**
 * A named electrode, and what it names in one model.
 *
 * @param name stands for the selector behind {@code @}
 * @param selector the selector
 * @param where at which tokens it holds, as typed behind {@code @} in an edit; {@code all} for every token
 * @param model the name of the model it was tried on
 * @param selection what it names there
 */
public record Hook(String name, String selector, String where, String model, Selection selection) implements Viewable {
    public Hook {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(selector, "selector");
        Objects.requireNonNull(where, "where");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(selection, "selection");
    }

    @Override
    public Part view() {
        return Part.stack(List.of(
                Part.heading("@" + name + " in " + model + (where.equals("all") ? "" : ", at tokens: " + where)),
                Views.parts(selection).orElseThrow()));
    }
}

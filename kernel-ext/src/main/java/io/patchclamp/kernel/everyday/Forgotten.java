package io.patchclamp.kernel.everyday;

import io.patchclamp.view.Part;
import io.patchclamp.view.Viewable;

/**
 * What {@code %reset} did.
 *
 * @param names how many names are gone
 */
public record Forgotten(int names) implements Viewable {
    @Override
    public Part view() {
        return Part.note(
                names == 0 ? "Nothing was declared." : "Forgot " + names + (names == 1 ? " name." : " names."));
    }
}

package io.patchclamp.kernel.display;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.DisplayDataRenderable;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.patchclamp.view.Bundle;
import io.patchclamp.view.Views;

/** Any value, ready to show: {@link Views} knows how; what code for other kernels hands over is read here. */
public final class Values {
    private Values() {}

    /**
     * A value, ready to show.
     *
     * @param value anything, null included
     * @return its forms, {@code text/plain} always among them
     */
    public static Bundle bundle(Object value) {
        try {
            return Views.show(foreign(value));
        } catch (RuntimeException e) { // a value that shows itself, and cannot
            return Views.show(e);
        }
    }

    /** Basekernel's display data as ours; everything else as it is. */
    static Object foreign(Object value) {
        if (value instanceof DisplayDataRenderable own) {
            return MimeJson.bundle(new Renderer().render(own), "");
        }
        return value instanceof DisplayData data ? MimeJson.bundle(data, "") : value;
    }
}

package io.patchclamp.kernel.display;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.DisplayDataRenderable;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.patchclamp.view.Bundle;
import io.patchclamp.view.Views;

/** Any value, ready to show: {@link Views} knows how; what code for other kernels hands over is read here. */
public final class Values {
    static {
        Views.register(DisplayDataRenderable.class, value -> foreign(new Renderer().render(value)));
    }

    private Values() {}

    /**
     * A value, ready to show.
     *
     * @param value anything, null included
     * @return its forms, {@code text/plain} always among them
     */
    public static Bundle bundle(Object value) {
        return Views.show(foreign(value));
    }

    /** Basekernel's display data as ours; everything else as it is. */
    static Object foreign(Object value) {
        return value instanceof DisplayData data ? MimeJson.bundle(data, "") : value;
    }
}

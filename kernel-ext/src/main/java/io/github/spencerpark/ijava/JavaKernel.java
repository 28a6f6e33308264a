package io.github.spencerpark.ijava;

import io.github.spencerpark.jupyter.kernel.magic.registry.Magics;
import io.patchclamp.kernel.everyday.OwnMagics;

/** The kernel, as far as cells written for IJava know it. */
public final class JavaKernel {
    JavaKernel() {}

    /**
     * The registry of magics.
     *
     * @return what {@code registerMagics} and its like of the basekernel are called on
     */
    public Magics getMagics() {
        return OwnMagics.registry();
    }
}

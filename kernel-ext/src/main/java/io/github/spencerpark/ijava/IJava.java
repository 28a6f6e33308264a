package io.github.spencerpark.ijava;

/** Where cells written for IJava ask for the kernel. */
public final class IJava {
    private static final JavaKernel KERNEL = new JavaKernel();

    private IJava() {}

    /**
     * The kernel that runs the notebook.
     *
     * @return what of it such cells may use
     */
    public static JavaKernel getKernelInstance() {
        return KERNEL;
    }
}

package io.patchclamp.kernel.display;

import io.patchclamp.fault.PatchclampException;

/** The cell asks, and the program that runs the notebook cannot answer. */
final class NoInputException extends PatchclampException {
    private static final long serialVersionUID = 1L;

    NoInputException() {
        super(
                "The cell asks for input, and whoever runs this notebook cannot give any (allow_stdin is false).",
                "run the cell in JupyterLab, or put the answer into a variable");
    }
}

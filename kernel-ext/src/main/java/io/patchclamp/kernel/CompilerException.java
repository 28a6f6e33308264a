package io.patchclamp.kernel;

import io.patchclamp.fault.PatchclampException;

/** The compiler did not refuse the cell: it broke on it. */
final class CompilerException extends PatchclampException {
    private static final long serialVersionUID = 1L;

    private CompilerException(String what, Throwable cause) {
        super(
                what,
                "split long expressions and large literals over several statements, or read them from a file",
                cause);
    }

    static CompilerException of(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new CompilerException("The Java compiler broke on this cell: " + root + ".", thrown);
    }
}

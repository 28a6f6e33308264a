package io.patchclamp.internal.load;

import java.nio.file.Path;
import java.util.regex.Pattern;

import io.patchclamp.fault.LoadException;
import io.patchclamp.model.ModuleTree;

/** A configuration that speaks of more than the file can hold is refused before it is followed. */
final class FewTensors {
    private static final Pattern IN_BLOCK = Pattern.compile("\\.[0-9]+\\.");

    private FewTensors() {}

    static void check(ModuleTree modules, Path file, int present) {
        long needed = modules.parameters().stream()
                .filter(p -> p.name().endsWith(".weight")
                        && IN_BLOCK.matcher(p.name()).find())
                .count();
        int layers = modules.config().layers();
        if (needed > present) {
            throw new LoadException(
                    "'" + file + "' speaks of " + layers + " blocks, which are " + needed / layers
                            + " tensors each, and there are " + present + " tensors in all.",
                    "a copy of the model that is complete");
        }
    }
}

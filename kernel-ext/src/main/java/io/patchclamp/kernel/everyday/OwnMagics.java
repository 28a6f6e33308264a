package io.patchclamp.kernel.everyday;

import io.github.spencerpark.jupyter.kernel.magic.registry.CellMagicFunction;
import io.github.spencerpark.jupyter.kernel.magic.registry.LineMagicFunction;
import io.github.spencerpark.jupyter.kernel.magic.registry.Magics;
import io.patchclamp.fault.PatchclampException;

/**
 * How a notebook gets magics of its own. Every cell has these methods at hand without an import. Classes written for IJava,
 * with {@code @LineMagic} and {@code @CellMagic} of the basekernel on their methods, register as they are.
 */
public final class OwnMagics {
    private static volatile Magics registry;

    private OwnMagics() {}

    /**
     * Makes a set of magics the one that cells add to.
     *
     * @param magics the notebook's magics
     */
    public static void of(io.patchclamp.magic.Magics magics) {
        registry = new ForeignMagics(magics);
    }

    /**
     * The registry itself, as the basekernel has it.
     *
     * @return what {@code getKernelInstance().getMagics()} gives in IJava
     */
    public static Magics registry() {
        if (registry == null) {
            throw new PatchclampException(
                    "There is no notebook to add a magic to.", "call it from a cell of a notebook");
        }
        return registry;
    }

    /**
     * Adds the methods that carry {@code @LineMagic} or {@code @CellMagic}.
     *
     * @param magics an object with such methods, or a class whose such methods are static
     */
    public static void registerMagics(Object magics) {
        if (magics instanceof Class<?> type) {
            registry().registerMagics(type);
        } else {
            registry().registerMagics(magics);
        }
    }

    /**
     * Adds a line magic.
     *
     * @param name without the percent sign
     * @param function from the words behind the name to the value
     */
    public static void registerLineMagic(String name, LineMagicFunction<?> function) {
        registry().registerLineMagic(name, function);
    }

    /**
     * Adds a cell magic.
     *
     * @param name without the percent signs
     * @param function from the words behind the name and the text below to the value
     */
    public static void registerCellMagic(String name, CellMagicFunction<?> function) {
        registry().registerCellMagic(name, function);
    }
}

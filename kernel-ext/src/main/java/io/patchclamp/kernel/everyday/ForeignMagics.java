package io.patchclamp.kernel.everyday;

import java.util.HashMap;
import java.util.Map;

import io.github.spencerpark.jupyter.kernel.magic.registry.CellMagicFunction;
import io.github.spencerpark.jupyter.kernel.magic.registry.LineMagicFunction;
import io.github.spencerpark.jupyter.kernel.magic.registry.Magics;
import io.patchclamp.fault.PatchclampException;

/**
 * The registry that magics written against the basekernel know: what they register here is a magic of the notebook like any
 * other, in help and completion too. Registering a name again replaces what it did.
 */
final class ForeignMagics extends Magics {
    private final io.patchclamp.magic.Magics magics;
    private final Map<String, ForeignMagic> own = new HashMap<>();

    ForeignMagics(io.patchclamp.magic.Magics magics) {
        this.magics = magics;
    }

    @Override
    public void registerLineMagic(String name, LineMagicFunction<?> function) {
        magic(name).line(function);
    }

    @Override
    public void registerCellMagic(String name, CellMagicFunction<?> function) {
        magic(name).cell(function);
    }

    private ForeignMagic magic(String name) {
        if (!name.matches("\\p{L}[\\p{L}\\p{N}_-]*")) {
            throw new PatchclampException(
                    "'" + name + "' is no name for a magic.", "a letter first, then letters, digits, - and _");
        }
        ForeignMagic known = own.get(name);
        if (known != null) {
            return known;
        }
        if (magics.spec(name).isPresent()) {
            throw new PatchclampException(
                    "The magic '" + name + "' is the kernel's own.", "another name for yours, such as my-" + name);
        }
        ForeignMagic fresh = new ForeignMagic(name);
        own.put(name, fresh);
        magics.register(fresh);
        return fresh;
    }
}

package io.patchclamp.kernel;

import java.util.Optional;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.kernel.cell.Unit;
import io.patchclamp.magic.Magics;
import io.patchclamp.magic.Session;

/** Runs the parts of a cell that are no Java. */
final class MagicUnits {
    private MagicUnits() {}

    static Object run(Unit unit, Magics magics, Session session) throws Exception {
        if (unit instanceof Unit.LineMagic magic) {
            return magics.run(magic.name(), magic.arguments(), Optional.empty(), session);
        }
        if (unit instanceof Unit.CellMagic magic) {
            return magics.run(magic.name(), magic.arguments(), Optional.of(magic.body()), session);
        }
        if (unit instanceof Unit.Help help) {
            return magics.run("help", help.name(), Optional.empty(), session);
        }
        throw new PatchclampException(
                "%%" + name(unit) + " is not the first thing in its cell (line " + (unit.line() + 1) + ").",
                "split the cell before %%" + name(unit));
    }

    /** The variable the result is bound to. */
    static Optional<String> variable(Unit unit, Magics magics) {
        if (unit instanceof Unit.LineMagic magic) {
            return magics.asName(magic.name(), magic.arguments());
        }
        return unit instanceof Unit.CellMagic magic ? magics.asName(magic.name(), magic.arguments()) : Optional.empty();
    }

    static String name(Unit unit) {
        if (unit instanceof Unit.LineMagic magic) {
            return magic.name();
        }
        if (unit instanceof Unit.CellMagic magic) {
            return magic.name();
        }
        return unit instanceof Unit.Misplaced magic ? magic.name() : "";
    }
}

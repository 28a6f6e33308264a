package io.patchclamp.kernel;

import java.util.ArrayList;
import java.util.List;

import io.patchclamp.kernel.cell.Cell;
import io.patchclamp.kernel.cell.Unit;
import io.patchclamp.kernel.session.JavaSession;
import io.patchclamp.kernel.session.Piece;
import io.patchclamp.kernel.session.Place;
import io.patchclamp.kernel.session.Sealed;
import io.patchclamp.magic.Magics;

/** A cell as the steps it takes, all of its Java split before any of it runs. */
final class Steps {
    private final JavaSession java;
    private final Magics magics;
    private final Generator generator;
    private final List<Step> steps = new ArrayList<>();

    private Steps(JavaSession java, Magics magics, Generator generator) {
        this.java = java;
        this.magics = magics;
        this.generator = generator;
    }

    static List<Step> of(Place cell, JavaSession java, Magics magics, Generator generator) {
        Steps all = new Steps(java, magics, generator);
        all.add(cell.text(), cell);
        return all.steps;
    }

    /** The first step that cannot be taken, or null. */
    static Step broken(List<Step> steps) {
        return steps.stream().filter(Steps::isBroken).findFirst().orElse(null);
    }

    private static boolean isBroken(Step step) {
        if (step instanceof Step.Java java) {
            return java.piece().form() != Piece.Form.COMPLETE;
        }
        return step instanceof Step.Magic magic
                && (magic.unit() instanceof Unit.Misplaced || magic.unit() instanceof Unit.Unclosed);
    }

    private void add(String code, Place from) {
        Cell cell = Cell.of(code, name -> magics.spec(name).isPresent(), generator);
        for (Unit unit : cell.units()) {
            Place place = from.at(from.line() + unit.line());
            if (unit instanceof Unit.Java part) {
                for (Piece piece : Sealed.permitted(java.split(part.source()))) {
                    steps.add(new Step.Java(piece, place.at(place.line() + piece.line())));
                }
            } else if (unit instanceof Unit.LineMagic magic && LoadedFile.isMeant(magic)) {
                steps.add(new Step.Load(LoadedFile.name(magic), place));
            } else if (unit instanceof Unit.LineMagic magic
                    && magic.name().equals(TimeMagic.NAME)
                    && !magic.arguments().isEmpty()) {
                timed(magic.arguments(), place);
            } else if (unit instanceof Unit.CellMagic magic && magic.name().equals(TimeMagic.NAME)) {
                String body = magic.arguments().isEmpty() ? magic.body() : magic.arguments() + "\n" + magic.body();
                int shift = magic.arguments().isEmpty() ? 1 : 0;
                timed(body, place.at(place.line() + shift));
            } else {
                steps.add(new Step.Magic(unit, place));
            }
        }
    }

    private void timed(String code, Place place) {
        steps.add(new Step.Begin());
        add(code, place);
        steps.add(new Step.End());
    }
}

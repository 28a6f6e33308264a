package io.patchclamp.kernel;

import io.patchclamp.kernel.cell.Unit;
import io.patchclamp.kernel.session.Piece;
import io.patchclamp.kernel.session.Place;

/** What a cell does, one after the other. */
sealed interface Step {
    /** A snippet of Java. */
    record Java(Piece piece, Place place) implements Step {}

    /** A magic, a question for its help, or one that stands where it must not. */
    record Magic(Unit unit, Place place) implements Step {}

    /** A file of cells, read and taken apart when its turn comes: an earlier step may have written it. */
    record Load(String file, Place place) implements Step {}

    /** From here on, time is taken. */
    record Begin() implements Step {}

    /** Until here. */
    record End() implements Step {}
}

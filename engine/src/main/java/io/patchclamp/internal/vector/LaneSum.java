package io.patchclamp.internal.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The sum of a vector's numbers, half on half, always in this order. {@code reduceLanes} leaves the order open, and newer Javas add
 * in another before the compiler has come to a loop than after: the same pass twice would not have the same bits.
 */
final class LaneSum {
    private static final VectorSpecies<Float> SPECIES = Loads.SPECIES;
    private static final int LANES = SPECIES.length();
    private static final VectorShuffle<Float> BY_EIGHT = by(8);
    private static final VectorShuffle<Float> BY_FOUR = by(4);
    private static final VectorShuffle<Float> BY_TWO = by(2);
    private static final VectorShuffle<Float> BY_ONE = by(1);

    private LaneSum() {}

    private static VectorShuffle<Float> by(int lanes) {
        return VectorShuffle.fromOp(SPECIES, i -> (i + lanes) % LANES);
    }

    static float of(FloatVector v) {
        FloatVector sum = v;
        if (LANES > 8) {
            sum = sum.add(sum.rearrange(BY_EIGHT));
        }
        if (LANES > 4) {
            sum = sum.add(sum.rearrange(BY_FOUR));
        }
        sum = sum.add(sum.rearrange(BY_TWO));
        return sum.add(sum.rearrange(BY_ONE)).lane(0);
    }
}

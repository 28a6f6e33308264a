package io.patchclamp.stats;

import java.util.SplittableRandom;

import io.patchclamp.fault.PatchclampException;

/**
 * How arrangements are drawn where there are too many to count them all: at most {@link #ALL}.
 *
 * <p>Each draw has its own random numbers, made from the seed and the draw's number: how many threads there are changes
 * nothing.
 *
 * @param draws how many, besides the observed one
 * @param seed what random numbers are made from
 */
public record Resampling(int draws, long seed) {
    /** So many arrangements, or fewer, are all counted. */
    public static final int ALL = 20_000;

    public Resampling {
        if (draws < 99 || draws > 10_000_000) {
            throw new PatchclampException(
                    draws + " draws are too " + (draws < 99 ? "few to give a p of .01" : "many") + ".",
                    "99 to 10,000,000; 9,999 is usual");
        }
    }

    /**
     * 9,999 draws.
     *
     * @param seed what random numbers are made from
     * @return the resampling
     */
    public static Resampling of(long seed) {
        return new Resampling(9_999, seed);
    }

    /** The random numbers of one draw. */
    SplittableRandom random(long draw) {
        return new SplittableRandom(mixed(seed * 0x9E3779B97F4A7C15L + mixed(draw + 0x632BE59BD9B4E019L)));
    }

    private static long mixed(long z) {
        long y = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        y = (y ^ (y >>> 27)) * 0x94D049BB133111EBL;
        return y ^ (y >>> 31);
    }
}

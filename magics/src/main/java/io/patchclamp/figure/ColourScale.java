package io.patchclamp.figure;

import java.util.ArrayList;
import java.util.List;

/**
 * The red-blue scale of one picture, symmetric about 0: blue is negative, red positive, white 0, grey missing.
 *
 * <p>Colours: ColorBrewer's RdBu with 11 classes, reversed, linear between anchors.
 *
 * @param limit the |value| at which colour ends, finite and above 0
 * @param reason how the limit was chosen, for the caption
 * @param below cells under -limit, infinite ones too
 * @param above cells over limit, infinite ones too
 * @param infinite cells that are infinite
 * @param missing cells that are NaN
 * @param least the smallest finite value, NaN if there is none
 * @param most the largest finite value, NaN if there is none
 */
record ColourScale(
        double limit, String reason, long below, long above, long infinite, long missing, double least, double most) {
    /** Colours go from -STEPS to STEPS; 0 is the neutral one. */
    static final int STEPS = 100;

    static final int MISSING_RGB = 0xcfcfcf;

    private static final int[] ANCHORS = {
        0x053061, 0x2166ac, 0x4393c3, 0x92c5de, 0xd1e5f0, 0xf7f7f7, 0xfddbc7, 0xf4a582, 0xd6604d, 0xb2182b, 0x67001f
    };
    private static final int[] RGB = ramp();

    /**
     * The scale for a [token, unit] matrix, its limit at a percentile of the |finite values|.
     *
     * @param units the matrix's units
     * @param firstToken the first token that sets the limit; earlier ones are only drawn with it
     */
    static ColourScale atPercentile(float[] values, int units, int firstToken, double percentile) {
        int from = firstToken * units;
        double limit = Percentile.ofMagnitudes(values, from, percentile);
        String of = "|x|" + (firstToken > 0 ? " from token " + firstToken + " on" : "");
        String words = percentile == 100 ? "the largest " + of : Numerals.ordinal(percentile) + " percentile of " + of;
        if (limit == 0) {
            limit = Percentile.ofMagnitudes(values, from, 100);
            words = "the largest " + of + ", as the " + Numerals.ordinal(percentile) + " percentile is 0";
        }
        if (Double.isNaN(limit)) {
            return count(values, 1, "arbitrary, no value is finite");
        }
        if (limit == 0) {
            return count(values, 1, "arbitrary, all values are 0");
        }
        // The first token often holds activations far beyond all others: say so where it sets the scale.
        double others = values.length > 2 * units ? Percentile.ofMagnitudes(values, units, percentile) : Double.NaN;
        boolean widened = firstToken == 0 && others > 0 && limit >= 2 * others;
        return count(values, limit, words + (widened ? ", ±" + Numerals.value(others) + " without token 0" : ""));
    }

    /** The scale for these values with a given limit. */
    static ColourScale fixed(float[] values, double limit) {
        return count(values, limit, "fixed");
    }

    private static ColourScale count(float[] values, double limit, String reason) {
        long below = 0;
        long above = 0;
        long infinite = 0;
        long missing = 0;
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (float x : values) {
            if (Float.isNaN(x)) {
                missing++;
                continue;
            }
            above += x > limit ? 1 : 0;
            below += x < -limit ? 1 : 0;
            if (Float.isInfinite(x)) {
                infinite++;
            } else {
                least = Math.min(least, x);
                most = Math.max(most, x);
            }
        }
        boolean none = least > most;
        return new ColourScale(
                limit, reason, below, above, infinite, missing, none ? Double.NaN : least, none ? Double.NaN : most);
    }

    long clipped() {
        return below + above;
    }

    int rgb(float x) {
        if (Float.isNaN(x)) {
            return MISSING_RGB;
        }
        return rgbOfStep((int) Math.round(Math.max(-1, Math.min(1, x / limit)) * STEPS));
    }

    /** The colour of one step, -STEPS to STEPS. */
    static int rgbOfStep(int step) {
        return RGB[step + STEPS];
    }

    /** Every colour a cell can have. */
    static List<Integer> colours() {
        List<Integer> all = new ArrayList<>(List.of(MISSING_RGB));
        for (int colour : RGB) {
            all.add(colour);
        }
        return all;
    }

    private static int[] ramp() {
        int[] ramp = new int[2 * STEPS + 1];
        for (int i = 0; i < ramp.length; i++) {
            double at = (double) i * (ANCHORS.length - 1) / (ramp.length - 1);
            int left = Math.min((int) at, ANCHORS.length - 2);
            ramp[i] = mix(ANCHORS[left], ANCHORS[left + 1], at - left);
        }
        return ramp;
    }

    /** A colour between two others. */
    static int mix(int from, int to, double share) {
        int rgb = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int a = from >> shift & 0xff;
            int b = to >> shift & 0xff;
            rgb |= (int) Math.round(a + (b - a) * share) << shift;
        }
        return rgb;
    }
}

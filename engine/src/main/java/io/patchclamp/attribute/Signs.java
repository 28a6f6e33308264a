package io.patchclamp.attribute;

import io.patchclamp.model.Electrode;

/** Which activations a selection means. */
final class Signs {
    private Signs() {}

    /** Whether a number is of the sign that the selector asks for. */
    static boolean meant(Electrode electrode, float value) {
        return switch (electrode.polarity()) {
            case BOTH -> true;
            case POSITIVE -> value > 0;
            case NEGATIVE -> value < 0;
        };
    }

    /** Whether each number of one token belongs to a chosen unit. */
    static boolean[] chosen(Electrode electrode) {
        int wide = electrode.site().width() / electrode.site().units();
        boolean[] chosen = new boolean[electrode.site().width()];
        for (int unit : electrode.unitArray()) {
            java.util.Arrays.fill(chosen, unit * wide, (unit + 1) * wide, true);
        }
        return chosen;
    }
}

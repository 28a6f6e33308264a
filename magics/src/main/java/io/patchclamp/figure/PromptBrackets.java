package io.patchclamp.figure;

import java.awt.Color;

/**
 * The line between prompt and generated tokens, and both named on the side away from the tokens.
 *
 * @param left the plot's edge
 * @param top the plot's edge
 * @param across the plot's width
 * @param down the plot's height
 */
record PromptBrackets(Ink ink, double left, double top, double across, double down, boolean timeOnX) {
    void paint(Axis time, int split) {
        double origin = timeOnX ? left : top;
        double end = origin + time.length();
        double generatedFrom = split == 0 ? origin : origin + time.start(time.cellOf(split));
        if (time.parted()) {
            divide(generatedFrom - Axis.GAP + 1);
        }
        double middle = word("generated", generatedFrom, end, origin, end, Ink.GENERATED);
        bracket(generatedFrom, end, Ink.GENERATED);
        if (split > 0) {
            double promptTo = generatedFrom - Axis.GAP;
            double length = Lettering.width("prompt", Lettering.LABEL);
            double room = middle - Lettering.width("generated", Lettering.LABEL) / 2 - 8 - origin;
            bracket(origin, promptTo, Ink.DARK);
            if (length <= room) {
                word("prompt", origin, promptTo, origin, origin + room, Ink.DARK);
            }
        }
    }

    private void divide(double from) {
        if (timeOnX) {
            ink.fill(Ink.DARK, from, top - 0.5, 1, down + 1);
        } else {
            ink.fill(Ink.DARK, left - 0.5, from, across + 1, 1);
        }
    }

    private void bracket(double from, double to, Color colour) {
        if (timeOnX) {
            ink.fill(colour, from + 1, top - 4, to - from - 2, 1);
        } else {
            ink.fill(colour, left + across + 3, from + 1, 1, to - from - 2);
        }
    }

    /** Writes a word at the middle of its stretch of time, but between two bounds; says where its middle came to lie. */
    private double word(String word, double from, double to, double least, double most, Color colour) {
        double half = Lettering.width(word, Lettering.LABEL) / 2;
        double middle = Math.max(least + half, Math.min(most - half, (from + to) / 2));
        if (timeOnX) {
            ink.centred(word, Lettering.LABEL, colour, middle, top - 8);
        } else {
            ink.upwards(word, Lettering.LABEL, colour, left + across + 15, middle);
        }
        return middle;
    }
}

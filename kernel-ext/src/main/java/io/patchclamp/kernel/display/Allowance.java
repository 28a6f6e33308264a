package io.patchclamp.kernel.display;

import java.util.Locale;

/**
 * How much one cell may show, so that a runaway loop fills neither the memory nor the notebook: text beyond a number of
 * characters goes to a file, displays beyond a number of them nowhere. Says where it begins to cut, and at the end how much
 * it cut. Not thread-safe.
 */
final class Allowance {
    static final int CHARACTERS = 20_000_000;
    static final int DISPLAYS = 10_000;

    private final Overflow overflow = new Overflow();
    private long written;
    private long lines;
    private long told;
    private int displays;

    /** Takes what a text got behind a place: leaves it there, or in its place what is to be said. */
    void text(StringBuilder text, int from) {
        long before = written;
        written += text.length() - from;
        if (written <= CHARACTERS) {
            return;
        }
        String rest = text.substring(from);
        overflow.write(rest);
        lines += rest.chars().filter(c -> c == '\n').count();
        text.setLength(from);
        if (before <= CHARACTERS) {
            written = CHARACTERS + (long) rest.length();
            text.append("\n[cut: this cell wrote more than ")
                    .append(CHARACTERS)
                    .append(" characters; ")
                    .append(overflow.where())
                    .append("]\n");
        }
    }

    /** Whether one more may be shown. */
    boolean display() {
        displays++;
        return displays <= DISPLAYS;
    }

    /** Whether the one that was just asked for is the first that may not. */
    boolean isFirstLeftOut() {
        return displays == DISPLAYS + 1;
    }

    /** What was shown is gone: the cell may show as much again. */
    void again() {
        written = 0;
        displays = 0;
    }

    /** What there is to say at the end; empty if all was shown, or it was said. */
    String end() {
        long cut = Math.max(0, written - CHARACTERS);
        if (cut + displays == told || cut == 0 && displays <= DISPLAYS) {
            return "";
        }
        told = cut + displays;
        String text = cut == 0
                ? ""
                : String.format(Locale.ROOT, "[cut: %,d characters, %,d lines; %s]\n", cut, lines, overflow.where());
        return displays <= DISPLAYS
                ? text
                : text + String.format(Locale.ROOT, "[cut: %,d displays are not shown]\n", displays - DISPLAYS);
    }

    void flush() {
        overflow.flush();
    }
}

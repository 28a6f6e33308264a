package io.patchclamp.internal.jinja;

import java.util.AbstractList;

/** Python's range. */
final class Range extends AbstractList<Object> {
    private static final long LARGEST = 100_000;

    private final long from;
    private final long step;
    private final int count;

    private Range(long from, long step, int count) {
        this.from = from;
        this.step = step;
        this.count = count;
    }

    static Range of(Arguments arguments) {
        Object[] given = arguments.bind("range", "start", "stop?", "step?");
        boolean alone = given[1] == Arguments.ABSENT;
        long start = alone ? 0 : Values.index(given[0]);
        long stop = Values.index(alone ? given[0] : given[1]);
        long step = Arguments.count(given[2], 1);
        if (step == 0) {
            throw TemplateFault.failed("The step of range is 0");
        }
        long span = step > 0 ? stop - start : start - stop;
        long count = span <= 0 ? 0 : (span + Math.abs(step) - 1) / Math.abs(step);
        if (count > LARGEST) {
            throw TemplateFault.tooLarge("A range of " + count + " numbers is asked for; " + LARGEST + " is the most");
        }
        return new Range(start, step, (int) count);
    }

    /** Some of its numbers, as a slice takes them. */
    Range part(int first, int size, int stride) {
        return new Range(from + first * step, step * stride, size);
    }

    @Override
    public Object get(int index) {
        if (index < 0 || index >= count) {
            throw new IndexOutOfBoundsException(index);
        }
        return from + index * step;
    }

    @Override
    public int size() {
        return count;
    }

    @Override
    public String toString() {
        long stop = from + count * step;
        return "range(" + from + ", " + stop + (step == 1 ? "" : ", " + step) + ")";
    }
}

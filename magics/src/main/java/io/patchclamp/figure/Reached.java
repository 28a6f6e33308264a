package io.patchclamp.figure;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.patchclamp.epoch.Evoked;
import io.patchclamp.epoch.Evoked.Point;

/**
 * The offsets of a window between the first and the last that a trial has: a picture has no room for those beyond.
 *
 * @param from the window's first offset
 * @param to its last
 * @param first the first that is drawn
 * @param last the last that is drawn
 */
record Reached(int from, int to, int first, int last) {
    /** All of the window where no trial has any. */
    static Reached of(Evoked evoked) {
        int from = evoked.alignment().from();
        int to = evoked.alignment().to();
        int[] known = evoked.lines().stream()
                .flatMap(line -> line.points().stream())
                .filter(point -> point.n() > 0)
                .mapToInt(Point::offset)
                .sorted()
                .toArray();
        return known.length == 0
                ? new Reached(from, to, from, to)
                : new Reached(from, to, known[0], known[known.length - 1]);
    }

    List<Integer> offsets() {
        return IntStream.rangeClosed(first, last).boxed().toList();
    }

    /** Of one point an offset of the window. */
    List<Point> of(List<Point> points) {
        return points.subList(first - from, last - from + 1);
    }

    /** Of rows with a number an offset of the window. */
    float[] of(float[] rows) {
        int length = to - from + 1;
        int drawn = last - first + 1;
        float[] cut = new float[rows.length / length * drawn];
        for (int row = 0; row < rows.length / length; row++) {
            System.arraycopy(rows, row * length + first - from, cut, row * drawn, drawn);
        }
        return cut;
    }

    /** For a caption: what is left out; empty where nothing is. */
    String words() {
        List<String> out = Stream.of(span(from, first - 1), span(last + 1, to))
                .filter(span -> !span.isEmpty())
                .toList();
        return out.isEmpty() ? "" : " No trial has a number at " + String.join(", nor at ", out) + ".";
    }

    private static String span(int a, int b) {
        return a > b ? "" : a == b ? "offset " + a : "offsets " + a + " to " + b;
    }
}

package io.patchclamp.figure;

import java.util.List;

import io.patchclamp.geometry.Course;

/** Places of a course as an axis names them. */
final class CourseAxis {
    private CourseAxis() {}

    /** One a place: L0, L1, … where all sites are the same but for the layer, else offsets, or both where both change. */
    static List<String> labels(Course course) {
        if (course.word().equals("site and offset")) {
            return sites(course).stream()
                    .flatMap(s -> offsets(course).stream().map(o -> s + " " + o))
                    .toList();
        }
        return course.word().equals("offset") ? offsets(course) : sites(course);
    }

    static List<String> offsets(Course course) {
        return course.offsets().stream()
                .map(o -> o > 0 ? "+" + o : o < 0 ? "−" + -o : "0")
                .toList();
    }

    static List<String> sites(Course course) {
        return SiteNames.of(course.sites()).each();
    }

    /** What stands under it. */
    static String label(Course course) {
        return course.word().equals("offset")
                ? "offset from the event (tokens), " + course.sites().get(0)
                : SiteNames.of(course.sites()).axis()
                        + (course.word().equals("site") ? "" : ", and offset from the event (tokens)");
    }

    /** A line up at the event, where there is one among several offsets. */
    static void event(Course course, PlotArea plot, double low, double high) {
        int at = course.offsets().indexOf(0);
        if (at > 0 && course.word().equals("offset")) {
            plot.line(new double[] {at, at}, new double[] {low, high}, Ink.PALE, 1.2f);
        }
    }
}

package io.patchclamp.figure;

import java.awt.Color;
import java.util.List;
import java.util.Locale;

import io.patchclamp.geometry.Course;
import io.patchclamp.geometry.Decoded;

/** Accuracy at sites and offsets at once: a cell each, the first site below, dots where it is above the best of chance. */
final class DecodingMap {
    private static final int BAR = 72;
    private static final int LONGEST = 170;

    private final Decoded decoding;
    private final Course course;
    private final double floor;
    private final double most;
    private final int left;

    DecodingMap(Decoded decoding) {
        this.decoding = decoding;
        this.course = decoding.course();
        this.floor = decoding.places().stream()
                .mapToDouble(p -> p.nullQuantile(0.5))
                .filter(Double::isFinite)
                .average()
                .orElse(0);
        this.most = Math.max(
                floor + 0.1,
                decoding.places().stream()
                        .mapToDouble(p -> p.meanAccuracy())
                        .filter(Double::isFinite)
                        .max()
                        .orElse(floor + 0.1));
        this.left = (int) Math.max(
                70,
                34
                        + CourseAxis.sites(course).stream()
                                .mapToDouble(s -> Lettering.width(shown(s), Lettering.SMALL))
                                .max()
                                .orElse(0));
    }

    Figure draw(String claim, String numbers) {
        int columns = course.offsets().size();
        int rows = course.sites().size();
        double cell = Math.max(8, Math.min(24, 420.0 / rows));
        double across = Math.max(cell, Math.min(48, 460.0 / columns));
        int width = (int) Math.max(520, left + columns * across + BAR + 60);
        int height = (int) (rows * cell + 58);
        String title = "'" + decoding.column() + "' " + claim + " (" + DecodingChart.counts(decoding) + ")";
        String caption = String.format(
                Locale.ROOT,
                "Colour: balanced accuracy, mean over %d folds by %s, from the median of shuffled labels up; dots: p ≤ .05"
                        + " against the best of all %d cells in each of %d shuffles (seed %d).",
                decoding.places().get(0).accuracy().size(),
                decoding.groups(),
                course.count(),
                decoding.places().get(0).nullAccuracy().size(),
                decoding.basis().seed().orElse(0));
        if (decoding.places().stream().anyMatch(p -> Double.isNaN(p.meanAccuracy()))) {
            caption += " Grey: missing.";
        }
        String said = caption;
        return Page.draw(
                width,
                height,
                title,
                said,
                said + "\n" + numbers,
                SquareCells.palette(),
                (ink, top) -> paint(ink, top + 12.0, cell, across));
    }

    private void paint(Ink ink, double top, double cell, double across) {
        int columns = course.offsets().size();
        int rows = course.sites().size();
        for (int s = 0; s < rows; s++) {
            for (int o = 0; o < columns; o++) {
                int place = s * columns + o;
                double x = left + o * across;
                double y = top + (rows - 1 - s) * cell;
                double value = decoding.places().get(place).meanAccuracy();
                ink.cell(
                        Double.isNaN(value) ? SquareCells.MISSING : SquareCells.shade((value - floor) / (most - floor)),
                        x,
                        y,
                        across,
                        cell);
                if (decoding.p(place) <= 0.05) {
                    double r = Math.min(2.2, cell / 5);
                    ink.graphics().setColor(value > (floor + most) / 2 ? Ink.DARK : Color.WHITE);
                    ink.graphics()
                            .fill(new java.awt.geom.Ellipse2D.Double(
                                    x + across / 2 - r, y + cell / 2 - r, 2 * r, 2 * r));
                }
            }
        }
        double wide = columns * across;
        double high = rows * cell;
        ink.frame(Ink.GREY, left, top, wide, high);
        int event = course.offsets().indexOf(0);
        if (event > 0) {
            ink.line(Ink.DARK, 1, left + event * across, top - 5, left + event * across, top + high + 3);
        }
        List<String> sites = CourseAxis.sites(course);
        int step = Numerals.roundStep(14 / cell);
        for (int s = 0; s < rows; s += step) {
            ink.right(
                    shown(sites.get(s)), Lettering.SMALL, Ink.DARK, left - 5, top + (rows - 1 - s + 0.5) * cell + 3.5);
        }
        List<String> offsets = CourseAxis.offsets(course);
        int skip = Numerals.roundStep(22 / across);
        for (int o = 0; o < columns; o += skip) {
            ink.centred(offsets.get(o), Lettering.SMALL, Ink.DARK, left + (o + 0.5) * across, top + high + 14);
        }
        ink.centred("offset from the event (tokens)", Lettering.LABEL, Ink.DARK, left + wide / 2, top + high + 30);
        ink.upwards(SiteNames.of(course.sites()).axis(), Lettering.LABEL, Ink.DARK, 20, top + high / 2);
        bar(ink, left + wide + 18, top, high);
    }

    private static String shown(String site) {
        return Lettering.clip(site, Lettering.SMALL, LONGEST);
    }

    private void bar(Ink ink, double left, double top, double high) {
        ColourBar.upright(ink, left, top, ColourBar.WIDTH, high, SquareCells::shade);
        boolean below = decoding.places().stream().anyMatch(p -> p.meanAccuracy() < floor);
        List<ColourBar.Tick> ticks = List.of(
                new ColourBar.Tick(0, (below ? "≤ " : "") + Numerals.value(floor)),
                new ColourBar.Tick(1, Numerals.value(most)));
        ColourBar.numbers(ink, left + ColourBar.WIDTH, top, high, ticks);
        ink.upwards(
                "accuracy",
                Lettering.LABEL,
                Ink.DARK,
                left + ColourBar.WIDTH + ColourBar.numbersRoom(ticks) + 12,
                top + high / 2);
    }
}

package io.patchclamp.figure;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;

import io.patchclamp.lesion.Control;
import io.patchclamp.lesion.ControlledLesion;
import io.patchclamp.lesion.LesionedMode;
import io.patchclamp.lesion.LesionedMode.ControlEffect;
import io.patchclamp.stats.Effect;
import io.patchclamp.stats.Interval;
import io.patchclamp.stats.PValue;

/** A lesion's effect, mode by mode: the set with its interval over trials, every trial, and every control as a dot. */
public final class LesionChart {
    private static final int PLOT = 272;
    private static final int LEFT = 70;
    private static final Color PALE = new Color(0xb9cfe0);
    private static final Color TRIAL = new Color(ColourScale.mix(PlotArea.COLOURS[0], 0xffffff, 0.4));

    private final ControlledLesion lesion;

    private LesionChart(ControlledLesion lesion) {
        this.lesion = lesion;
    }

    /**
     * Draws it.
     *
     * @param lesion what was found
     * @return the picture
     * @throws io.patchclamp.fault.PatchclampException if Java finds no font
     */
    public static Figure of(ControlledLesion lesion) {
        return new LesionChart(lesion).draw();
    }

    private Figure draw() {
        boolean circular = lesion.provenance().details().containsKey("CIRCULAR");
        String title =
                (circular ? "CIRCULAR · " : "") + "Lesion of " + lesion.set().name() + " (n = "
                        + Numerals.count(lesion.task().trials().count(), "trial") + ", "
                        + Numerals.count(lesion.set().count(), "unit") + ")";
        int width = Math.max(420, Math.min(900, LEFT + 60 + lesion.modes().size() * columns() * 110));
        int legend = Page.legendHeight(LEFT, width - 20, legend());
        int places = lesion.modes().size() * columns();
        int below = 44 + PlotArea.namesRoom(names(), (width - LEFT - 20.0) / (places + 0.2));
        return Page.draw(
                width,
                legend + PLOT + below,
                title,
                caption(),
                caption() + "\n" + numbers(),
                PlotArea.palette(),
                (ink, top) -> {
                    double end = Page.legend(ink, LEFT, top + 12.0, width - 20, legend());
                    paint(ink, end - 2, width, PLOT - 10.0);
                });
    }

    private int columns() {
        return 1
                + (int) lesion.modes().get(0).controls().stream()
                        .map(c -> c.control().kind())
                        .distinct()
                        .count();
    }

    private void paint(Ink ink, double top, int width, double height) {
        double low = 0;
        double high = 0;
        for (LesionedMode mode : lesion.modes()) {
            for (double e : mode.effect()) {
                low = Math.min(low, e);
                high = Math.max(high, e);
            }
            low = Math.min(low, interval(mode).map(Interval::low).orElse(low));
            high = Math.max(high, interval(mode).map(Interval::high).orElse(high));
            for (ControlEffect c : mode.controls()) {
                low = Math.min(low, c.mean());
                high = Math.max(high, c.mean());
            }
        }
        double margin = high == low ? 1 : 0.08 * (high - low);
        int places = lesion.modes().size() * columns();
        PlotArea plot = new PlotArea(
                ink, LEFT, top, width - LEFT - 20.0, height, new double[] {-0.6, places - 0.4}, new double[] {
                    low - margin, high + margin
                });
        String unit = lesion.task().metric().unit();
        plot.yAxis("Δ metric" + (unit.isEmpty() ? "" : " (" + unit + ")"));
        plot.line(new double[] {-0.6, places - 0.4}, new double[] {0, 0}, Ink.GREY, 1.2f);
        int at = 0;
        for (int m = 0; m < lesion.modes().size(); m++) {
            LesionedMode mode = lesion.modes().get(m);
            set(plot, mode, at++);
            for (Control.Kind kind : Control.Kind.values()) {
                if (mode.controls().stream().anyMatch(c -> c.control().kind() == kind)) {
                    cloud(plot, mode, kind, at++);
                }
            }
        }
        plot.frame();
        plot.xNames(names(), "what was removed");
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        for (LesionedMode mode : lesion.modes()) {
            names.add(
                    "the set" + (lesion.modes().size() > 1 ? " (" + mode.mode().word() + ")" : ""));
            for (Control.Kind kind : Control.Kind.values()) {
                if (mode.controls().stream().anyMatch(c -> c.control().kind() == kind)) {
                    names.add(kind.word());
                }
            }
        }
        return names;
    }

    private static Optional<Interval> interval(LesionedMode mode) {
        return mode.items().stream()
                .flatMap(t -> t.effects().stream())
                .filter(e -> e.name().equals("mean effect"))
                .map(Effect::interval)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static void set(PlotArea plot, LesionedMode mode, int at) {
        SplittableRandom jitter = new SplittableRandom(1);
        plot.band(
                new double[] {at - 0.28, at + 0.28},
                new double[] {Math.min(0, mode.mean()), Math.min(0, mode.mean())},
                new double[] {Math.max(0, mode.mean()), Math.max(0, mode.mean())},
                PALE);
        for (double e : mode.effect()) {
            plot.dot(at - 0.2 + 0.4 * jitter.nextDouble(), e, 1.8, TRIAL, false);
        }
        interval(mode).ifPresent(ci -> {
            plot.line(new double[] {at, at}, new double[] {ci.low(), ci.high()}, Color.WHITE, 5);
            plot.line(new double[] {at, at}, new double[] {ci.low(), ci.high()}, PlotArea.colour(0), 2);
        });
        plot.dot(at, mode.mean(), 5.5, Color.WHITE, true);
        plot.dot(at, mode.mean(), 4, PlotArea.colour(0), true);
    }

    private static void cloud(PlotArea plot, LesionedMode mode, Control.Kind kind, int at) {
        SplittableRandom jitter = new SplittableRandom(2);
        for (ControlEffect c : mode.controls()) {
            if (c.control().kind() == kind) {
                plot.dot(at - 0.22 + 0.44 * jitter.nextDouble(), c.mean(), 2.6, PlotArea.colour(1), true);
            }
        }
    }

    private static List<Page.Entry> legend() {
        return List.of(
                Page.Entry.box("mean over trials, 95 % interval; rings: trials", PALE),
                Page.Entry.mark("a control set, mean over trials", Mark.DISC, PlotArea.colour(1)));
    }

    private String caption() {
        StringBuilder caption = new StringBuilder("Metric with the units removed minus without: ")
                .append(lesion.task().metric())
                .append("; without it is ")
                .append(Numerals.baseline(lesion.baseline(), lesion.task().metric()))
                .append('.');
        for (LesionedMode mode : lesion.modes()) {
            mode.rank().stream()
                    .findFirst()
                    .ifPresent(r -> caption.append(String.format(
                            Locale.ROOT,
                            " Replaced by %s: %s, %s (%s%s).",
                            mode.mode().word(),
                            r.name(),
                            PValue.words(r.p()),
                            r.basis().tail().word(),
                            Numerals.seed(r.basis()))));
        }
        return caption.append(" Sham and recovery: ")
                .append(lesion.reversal().complete() ? "identical to the bit." : "NOT identical.")
                .toString();
    }

    private String numbers() {
        StringBuilder text = new StringBuilder();
        for (LesionedMode mode : lesion.modes()) {
            text.append(String.format(
                    Locale.ROOT, "  %s: mean effect %.4g%n", mode.mode().word(), mode.mean()));
        }
        return text.toString().stripTrailing();
    }
}

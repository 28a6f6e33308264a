package io.patchclamp.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.patchclamp.figure.FieldChart;
import io.patchclamp.geometry.ReceptiveField;
import io.patchclamp.geometry.ReceptiveField.Exemplar;
import io.patchclamp.geometry.ReceptiveField.Shown;
import io.patchclamp.stats.PValue;

/** What a unit answers to: its exemplars with each token shaded by what the unit did there, and the average token. */
final class ReceptiveFieldView {
    private static final int LONGEST = 14;

    private ReceptiveFieldView() {}

    static Part of(ReceptiveField field) {
        double most = Stream.concat(field.highest().stream(), field.lowest().stream())
                .flatMap(e -> e.context().stream())
                .mapToDouble(s -> Double.isNaN(s.activation()) ? 0 : Math.abs(s.activation()))
                .max()
                .orElse(1);
        List<Part> parts = new ArrayList<>();
        parts.add(Part.heading("What " + field.unit() + " answers to"));
        parts.add(new Part.Picture(FieldChart.of(field)));
        parts.add(Part.folded(
                "the exemplars in numbers",
                Part.stack(List.of(
                        exemplars("highest", field.highest(), most), exemplars("lowest", field.lowest(), most)))));
        parts.add(Part.paragraph(String.format(
                Locale.ROOT,
                "Token-triggered average: the mean embedding weighted by the unit's number, %.3g long; as long by chance:"
                        + " %s. Tokens of the recording that lie in its direction:",
                field.length(),
                PValue.words(field.p()))));
        parts.add(new Part.Strip(field.nearest().stream()
                .map(n -> new Part.Chip(
                        Quantity.shortened(n.token(), LONGEST),
                        String.format(Locale.ROOT, "%.2f", n.cosine()),
                        n.token() + ": cosine with the average " + String.format(Locale.ROOT, "%.3f", n.cosine()),
                        Math.max(0, Math.min(1, n.cosine()))))
                .toList()));
        parts.add(BasisView.of(field.basis()));
        parts.add(ProvenanceView.folded(field.provenance()));
        return Part.stack(parts);
    }

    /** One row an exemplar, the peak in one column: what stands before it is read from right to left. */
    private static Part exemplars(String name, List<Exemplar> exemplars, double most) {
        int before = exemplars.stream()
                .mapToInt(e -> e.token() - e.context().get(0).number())
                .max()
                .orElse(0);
        int after = exemplars.stream()
                .mapToInt(e -> e.context().get(e.context().size() - 1).number() - e.token())
                .max()
                .orElse(0);
        List<String> columns = IntStream.rangeClosed(-before, after)
                .mapToObj(o -> o == 0 ? name : o > 0 ? "+" + o : String.valueOf(o))
                .toList();
        List<Part.Shades.Line> lines = exemplars.stream()
                .map(e -> new Part.Shades.Line(
                        Quantity.real(e.activation()),
                        IntStream.rangeClosed(-before, after)
                                .mapToObj(o -> shade(e, e.token() + o, most))
                                .toList()))
                .toList();
        return new Part.Shades(
                columns,
                lines,
                "the " + name + " number of each trial, and what the unit did at the tokens around it; "
                        + (most == 0 ? "all are 0" : "colour full at ±" + Quantity.real(most)));
    }

    private static Part.Shades.Shade shade(Exemplar exemplar, int number, double most) {
        for (Shown shown : exemplar.context()) {
            if (shown.number() == number) {
                boolean known = !Double.isNaN(shown.activation());
                return new Part.Shades.Shade(
                        Quantity.shortened(shown.visible(), LONGEST),
                        "trial " + exemplar.trial() + ", token " + number
                                + (known ? ": " + Quantity.real(shown.activation()) : ": left out"),
                        known && most > 0 ? shown.activation() / most : Double.NaN);
            }
        }
        return new Part.Shades.Shade("", "", Double.NaN);
    }
}

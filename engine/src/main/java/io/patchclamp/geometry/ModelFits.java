package io.patchclamp.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import io.patchclamp.progress.Progress;
import io.patchclamp.stats.Tail;

/** How models agree with the matrices of some places, held against the same with conditions exchanged. */
final class ModelFits {
    private final List<Rdm> rdms;
    private final List<Rdm> models;
    private final Agreement agreement;
    private final Exchange exchange;
    private final Tail tail;

    ModelFits(List<Rdm> rdms, List<Rdm> models, Agreement agreement, Exchange exchange, Tail tail) {
        this.tail = tail;
        this.rdms = rdms;
        this.models = models;
        this.agreement = agreement;
        this.exchange = exchange;
    }

    /** One a place and model, place by place; {@code inParts} is {@code [place][part]}, or empty without parts. */
    List<RdmReading.Fit> run(List<List<Rdm>> inParts, Progress progress) {
        List<double[]> data =
                rdms.stream().map(r -> Dissimilarity.pairs(r.square())).toList();
        List<double[][]> squares = models.stream().map(Rdm::square).toList();
        double[] observed = new double[rdms.size() * models.size()];
        int[] reached = new int[observed.length];
        int[] bestReached = new int[observed.length];
        int total = exchange.count();
        for (int e = 0; e < total && !models.isEmpty(); e++) {
            Progress.checkCancelled("exchanging conditions");
            if (e % 256 == 0) {
                progress.at("exchanging conditions", e, total, "orders");
            }
            double[] values = values(data, squares, exchange.order(e));
            double best = Arrays.stream(values)
                    .map(this::folded)
                    .filter(v -> !Double.isNaN(v))
                    .max()
                    .orElse(Double.NEGATIVE_INFINITY);
            if (e == 0) {
                System.arraycopy(values, 0, observed, 0, values.length);
            }
            for (int i = 0; i < observed.length; i++) {
                double bound = folded(observed[i]) - 1e-9;
                reached[i] += folded(values[i]) >= bound ? 1 : 0;
                bestReached[i] += best >= bound ? 1 : 0;
            }
        }
        List<RdmReading.Fit> fits = new ArrayList<>();
        for (int i = 0; i < observed.length; i++) {
            int place = i / models.size();
            Rdm model = models.get(i % models.size());
            boolean defined = !Double.isNaN(observed[i]);
            fits.add(new RdmReading.Fit(
                    rdms.get(place).name(),
                    model.name(),
                    observed[i],
                    inParts.isEmpty() ? Double.NaN : mean(inParts.get(place), model),
                    defined ? (double) reached[i] / total : Double.NaN,
                    defined ? (double) bestReached[i] / total : Double.NaN));
        }
        return fits;
    }

    /** How far out an agreement is, by the tail. */
    private double folded(double agrees) {
        return switch (tail) {
            case TWO_SIDED -> Math.abs(agrees);
            case GREATER -> agrees;
            case LESS -> -agrees;
        };
    }

    private double[] values(List<double[]> data, List<double[][]> squares, int[] order) {
        double[] values = new double[data.size() * squares.size()];
        for (int m = 0; m < squares.size(); m++) {
            double[] model = Dissimilarity.pairs(Exchange.apply(squares.get(m), order));
            for (int s = 0; s < data.size(); s++) {
                values[s * squares.size() + m] = agreement.of(data.get(s), model);
            }
        }
        return values;
    }

    private double mean(List<Rdm> parts, Rdm model) {
        double[] own = Dissimilarity.pairs(model.square());
        return parts.stream()
                .mapToDouble(part -> agreement.of(Dissimilarity.pairs(part.square()), own))
                .average()
                .orElse(Double.NaN);
    }

    /** Of few conditions many orders leave a model as it is: then no p can be small, however well it agrees. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        for (Rdm model : models) {
            double[] own = Dissimilarity.pairs(model.square());
            long same = IntStream.range(0, exchange.count())
                    .filter(e ->
                            Arrays.equals(own, Dissimilarity.pairs(Exchange.apply(model.square(), exchange.order(e)))))
                    .count();
            if (same > 0.05 * exchange.count()) {
                notes.add(String.format(
                        Locale.ROOT,
                        "'%s' is the same in %d of %d orders of the conditions: no p below %.3g is possible for it",
                        model.name(),
                        same,
                        exchange.count(),
                        (double) same / exchange.count()));
            }
        }
        return notes;
    }
}

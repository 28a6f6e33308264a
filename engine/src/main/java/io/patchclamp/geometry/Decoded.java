package io.patchclamp.geometry;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.Exportable;
import io.patchclamp.record.ResultArray;
import io.patchclamp.stats.Basis;

/**
 * What can be read from a population about a column of the trials, place by place, with what shuffled labels give and
 * what can be read from mere length and position.
 *
 * @param provenance how it was made
 * @param course where it was read
 * @param column what was read
 * @param classes its values, in the order they are first met
 * @param labels one a trial of the responses: an index into the classes, or -1
 * @param folds one a trial of the responses: when it was left out, or -1
 * @param groups what was kept in one fold
 * @param regressed which nuisances were taken out of the population; none if they were only read beside it
 * @param places one a place of the course
 * @param baselines the same read from length and position
 * @param basis what the p values rest on
 * @param notes what should be known before it is believed
 */
public record Decoded(
        Provenance provenance,
        Course course,
        String column,
        List<String> classes,
        List<Integer> labels,
        List<Integer> folds,
        String groups,
        List<String> regressed,
        List<DecodedPlace> places,
        List<DecodedPlace> baselines,
        Basis basis,
        List<String> notes)
        implements Exportable {
    public Decoded {
        Objects.requireNonNull(provenance, "provenance");
        Objects.requireNonNull(course, "course");
        Objects.requireNonNull(column, "column");
        classes = List.copyOf(classes);
        labels = List.copyOf(labels);
        folds = List.copyOf(folds);
        Objects.requireNonNull(groups, "groups");
        regressed = List.copyOf(regressed);
        places = List.copyOf(places);
        baselines = List.copyOf(baselines);
        Objects.requireNonNull(basis, "basis");
        notes = List.copyOf(notes);
    }

    /**
     * How often shuffled labels do as well anywhere: corrected for having looked at all places.
     *
     * @param place its number, from 0
     * @return the share of shuffles, the observed order among them, whose best place reaches this one's accuracy
     */
    public double p(int place) {
        return Quantiles.p(places.get(place).meanAccuracy(), best());
    }

    /**
     * What the best of all places reaches in 95 % of shuffles: above it lies what is not chance.
     *
     * @return an accuracy
     */
    public double criterion() {
        return Quantiles.of(best(), 0.95);
    }

    private List<Double> best() {
        int shuffles = places.get(0).nullAccuracy().size();
        return IntStream.range(0, shuffles)
                .mapToObj(b -> places.stream()
                        .mapToDouble(p -> p.nullAccuracy().get(b))
                        .max()
                        .orElseThrow())
                .toList();
    }

    /**
     * {@code accuracy}, {@code auc} and {@code penalty [place, fold]}, {@code null} and {@code null_auc
     * [place, permutation]}, {@code predicted [place, trial]}, {@code p [place]} corrected, {@code labels} and
     * {@code folds [trial]}; where length or position differ between trials also {@code baseline [nuisance, fold]} and
     * {@code baseline_null [nuisance, permutation]}; over offsets also {@code offsets [offset]}, places being
     * site by site.
     */
    @Override
    public List<ResultArray> exported() {
        List<ResultArray> all = new ArrayList<>();
        all.add(Tables.floats(
                "accuracy", places.stream().map(DecodedPlace::accuracy).toList()));
        all.add(Tables.floats("auc", places.stream().map(DecodedPlace::area).toList()));
        all.add(Tables.floats(
                "penalty", places.stream().map(DecodedPlace::penalty).toList()));
        all.add(Tables.floats(
                "null", places.stream().map(DecodedPlace::nullAccuracy).toList()));
        all.add(Tables.floats(
                "null_auc", places.stream().map(DecodedPlace::nullArea).toList()));
        ResultArray predicted = ResultArray.ids("predicted", places.size(), labels.size());
        ResultArray p = ResultArray.floats("p", places.size());
        for (int place = 0; place < places.size(); place++) {
            p.put(p(place), place);
            int at = 0;
            for (int t = 0; t < labels.size(); t++) {
                if (labels.get(t) >= 0) {
                    predicted.put(places.get(place).predicted().get(at++), place, t);
                }
            }
        }
        all.add(predicted);
        all.add(p);
        all.add(Tables.ids("labels", labels));
        all.add(Tables.ids("folds", folds));
        if (!course.offsets().isEmpty()) {
            all.add(Tables.ids("offsets", course.offsets()));
        }
        if (!baselines.isEmpty()) {
            all.add(Tables.floats(
                    "baseline", baselines.stream().map(DecodedPlace::accuracy).toList()));
            all.add(Tables.floats(
                    "baseline_null",
                    baselines.stream().map(DecodedPlace::nullAccuracy).toList()));
        }
        return all;
    }
}

package io.patchclamp.epoch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import io.patchclamp.fault.Nearest;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.progress.Progress;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.stats.Correction;
import io.patchclamp.stats.FamilyResult;
import io.patchclamp.stats.MaxT;
import io.patchclamp.stats.NullHistogram;
import io.patchclamp.stats.Resampling;
import io.patchclamp.stats.Tail;
import io.patchclamp.stats.TwoSampleUnits;
import io.patchclamp.stats.UnitTable;
import io.patchclamp.trial.ItemTrials;

/**
 * A question to {@link Selectivity}: which conditions, which correction. Immutable: each option gives a changed copy.
 *
 * <p>A unit whose numbers differ by less than a millionth of the largest counts as constant: that much is round-off of
 * batches, and t has no size. Where a hypothesis with a direction is beside the responses, p are one-sided.
 */
public final class Contrast {
    private static final int BINS = 61;
    private static final int NULL_DRAWS = 20;

    private final Responses responses;
    private final List<String> conditions;
    private final Optional<String> item;
    private final Correction correction;
    private final Resampling resampling;
    private final Progress progress;

    Contrast(Responses responses) {
        this(responses, List.of(), Optional.empty(), Correction.MAX_T, Resampling.of(0), Progress.SILENT);
    }

    private Contrast(
            Responses responses,
            List<String> conditions,
            Optional<String> item,
            Correction correction,
            Resampling resampling,
            Progress progress) {
        this.responses = responses;
        this.conditions = conditions;
        this.item = item;
        this.correction = correction;
        this.resampling = resampling;
        this.progress = progress;
    }

    /**
     * Which values of the column are compared, where it has more than two, and which comes first.
     *
     * @param first trials with this value: a positive d′ says that numbers are larger here
     * @param second against trials with this one; others are left out, and counted by n
     * @return a changed copy
     */
    public Contrast conditions(String first, String second) {
        return new Contrast(responses, List.of(first, second), item, correction, resampling, progress);
    }

    /**
     * Names what one item is where it has several trials, such as the word that they share: each unit's numbers are averaged
     * over them, and n counts items. Default: each trial is one.
     *
     * @param column a column of the trials
     * @return a changed copy
     */
    public Contrast item(String column) {
        return new Contrast(responses, conditions, Optional.of(column), correction, resampling, progress);
    }

    /**
     * What is done about asking so many units.
     *
     * @param changed max-T, or a correction of Welch's p such as Benjamini-Hochberg
     * @return a changed copy
     */
    public Contrast correction(Correction changed) {
        return new Contrast(responses, conditions, item, changed, resampling, progress);
    }

    /**
     * How labels are permuted.
     *
     * @param changed how often, and from what seed
     * @return a changed copy
     */
    public Contrast resampling(Resampling changed) {
        return new Contrast(responses, conditions, item, correction, changed, progress);
    }

    /**
     * Who hears how far it is.
     *
     * @param heard told from the calling thread
     * @return a changed copy
     */
    public Contrast progress(Progress heard) {
        return new Contrast(responses, conditions, item, correction, resampling, heard);
    }

    /**
     * Compares.
     *
     * @param column the column of the trials that holds the conditions
     * @return each unit's selectivity
     * @throws PatchclampException if there are not two conditions with two trials each, a prompt comes twice, or no unit
     *     varies
     */
    public Selectivity by(String column) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        List<String> values = new ArrayList<>();
        for (int t = 0; t < responses.trials().count(); t++) {
            String value = value(t, column);
            values.add(value);
            counts.merge(value, 1, Integer::sum);
        }
        List<String> two = conditions.isEmpty() ? List.copyOf(counts.keySet()) : conditions;
        if (two.size() != 2 || two.get(0).equals(two.get(1))) {
            throw new PatchclampException(
                    "Selectivity compares two conditions; '" + column + "' has " + counts.size() + ": "
                            + String.join(", ", counts.keySet()) + ".",
                    "--conditions a,b, or .conditions(\"a\", \"b\")");
        }
        enough(counts, two, "trials in '" + column + "'");
        List<Integer> chosen = IntStream.range(0, values.size())
                .filter(t -> two.contains(values.get(t)))
                .boxed()
                .toList();
        Responses asked = responses.trials(chosen);
        asked.refuseReplicates();
        ItemTrials items = ItemTrials.of(asked.trials(), item, column);
        boolean[] first = new boolean[items.members().size()];
        Map<String, Integer> shown = new LinkedHashMap<>();
        for (int i = 0; i < first.length; i++) {
            String value = values.get(chosen.get(items.first(i)));
            first[i] = value.equals(two.get(0));
            shown.merge(value, 1, Integer::sum);
        }
        enough(shown, two, "items ('" + items.column().orElse("") + "') in '" + column + "'");
        return compared(asked, items, column, two.get(0), two.get(1), first);
    }

    private static void enough(Map<String, Integer> counts, List<String> two, String what) {
        for (String condition : two) {
            int n = counts.getOrDefault(condition, 0);
            if (n < 2) {
                String known = n == 0
                        ? String.join(
                                "",
                                Nearest.to(condition, counts.keySet(), 1).stream()
                                        .map(v -> "'" + v + "'; ")
                                        .toList())
                        : "";
                throw new PatchclampException(
                        "'" + condition + "' has " + n + " " + what + ", and a comparison needs at least 2.",
                        known + "there are " + counts);
            }
        }
    }

    private Selectivity compared(
            Responses asked, ItemTrials items, String column, String a, String b, boolean... first) {
        UnitTable table = asked.table(items);
        Tail tail = asked.provenance().tail();
        TwoSampleUnits each = TwoSampleUnits.of(table, progress, first).tail(tail);
        FamilyResult family = correction == Correction.MAX_T
                ? MaxT.of(resampling).tail(tail).progress(progress).twoSample(table, first)
                : each.corrected(correction);
        int n1 = family.basis().n().get("first");
        NullHistogram histogram = NullHistogram.of(table, each, BINS, NULL_DRAWS, resampling.seed(), progress, first);
        boolean[] trials = new boolean[asked.trials().count()];
        for (int i = 0; i < first.length; i++) {
            for (int t : items.members().get(i)) {
                trials[t] = first[i];
            }
        }
        FamilyResult named = family.on(
                        family.basis().named(a, n1, b, first.length - n1).of(items.unit()))
                .noting(TokenCounts.doubts(asked, a, b, trials))
                .noting(items.notes());
        Provenance made = items.noted(asked.provenance())
                .tested("larger in '" + a + "' than in '" + b + "'", "smaller in '" + a + "' than in '" + b + "'");
        Selectivity found = new Selectivity(made, column, a, b, asked.units(), each, named, histogram);
        Picked.by(asked, a + " against " + b, Picked.of(found));
        return found;
    }

    private String value(int trial, String column) {
        Map<String, String> columns = responses.trials().items().get(trial).columns();
        String value = columns.get(column);
        if (value == null) {
            throw new PatchclampException(
                    "Trial " + trial + " has no column '" + column + "'; its columns are "
                            + String.join(", ", columns.keySet()) + ".",
                    String.join(", ", Nearest.to(column, columns.keySet(), 3))
                            + ": a column of the table below %%record");
        }
        return value;
    }
}

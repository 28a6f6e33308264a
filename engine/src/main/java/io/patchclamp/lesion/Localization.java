package io.patchclamp.lesion;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import io.patchclamp.epoch.Responses;
import io.patchclamp.epoch.Unit;
import io.patchclamp.model.Selection;
import io.patchclamp.model.Site;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.Exportable;
import io.patchclamp.record.ResultArray;
import io.patchclamp.stats.FamilyResult;
import io.patchclamp.trial.Ledger;
import io.patchclamp.trial.Split;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;

/**
 * Units that respond more to one condition, and how far the map they are the top of can be trusted.
 *
 * @param provenance how it was made
 * @param column the column with the conditions
 * @param preferred the condition the units respond more to
 * @param other the condition it was held against
 * @param split which stimuli selected (S) and which are left (T)
 * @param units all units that were recorded
 * @param selecting each unit's t on S, with p corrected by max-T
 * @param held each unit's t on T
 * @param chosen the selected units, as numbers into {@code units}, largest t on S first
 * @param dice how many of the selected units are also the top on T: 1 for all, the share for chance
 * @param rank Spearman's correlation of the maps on S and T, over units that vary in both. Where nothing is in them its mean is
 *     0 for stimuli drawn from very many; in halves that share no noun of the phantoms' 202 it is below 0 (-.08 with 60 trials,
 *     -.16 with 120), as what one half has of words whose difference is exactly 0 the other half lacks. It has no p: the units
 *     of a map are not independent.
 * @param set the selected units, to be removed
 */
public record Localization(
        Provenance provenance,
        String column,
        String preferred,
        String other,
        Split split,
        List<Unit> units,
        FamilyResult selecting,
        FamilyResult held,
        List<Integer> chosen,
        double dice,
        double rank,
        UnitSet set)
        implements Exportable {
    public Localization {
        Objects.requireNonNull(provenance, "provenance");
        units = List.copyOf(units);
        chosen = List.copyOf(chosen);
        Objects.requireNonNull(set, "set");
    }

    static Localization of(
            Responses responses,
            String column,
            List<String> conditions,
            Split split,
            Responses s,
            FamilyResult selecting,
            FamilyResult held,
            List<Integer> chosen,
            List<Integer> again) {
        Set<Integer> both = new HashSet<>(chosen);
        both.retainAll(new HashSet<>(again));
        String contrast = conditions.get(0) + " > " + conditions.get(1);
        Provenance made = responses
                .provenance()
                .with(
                        "localizer",
                        column + ": " + contrast + ", " + chosen.size() + " of "
                                + responses.units().size() + " units")
                .with("split", split.toString())
                .tested("larger in '" + conditions.get(0) + "'", "smaller in '" + conditions.get(0) + "'");
        return new Localization(
                made,
                column,
                conditions.get(0),
                conditions.get(1),
                split,
                responses.units(),
                selecting,
                held,
                chosen,
                2.0 * both.size() / (chosen.size() + again.size()),
                correlation(selecting, held),
                set(contrast, responses.units(), s, selecting, chosen));
    }

    private static double correlation(FamilyResult s, FamilyResult t) {
        List<double[]> pairs = new ArrayList<>();
        for (int u = 0; u < s.units(); u++) {
            if (Double.isFinite(s.t(u)) && Double.isFinite(t.t(u))) {
                pairs.add(new double[] {s.t(u), t.t(u)});
            }
        }
        if (pairs.size() < 3) {
            return Double.NaN;
        }
        return new SpearmansCorrelation()
                .correlation(
                        pairs.stream().mapToDouble(p -> p[0]).toArray(),
                        pairs.stream().mapToDouble(p -> p[1]).toArray());
    }

    private static UnitSet set(
            String name, List<Unit> units, Responses s, FamilyResult selecting, List<Integer> chosen) {
        Map<Site, List<Integer>> bySite = new LinkedHashMap<>();
        Map<Site, double[]> t = new LinkedHashMap<>();
        Map<Site, double[]> rms = new LinkedHashMap<>();
        Set<Integer> taken = new HashSet<>(chosen);
        for (int u = 0; u < units.size(); u++) {
            Site site = units.get(u).site();
            int index = units.get(u).index();
            t.computeIfAbsent(site, k -> missing(k.units()))[index] = selecting.t(u);
            rms.computeIfAbsent(site, k -> missing(k.units()))[index] = rms(s.column(u));
            if (taken.contains(u)) {
                bySite.computeIfAbsent(site, k -> new ArrayList<>()).add(index);
            }
        }
        Selection where = Selection.of(name, bySite);
        Ledger.chosen(s.provenance(), where, units.size(), s.trials().items());
        return new UnitSet(name, where, s.trials().items(), Optional.of(new UnitScores(t, rms)));
    }

    private static double[] missing(int units) {
        double[] numbers = new double[units];
        java.util.Arrays.fill(numbers, Double.NaN);
        return numbers;
    }

    private static double rms(double... x) {
        double squares = 0;
        for (double v : x) {
            squares += v * v;
        }
        return Math.sqrt(squares / x.length);
    }

    /**
     * Where the selected units sit.
     *
     * @return how many in each layer, ascending; -1 is what the model has once
     */
    public Map<Integer, Integer> layers() {
        Map<Integer, Integer> layers = new TreeMap<>();
        set.counts().forEach((site, n) -> layers.merge(site.layer(), n, Integer::sum));
        return layers;
    }

    /**
     * {@code t_s [unit]}, {@code p_s [unit]} (max-T), {@code t_t [unit]}, {@code selected [n]} (numbers into these),
     * {@code units [unit, 2]} (layer and unit).
     */
    @Override
    public List<ResultArray> exported() {
        int n = units.size();
        ResultArray ts = ResultArray.floats("t_s", n);
        ResultArray ps = ResultArray.floats("p_s", n);
        ResultArray tt = ResultArray.floats("t_t", n);
        ResultArray where = ResultArray.ids("units", n, 2);
        ResultArray selected = ResultArray.ids("selected", chosen.size());
        for (int u = 0; u < n; u++) {
            ts.put(selecting.t(u), u);
            ps.put(selecting.p(u), u);
            tt.put(held.t(u), u);
            where.put(units.get(u).site().layer(), u, 0);
            where.put(units.get(u).index(), u, 1);
        }
        for (int i = 0; i < chosen.size(); i++) {
            selected.put(chosen.get(i), i);
        }
        return List.of(ts, ps, tt, selected, where);
    }
}

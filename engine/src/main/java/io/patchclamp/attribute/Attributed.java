package io.patchclamp.attribute;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.function.ToDoubleFunction;

import io.patchclamp.model.Electrode;
import io.patchclamp.model.Site;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.Exportable;
import io.patchclamp.record.ResultArray;

/**
 * An output shared out among units, with what it was checked against.
 *
 * @param provenance how it was made
 * @param method by which rule
 * @param electrodes where, in the order of the forward pass
 * @param trials one a stimulus
 * @param warnings what should be known before it is believed
 */
public record Attributed(
        Provenance provenance,
        Method method,
        List<Electrode> electrodes,
        List<AttributedTrial> trials,
        List<String> warnings)
        implements Exportable {
    public Attributed {
        Objects.requireNonNull(provenance, "provenance");
        Objects.requireNonNull(method, "method");
        electrodes = List.copyOf(electrodes);
        trials = List.copyOf(trials);
        warnings = List.copyOf(warnings);
    }

    /**
     * The units with the largest shares of one trial's output, whatever their sign.
     *
     * @param trial which trial
     * @param count how many
     * @return largest first
     */
    public List<UnitShare> top(int trial, int count) {
        List<SiteShares> sites = trials.get(trial).sites();
        return largest(sites, count).stream()
                .map(c -> {
                    SiteShares site = sites.get(c.site());
                    int column = Arrays.binarySearch(site.electrode().unitArray(), c.unit());
                    Site where = site.electrode().site();
                    return new UnitShare(where, c.token(), c.unit(), site.value(c.token(), column), c.estimate());
                })
                .toList();
    }

    static List<Check> largest(List<SiteShares> sites, int count) {
        PriorityQueue<Check> best = new PriorityQueue<>(RealRuns.BY_SIZE.reversed());
        for (int s = 0; s < sites.size(); s++) {
            SiteShares site = sites.get(s);
            int[] units = site.electrode().unitArray();
            float[] shares = site.units().toArray();
            for (int i = 0; i < shares.length; i++) {
                if (shares[i] == 0
                        || best.size() == count
                                && Math.abs(shares[i]) <= Math.abs(best.peek().estimate())) {
                    continue;
                }
                best.add(new Check(s, i / units.length, units[i % units.length], shares[i], Double.NaN));
                if (best.size() > count) {
                    best.poll();
                }
            }
        }
        List<Check> out = new ArrayList<>(best);
        out.sort(RealRuns.BY_SIZE);
        return out;
    }

    /**
     * How well attribution patching foresees real patching: Pearson's correlation over all cells of all trials.
     *
     * @return between -1 and 1; NaN without cells, or where either does not vary
     */
    public double correlation() {
        List<Check> cells = trials.stream().flatMap(t -> t.patched().stream()).toList();
        double n = cells.size();
        double x = sum(cells, Check::estimate) / n;
        double y = sum(cells, Check::real) / n;
        double xy = sum(cells, c -> (c.estimate() - x) * (c.real() - y));
        double xx = sum(cells, c -> (c.estimate() - x) * (c.estimate() - x));
        double yy = sum(cells, c -> (c.real() - y) * (c.real() - y));
        return xy / Math.sqrt(xx * yy);
    }

    private static double sum(List<Check> cells, ToDoubleFunction<Check> number) {
        return cells.stream().mapToDouble(number).sum();
    }

    /**
     * One array a site, under its name, {@code [trial, token, unit]}: where it has heads, a head is a unit, and
     * {@code NAME.elements} has all its numbers. {@code target_logprob} and {@code target_value [trial]},
     * {@code target_token [trial]}, {@code tokens [trial, token]}. For integrated gradients {@code ig_sum} and
     * {@code ig_difference [trial, site]}. For attribution patching {@code patch_estimate} and {@code patch_real
     * [trial, cell]} and {@code patch_cells [trial, cell, 3]}; where shares were verified {@code verify_estimate},
     * {@code verify_real} and {@code verify_cells} likewise. A cell is site, token and unit, -1 for all.
     */
    @Override
    public List<ResultArray> exported() {
        int n = trials.size();
        int longest = trials.stream().mapToInt(t -> t.text().count()).max().orElse(0);
        List<ResultArray> out = new ArrayList<>();
        for (int s = 0; s < electrodes.size(); s++) {
            out.addAll(site(s, longest));
        }
        ResultArray logprob = ResultArray.floats("target_logprob", n);
        ResultArray value = ResultArray.floats("target_value", n);
        ResultArray token = ResultArray.ids("target_token", n);
        ResultArray ids = ResultArray.ids("tokens", n, longest);
        for (int t = 0; t < n; t++) {
            AttributedTrial trial = trials.get(t);
            logprob.put(trial.logprob(), t);
            value.put(trial.value(), t);
            token.put(trial.targetToken(), t);
            for (int i = 0; i < trial.text().count(); i++) {
                ids.put(trial.text().ids().get(i), t, i);
            }
        }
        out.addAll(List.of(logprob, value, token, ids));
        if (method == Method.INTEGRATED) {
            ResultArray sum = ResultArray.floats("ig_sum", n, electrodes.size());
            ResultArray difference = ResultArray.floats("ig_difference", n, electrodes.size());
            for (int t = 0; t < n; t++) {
                for (int s = 0; s < electrodes.size(); s++) {
                    sum.put(trials.get(t).convergence().get(s).sum(), t, s);
                    difference.put(trials.get(t).convergence().get(s).difference(), t, s);
                }
            }
            out.addAll(List.of(sum, difference));
        }
        out.addAll(checks("patch", trials.stream().map(AttributedTrial::patched).toList()));
        out.addAll(
                checks("verify", trials.stream().map(AttributedTrial::verified).toList()));
        return out;
    }

    private List<ResultArray> site(int s, int longest) {
        String name = electrodes.get(s).site().name();
        SiteShares first = trials.get(0).sites().get(s);
        int units = first.units().shape()[1];
        int wide = first.elements().size() / first.units().size();
        ResultArray shares = ResultArray.floats(name, trials.size(), longest, units);
        ResultArray elements =
                first.hasHeads() ? ResultArray.floats(name + ".elements", trials.size(), longest, units, wide) : null;
        for (int t = 0; t < trials.size(); t++) {
            SiteShares site = trials.get(t).sites().get(s);
            fill(site.units().toArray(), (float[]) shares.numbers(), t * longest * units);
            if (elements != null) {
                fill(site.elements().toArray(), (float[]) elements.numbers(), t * longest * units * wide);
            }
        }
        return elements == null ? List.of(shares) : List.of(shares, elements);
    }

    private static void fill(float[] from, float[] to, int at) {
        System.arraycopy(from, 0, to, at, from.length);
    }

    private static List<ResultArray> checks(String name, List<List<Check>> checks) {
        int most = checks.stream().mapToInt(List::size).max().orElse(0);
        if (most == 0) {
            return List.of();
        }
        ResultArray estimate = ResultArray.floats(name + "_estimate", checks.size(), most);
        ResultArray real = ResultArray.floats(name + "_real", checks.size(), most);
        ResultArray cells = ResultArray.ids(name + "_cells", checks.size(), most, 3);
        for (int t = 0; t < checks.size(); t++) {
            for (int i = 0; i < checks.get(t).size(); i++) {
                Check check = checks.get(t).get(i);
                estimate.put(check.estimate(), t, i);
                real.put(check.real(), t, i);
                cells.put(check.site(), t, i, 0);
                cells.put(check.token(), t, i, 1);
                cells.put(check.unit(), t, i, 2);
            }
        }
        return List.of(estimate, real, cells);
    }
}

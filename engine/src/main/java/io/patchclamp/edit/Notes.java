package io.patchclamp.edit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

import io.patchclamp.model.Electrode;

/** What one edit has done so far in one run. Sums are kept per unit in arrays: they are added to for every number. */
final class Notes {
    private final Edit edit;
    private final int[][] units;
    private final Trial[] trials;

    Notes(Edit edit, int trials) {
        this.edit = edit;
        this.units =
                edit.where().electrodes().stream().map(Electrode::unitArray).toArray(int[][]::new);
        this.trials = new Trial[trials];
    }

    /** One trial's sums. */
    static final class Trial {
        final Units[] electrodes;
        final BitSet tokens = new BitSet();
        final BitSet without = new BitSet();
        long touched;
        long changed;
        double naturalSquares;
        double changeSquares;
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;

        private Trial(int electrodes) {
            this.electrodes = new Units[electrodes];
        }
    }

    /** One electrode's sums, unit by unit. */
    static final class Units {
        final double[] natural;
        final double[] imposed;
        final long[] count;

        private Units(int units) {
            natural = new double[units];
            imposed = new double[units];
            count = new long[units];
        }
    }

    Trial trial(int trial) {
        if (trials[trial] == null) {
            trials[trial] = new Trial(units.length);
        }
        return trials[trial];
    }

    Units units(Trial trial, int electrode) {
        if (trial.electrodes[electrode] == null) {
            trial.electrodes[electrode] = new Units(units[electrode].length);
        }
        return trial.electrodes[electrode];
    }

    List<Receipt.Current> currents(int trial) {
        List<Receipt.Current> currents = new ArrayList<>();
        if (trials[trial] == null) {
            return currents;
        }
        for (int e = 0; e < units.length; e++) {
            Units sums = trials[trial].electrodes[e];
            String site = edit.where().electrodes().get(e).site().name();
            for (int u = 0; sums != null && u < units[e].length; u++) {
                long n = sums.count[u];
                if (n > 0) {
                    double natural = sums.natural[u] / n;
                    double imposed = sums.imposed[u] / n;
                    currents.add(new Receipt.Current(
                            site, units[e][u], natural, imposed, (sums.imposed[u] - sums.natural[u]) / n, n));
                }
            }
        }
        return currents;
    }

    /** Tokens that a source had nothing for. */
    long without() {
        return Arrays.stream(trials)
                .filter(t -> t != null)
                .mapToLong(t -> t.without.cardinality())
                .sum();
    }

    Receipt receipt(List<String> warnings) {
        Trial all = new Trial(0);
        long tokens = 0;
        List<Receipt.Trial> each = new ArrayList<>();
        for (Trial trial : trials) {
            Trial t = trial == null ? new Trial(0) : trial;
            int touchedTokens = t.tokens.cardinality();
            each.add(new Receipt.Trial(
                    t.touched, touchedTokens, Math.sqrt(t.naturalSquares), Math.sqrt(t.changeSquares)));
            tokens += touchedTokens;
            all.touched += t.touched;
            all.changed += t.changed;
            all.naturalSquares += t.naturalSquares;
            all.changeSquares += t.changeSquares;
            all.min = Math.min(all.min, t.min);
            all.max = Math.max(all.max, t.max);
        }
        boolean none = all.touched == 0;
        return new Receipt(
                edit.describe(),
                all.touched,
                all.changed,
                tokens,
                Math.sqrt(all.naturalSquares),
                Math.sqrt(all.changeSquares),
                none ? Float.NaN : all.min,
                none ? Float.NaN : all.max,
                each,
                warnings);
    }

    boolean touchedNothing() {
        return Arrays.stream(trials).allMatch(t -> t == null || t.touched == 0);
    }

    boolean changedNothing() {
        return Arrays.stream(trials).allMatch(t -> t == null || t.changed == 0);
    }
}

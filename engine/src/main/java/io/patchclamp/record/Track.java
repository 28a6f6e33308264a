package io.patchclamp.record;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.patchclamp.array.NamedArray;
import io.patchclamp.model.Electrode;
import io.patchclamp.model.Point;
import io.patchclamp.model.Slab;
import io.patchclamp.model.Tap;

/** What one electrode has recorded so far, trial by trial. It stores only what was asked for. */
final class Track implements Tap {
    private final Electrode electrode;
    private final int[] units;
    private final int perUnit;
    private final Pool pool;
    private final RowPlan[] plans;
    private final List<List<float[]>> rows = new ArrayList<>();
    private final Stretch[] stretches; // where each token is kept as it is
    private final boolean whole;
    private final double[][] sums;
    private final int[] counts;
    private final NotFinite notFinite;
    private int[] reading = new int[0];

    Track(Electrode electrode, Pool pool, RowPlan[] plans) {
        this.electrode = electrode;
        this.units = electrode.unitArray();
        this.perUnit = electrode.site().width() / electrode.site().units();
        this.pool = pool;
        this.plans = plans;
        this.sums = new double[plans.length][];
        this.counts = new int[plans.length];
        this.stretches = new Stretch[plans.length];
        this.notFinite = new NotFinite(electrode.site().name(), point() == Point.SCORES);
        boolean all = units.length * perUnit == electrode.site().width();
        for (int i = 0; i < units.length; i++) {
            all &= units[i] == i;
        }
        this.whole = all;
        for (int i = 0; i < plans.length; i++) {
            rows.add(new ArrayList<>());
        }
    }

    /** From now on, the rows of a slab are these trials. */
    void reads(int... trials) {
        reading = trials;
    }

    @Override
    public Point point() {
        return electrode.site().point();
    }

    @Override
    public int layer() {
        return electrode.site().layer();
    }

    @Override
    public boolean beforeWrites() {
        return electrode.before();
    }

    @Override
    public void read(Slab slab) {
        for (int row = 0; row < slab.rows(); row++) {
            int trial = reading[row];
            if (stretched(trial)) {
                stretch(trial, slab, row);
                continue;
            }
            for (int token = 0; token < slab.length(row); token++) {
                if (plans[trial].keeps(slab.position(row, token))) {
                    float[] numbers = point().isAttention() ? query(slab, row, token) : token(slab, row, token);
                    notFinite.look(numbers, 0, numbers.length, trial);
                    keep(trial, numbers);
                }
            }
        }
    }

    private boolean stretched(int trial) {
        return pool == Pool.NONE && !point().isAttention() && plans[trial].together();
    }

    /** The tokens of one row that the plan keeps: they follow each other. */
    private void stretch(int trial, Slab slab, int row) {
        int first = 0;
        while (first < slab.length(row) && !plans[trial].keeps(slab.position(row, first))) {
            first++;
        }
        int last = first;
        while (last < slab.length(row) && plans[trial].keeps(slab.position(row, last))) {
            last++;
        }
        last--;
        if (last < first) {
            return;
        }
        if (stretches[trial] == null) {
            stretches[trial] = new Stretch();
        }
        int kept = units.length * perUnit;
        int at = stretches[trial].add((last - first + 1) * kept);
        float[] to = stretches[trial].data();
        int width = electrode.site().width();
        int source = (row * slab.shape()[1] + first) * width;
        if (whole) {
            System.arraycopy(slab.data(), source, to, at, (last - first + 1) * width);
        } else {
            for (int token = first; token <= last; token++, source += width) {
                units(slab.data(), source, to, at + (token - first) * kept);
            }
        }
        notFinite.look(to, at, at + (last - first + 1) * kept, trial);
    }

    /** The chosen units of one token, each with all it holds. */
    private void units(float[] from, int source, float[] to, int at) {
        for (int u = 0; u < units.length; u++) {
            System.arraycopy(from, source + units[u] * perUnit, to, at + u * perUnit, perUnit);
        }
    }

    private float[] token(Slab slab, int row, int token) {
        float[] out = new float[units.length * perUnit];
        units(slab.data(), (row * slab.shape()[1] + token) * electrode.site().width(), out, 0);
        return out;
    }

    /** The chosen heads of one query, each with the keys the row really has. */
    private float[] query(Slab slab, int row, int query) {
        int[] shape = slab.shape(); // [row, head, query, key]
        int keys = slab.position(row, slab.length(row));
        float[] out = new float[units.length * keys];
        for (int u = 0; u < units.length; u++) {
            int at = ((row * shape[1] + units[u]) * shape[2] + query) * shape[3];
            System.arraycopy(slab.data(), at, out, u * keys, keys);
        }
        return out;
    }

    private void keep(int trial, float[] numbers) {
        switch (pool) {
            case NONE -> rows.get(trial).add(numbers); // queries: their lengths differ
            case LAST, EVENT -> {
                rows.get(trial).clear();
                rows.get(trial).add(numbers);
            }
            case MEAN -> {
                if (sums[trial] == null) {
                    sums[trial] = new double[numbers.length];
                }
                for (int i = 0; i < numbers.length; i++) {
                    sums[trial][i] += numbers[i];
                }
                counts[trial]++;
            }
        }
    }

    /** What one trial has, which is over; it is forgotten here. */
    NamedArray take(int trial) {
        if (stretches[trial] != null) {
            Stretch kept = stretches[trial];
            stretches[trial] = null;
            return tokens(kept.length() / (units.length * perUnit), kept.whole());
        }
        List<float[]> kept = rows.get(trial);
        if (pool == Pool.MEAN) {
            float[] mean = new float[sums[trial].length];
            for (int i = 0; i < mean.length; i++) {
                mean[i] = (float) (sums[trial][i] / counts[trial]);
            }
            kept.add(mean);
            sums[trial] = null;
        }
        rows.set(trial, List.of());
        return point().isAttention() ? queries(kept) : tokens(kept);
    }

    SiteRecording recorded(List<NamedArray> trials) {
        return new SiteRecording(electrode.site(), electrode.units(), trials);
    }

    /** What of it is no finite number. */
    NotFinite notFinite() {
        return notFinite;
    }

    String name() {
        return electrode.site().name();
    }

    private NamedArray tokens(List<float[]> kept) {
        int width = units.length * perUnit;
        float[] data = new float[kept.size() * width];
        for (int i = 0; i < kept.size(); i++) {
            System.arraycopy(kept.get(i), 0, data, i * width, width);
        }
        return tokens(kept.size(), data);
    }

    private NamedArray tokens(int count, float[] data) {
        List<Integer> unitShape = electrode.site().unitShape();
        int[] shape = new int[1 + unitShape.size()];
        shape[0] = count;
        shape[1] = units.length;
        for (int i = 1; i < unitShape.size(); i++) {
            shape[i + 1] = unitShape.get(i);
        }
        return NamedArray.of(electrode.site().axes(), shape, data);
    }

    private NamedArray queries(List<float[]> kept) {
        int keys = kept.stream().mapToInt(q -> q.length / units.length).max().orElse(0);
        float[] data = new float[units.length * kept.size() * keys];
        Arrays.fill(data, Float.NaN);
        for (int q = 0; q < kept.size(); q++) {
            int own = kept.get(q).length / units.length;
            for (int u = 0; u < units.length; u++) {
                System.arraycopy(kept.get(q), u * own, data, (u * kept.size() + q) * keys, own);
            }
        }
        return NamedArray.of(electrode.site().axes(), new int[] {units.length, kept.size(), keys}, data);
    }
}

package io.patchclamp.attribute;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.model.Electrode;
import io.patchclamp.model.Model;
import io.patchclamp.model.Point;
import io.patchclamp.model.Slab;
import io.patchclamp.model.Tap;
import io.patchclamp.model.Tokens;
import io.patchclamp.model.Trace;
import io.patchclamp.model.Variant;
import io.patchclamp.record.TokenText;

/** What estimates are held against: runs in which something is really changed. */
record RealRuns(Model model, List<Electrode> electrodes) {
    /**
     * One plain run.
     *
     * @param logits at the position read
     * @param values one array a site
     */
    record Read(float[] logits, List<float[]> values) {}

    private record Eye(Point point, int layer, float[][] into, int index) implements Tap {
        @Override
        public void read(Slab slab) {
            into[index] = slab.data();
        }
    }

    float[] logits(TokenText text, int at) {
        try (Trace trace = model.trace(text.toArray())) {
            return trace.logits(at);
        }
    }

    Read read(TokenText text, int at) {
        float[][] values = new float[electrodes.size()][];
        List<Tap> taps = new ArrayList<>();
        for (int e = 0; e < values.length; e++) {
            taps.add(new Eye(
                    electrodes.get(e).site().point(), electrodes.get(e).site().layer(), values, e));
        }
        model.observe(new int[][] {text.toArray()}, taps, List.of());
        return new Read(logits(text, at), List.of(values));
    }

    /** The clean text of a pair. */
    static TokenText clean(Model model, TokenText corrupt, int number) {
        String text = corrupt.columns().entrySet().stream()
                .filter(e -> e.getKey().equalsIgnoreCase("clean"))
                .findFirst()
                .orElseThrow(() -> new PatchclampException(
                        "'" + corrupt.text() + "' has no clean text to be patched from.",
                        "a table with the columns clean | corrupt, and what the metric names"))
                .getValue();
        Tokens tokens = model.tokenizer().encode(text);
        if (tokens.count() != corrupt.count()) {
            throw new PatchclampException(
                    "Pair " + (number + 1) + " cannot be laid on each other: the clean text has " + tokens.count()
                            + " tokens, the corrupt one " + corrupt.count() + ".",
                    "two texts that differ in words of equally many tokens; %tokenize shows them");
        }
        return new TokenText(text, tokens.ids(), tokens.visible(), corrupt.columns());
    }

    /** The largest shares beside what the target really loses without them, or gains with them from elsewhere. */
    List<Check> verify(
            TokenText text,
            int at,
            Goal goal,
            List<SiteShares> sites,
            List<float[]> natural,
            Optional<List<float[]>> instead,
            int units) {
        if (units == 0) {
            return List.of();
        }
        List<Check> largest = Attributed.largest(sites, units);
        List<Variant> variants = new ArrayList<>();
        for (Check check : largest) {
            float[] other = instead.map(all -> all.get(check.site())).orElse(null);
            variants.add(Forced.of(
                            electrodes.get(check.site()), check.token(), check.unit(), natural.get(check.site()), other)
                    .alone());
        }
        return held(text, at, goal, largest, variants, instead.isPresent() ? 1 : -1);
    }

    /** Each site, or each of its heads, at each token up to the one read, patched. */
    List<Check> patched(
            TokenText text, int at, Goal goal, List<SiteShares> sites, List<float[]> natural, List<float[]> instead) {
        List<Check> estimates = new ArrayList<>();
        List<Variant> variants = new ArrayList<>();
        for (int s = 0; s < sites.size(); s++) {
            SiteShares site = sites.get(s);
            int[] units = site.electrode().unitArray();
            for (int token = 0; token <= at; token++) {
                double whole = 0;
                for (int u = 0; u < units.length; u++) {
                    double share = site.units().get(token, u);
                    whole += share;
                    if (site.hasHeads()) {
                        estimates.add(new Check(s, token, units[u], share, Double.NaN));
                    }
                }
                if (!site.hasHeads()) {
                    estimates.add(new Check(s, token, -1, whole, Double.NaN));
                }
            }
        }
        for (Check cell : estimates) {
            variants.add(Forced.of(
                            electrodes.get(cell.site()),
                            cell.token(),
                            cell.unit(),
                            natural.get(cell.site()),
                            instead.get(cell.site()))
                    .alone());
        }
        return held(text, at, goal, estimates, variants, 1);
    }

    private List<Check> held(
            TokenText text, int at, Goal goal, List<Check> estimates, List<Variant> variants, int sign) {
        Check[] out = new Check[estimates.size()];
        try (Trace trace = model.trace(text.toArray())) {
            double before = goal.value(trace.logits(at));
            trace.run(variants, new int[] {at}, (i, logits) -> {
                Check e = estimates.get(i);
                double change = goal.value(logits[0]) - before;
                out[i] = new Check(e.site(), e.token(), e.unit(), e.estimate(), sign * change);
            });
        }
        return List.of(out);
    }

    static final Comparator<Check> BY_SIZE = Comparator.comparingDouble(c -> -Math.abs(c.estimate()));
}

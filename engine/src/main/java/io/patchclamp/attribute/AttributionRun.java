package io.patchclamp.attribute;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.model.Electrode;
import io.patchclamp.model.Gradient;
import io.patchclamp.model.Model;
import io.patchclamp.model.Site;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.TokenText;

/** One attribution, trial by trial. */
final class AttributionRun {
    private static final int FIRST_STEPS = 32;
    private static final int LAST_STEPS = 512;
    private static final double ADDS_UP = 0.01;

    private final Model model;
    private final Attribution.Settings settings;
    private final List<Electrode> electrodes;
    private final RealRuns real;

    AttributionRun(Model model, Attribution.Settings settings) {
        this.model = model;
        this.settings = settings;
        this.electrodes = settings.where().electrodes();
        this.real = new RealRuns(model, electrodes);
    }

    Attributed run(List<TokenText> texts, List<String> warnings) {
        List<AttributedTrial> trials = new ArrayList<>();
        for (int t = 0; t < texts.size(); t++) {
            settings.progress().at("attributing", t, texts.size(), "trials");
            trials.add(
                    switch (settings.method()) {
                        case GRADIENT -> gradient(texts.get(t));
                        case INTEGRATED -> integrated(texts.get(t));
                        case PATCH -> patch(texts.get(t), t);
                    });
        }
        Provenance made = model.provenance()
                .with("selector", settings.where().selector())
                .with("method", settings.method().word());
        if (settings.method() == Method.INTEGRATED) {
            made = made.with(
                    "steps",
                    settings.steps() != Attribution.AS_NEEDED
                            ? String.valueOf(settings.steps())
                            : FIRST_STEPS + " to " + LAST_STEPS + ", until shares add up within 1 %");
        }
        made = made.with("target", trials.get(0).target());
        return new Attributed(made, settings.method(), electrodes, trials, warnings);
    }

    private AttributedTrial gradient(TokenText text) {
        int at = readAt(text);
        Goal[] goal = new Goal[1];
        float[][] read = new float[1][];
        List<Gradient> gradients = differentiate(text, at, logits -> {
            goal[0] = Goal.of(settings.wish(), model, text, logits);
            read[0] = logits;
            return goal[0].slope(logits);
        });
        List<SiteShares> sites = new ArrayList<>();
        List<float[]> natural = new ArrayList<>();
        for (int e = 0; e < electrodes.size(); e++) {
            float[] values = gradients.get(e).value().data();
            float[] slope = gradients.get(e).gradient().data();
            float[] shares = new float[values.length];
            for (int i = 0; i < shares.length; i++) {
                shares[i] = Signs.meant(electrodes.get(e), values[i]) ? values[i] * slope[i] : 0;
            }
            sites.add(SiteShares.of(electrodes.get(e), text.count(), shares, values));
            natural.add(values);
        }
        List<Check> verified = real.verify(text, at, goal[0], sites, natural, Optional.empty(), settings.verify());
        return trial(text, at, goal[0], read[0], Double.NaN, sites, List.of(), List.of(), verified);
    }

    private AttributedTrial integrated(TokenText text) {
        int at = readAt(text);
        float[] logits = real.logits(text, at);
        Goal goal = Goal.of(settings.wish(), model, text, logits);
        List<SiteShares> sites = new ArrayList<>();
        List<Convergence> convergence = new ArrayList<>();
        List<float[]> natural = new ArrayList<>();
        for (Electrode electrode : electrodes) {
            PathIntegral path = path(electrode, text, at, goal);
            sites.add(SiteShares.of(electrode, text.count(), path.shares(), path.values()));
            convergence.add(path.convergence());
            natural.add(path.values());
        }
        List<Check> verified = real.verify(text, at, goal, sites, natural, Optional.empty(), settings.verify());
        return trial(text, at, goal, logits, Double.NaN, sites, convergence, List.of(), verified);
    }

    /** As many steps as were asked for, or twice as many until they add up. */
    private PathIntegral path(Electrode electrode, TokenText text, int at, Goal goal) {
        boolean fixed = settings.steps() != Attribution.AS_NEEDED;
        int steps = fixed ? settings.steps() : FIRST_STEPS;
        PathIntegral path = PathIntegral.of(model, electrode, text, at, goal, steps);
        while (!fixed && !path.convergence().within(ADDS_UP) && steps < LAST_STEPS) {
            steps *= 2;
            path = PathIntegral.of(model, electrode, text, at, goal, steps);
        }
        return path;
    }

    private AttributedTrial patch(TokenText corrupt, int number) {
        TokenText clean = RealRuns.clean(model, corrupt, number);
        int at = readAt(corrupt);
        RealRuns.Read source = real.read(clean, at);
        Goal goal = Goal.of(settings.wish(), model, corrupt, source.logits());
        float[][] read = new float[1][];
        List<Gradient> gradients = differentiate(corrupt, at, logits -> {
            read[0] = logits;
            return goal.slope(logits);
        });
        List<SiteShares> sites = new ArrayList<>();
        List<float[]> natural = new ArrayList<>();
        for (int e = 0; e < electrodes.size(); e++) {
            float[] values = gradients.get(e).value().data();
            float[] slope = gradients.get(e).gradient().data();
            float[] other = source.values().get(e);
            float[] shares = new float[values.length];
            for (int i = 0; i < shares.length; i++) {
                shares[i] = Signs.meant(electrodes.get(e), values[i]) ? (other[i] - values[i]) * slope[i] : 0;
            }
            sites.add(SiteShares.of(electrodes.get(e), corrupt.count(), shares, values));
            natural.add(values);
        }
        List<Check> patched = real.patched(corrupt, at, goal, sites, natural, source.values());
        List<Check> verified =
                real.verify(corrupt, at, goal, sites, natural, Optional.of(source.values()), settings.verify());
        return trial(corrupt, at, goal, read[0], goal.value(source.logits()), sites, List.of(), patched, verified);
    }

    private interface Slope {
        float[] of(float[] logits);
    }

    private List<Gradient> differentiate(TokenText text, int at, Slope slope) {
        List<Site> sites = electrodes.stream().map(Electrode::site).toList();
        return model.differentiate(new int[][] {text.toArray()}, List.of(), new int[] {at}, sites, logits ->
                new float[][] {slope.of(logits[0])});
    }

    private static AttributedTrial trial(
            TokenText text,
            int at,
            Goal goal,
            float[] logits,
            double clean,
            List<SiteShares> sites,
            List<Convergence> convergence,
            List<Check> patched,
            List<Check> verified) {
        return new AttributedTrial(
                text,
                at,
                goal.label(),
                goal.token(),
                goal.logprob(logits),
                goal.value(logits),
                clean,
                sites,
                convergence,
                patched,
                verified);
    }

    private int readAt(TokenText text) {
        int asked = settings.token().orElse(-1);
        int at = asked < 0 ? text.count() + asked : asked;
        if (at < 0 || at >= text.count()) {
            throw new PatchclampException(
                    "There is no token " + asked + " in '" + text.text() + "', which has " + text.count() + " tokens.",
                    "0 to " + (text.count() - 1) + ", or -1 for the last");
        }
        return at;
    }

    @Override
    public String toString() {
        return settings.method() + " at " + Arrays.toString(electrodes.toArray());
    }
}

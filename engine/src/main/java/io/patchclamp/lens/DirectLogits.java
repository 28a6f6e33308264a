package io.patchclamp.lens;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

import io.patchclamp.array.NamedArray;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.metric.Metric;
import io.patchclamp.metric.Reading;
import io.patchclamp.model.Direction;
import io.patchclamp.model.Model;
import io.patchclamp.model.Point;
import io.patchclamp.progress.Progress;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.Recording;
import io.patchclamp.record.TokenText;
import io.patchclamp.trial.Trials;

/**
 * Direct logit attribution: which part of the model wrote a logit, or a difference of logits, into the residual stream.
 * Immutable.
 *
 * <p>The last norm's scale is held at what it was in this run, and so is that of a norm through which a sublayer's output
 * goes before it is added (Gemma 2, Gemma 3, OLMo 2): with these held, everything from a part to the logits is linear, and
 * the parts add up to the logit. The mean that a LayerNorm subtracts is linear and is part of each share. The biases of
 * the last norm and the unembedding are a part of their own; those of the output projections go with their sublayer, or,
 * where heads or neurons are told apart, are a part of their own. A soft cap is left out: what is decomposed is the logit
 * before it. What a part does through later layers is not in its share.
 *
 * <p>Cost: one forward pass a trial, and one product with each output projection's weights for heads or neurons.
 */
public final class DirectLogits {
    /** Into what a logit is taken apart. */
    public enum By {
        /** Embedding, attention and MLP of each layer. */
        LAYER,
        /** As by layer, with each attention's heads told apart. */
        HEAD,
        /** As by layer, with each MLP's neurons told apart. */
        NEURON
    }

    private final Model model;
    private final By by;
    private final Optional<Metric> metric;
    private final int token;
    private final Progress progress;

    private DirectLogits(Model model, By by, Optional<Metric> metric, int token, Progress progress) {
        this.model = Objects.requireNonNull(model, "model");
        this.by = Objects.requireNonNull(by, "by");
        this.metric = metric;
        this.token = token;
        this.progress = Objects.requireNonNull(progress, "progress");
    }

    /**
     * The logit of the model's own next token after the last, by layer.
     *
     * @param model whose logit
     * @return the decomposition
     */
    public static DirectLogits on(Model model) {
        return new DirectLogits(model, By.LAYER, Optional.empty(), -1, Progress.SILENT);
    }

    /**
     * Into what it is taken apart.
     *
     * @param by layers, heads or neurons
     * @return a changed copy
     */
    public DirectLogits by(By by) {
        return new DirectLogits(model, by, metric, token, progress);
    }

    /**
     * What is taken apart.
     *
     * @param sum logits and sums and multiples of them, such as {@code logit(" Paris") - logit(" Rome")}
     * @return a changed copy
     */
    public DirectLogits of(Metric sum) {
        return new DirectLogits(model, by, Optional.of(sum), token, progress);
    }

    /**
     * Where it is read.
     *
     * @param position after which token; negative from the end, -1 for the last
     * @return a changed copy
     */
    public DirectLogits token(int position) {
        return new DirectLogits(model, by, metric, position, progress);
    }

    /**
     * Who hears how far it is.
     *
     * @param progress counts trials
     * @return a changed copy
     */
    public DirectLogits progress(Progress progress) {
        return new DirectLogits(model, by, metric, token, progress);
    }

    /**
     * Takes apart.
     *
     * @param trials the stimuli
     * @return the parts
     * @throws PatchclampException if the metric is no sum of logits, a target is not one token, a prompt is empty or does
     *     not fit, or the position is not there
     * @throws io.patchclamp.fault.CancelledException if the thread was interrupted
     */
    public DirectReading run(Trials trials) {
        return run(TokenText.of(model, trials));
    }

    /**
     * Takes apart what was read while something was recorded: its texts are read again, without any edit.
     *
     * @param recording whose texts
     * @return the parts
     * @throws PatchclampException if it was recorded under edits, or as {@link #run(Trials)}
     */
    public DirectReading run(Recording recording) {
        if (!recording.receipts().isEmpty()) {
            throw new PatchclampException(
                    "This was recorded under edits, and a logit is taken apart in a run without any.",
                    "%lens with the edited recording and without --decompose; or a recording without edits");
        }
        return run(TokenText.of(recording));
    }

    private DirectReading run(List<TokenText> texts) {
        List<DirectReading.Trial> trials = new ArrayList<>();
        for (int t = 0; t < texts.size(); t++) {
            progress.at("taking apart", t, texts.size(), "trials");
            trials.add(trial(texts.get(t)));
        }
        Provenance made = model.provenance()
                .with("decompose", by.name().toLowerCase(Locale.ROOT))
                .with("target", trials.get(0).target());
        return new DirectReading(made, by, trials);
    }

    private DirectReading.Trial trial(TokenText text) {
        int at = token < 0 ? text.count() + token : token;
        if (at < 0 || at >= text.count()) {
            throw new PatchclampException(
                    "There is no token " + token + " in '" + text.text() + "', which has " + text.count() + " tokens.",
                    "0 to " + (text.count() - 1) + ", or -1 for the last");
        }
        int layers = model.config().layers();
        boolean capped = model.config().scales().logitSoftCap() > 0;
        Parts parts = new Parts(model, by, capped);
        States states = States.of(model, Arrays.copyOf(text.toArray(), at + 1), parts.sites());
        float[] slope = slope(text, Reading.numbers(states.logits()));
        Direction direction = model.logitDirection(slope, parts.last(states, Point.RESID_POST, layers - 1));
        float[] raw = capped ? scaled(parts.last(states, Point.UNEMBED, -1)) : states.logits();
        double logit = 0;
        for (int i = 0; i < raw.length; i++) {
            logit += (double) slope[i] * raw[i];
        }
        float[] attention = new float[layers];
        float[] mlp = new float[layers];
        for (int layer = 0; layer < layers; layer++) {
            attention[layer] = (float) direction.of(parts.last(states, Point.ATTN_OUT, layer));
            mlp[layer] = (float) direction.of(parts.last(states, Point.MLP_OUT, layer));
        }
        Optional<Parts.Fine> fine =
                by == By.LAYER ? Optional.empty() : Optional.of(parts.fine(states, direction.weights()));
        return new DirectReading.Trial(
                text,
                at,
                label(slope),
                logit,
                direction.of(parts.last(states, Point.EMBED, -1)),
                direction.constant(),
                NamedArray.of(List.of("layer"), new int[] {layers}, attention),
                NamedArray.of(List.of("layer"), new int[] {layers}, mlp),
                fine.map(Parts.Fine::units),
                fine.map(Parts.Fine::biases));
    }

    private float[] scaled(float[] raw) {
        float[] out = raw.clone();
        for (int i = 0; i < out.length; i++) {
            out[i] *= (float) model.config().scales().logits();
        }
        return out;
    }

    private float[] slope(TokenText text, float[] logits) {
        if (metric.isEmpty()) {
            float[] own = new float[logits.length];
            int best = 0;
            for (int i = 1; i < logits.length; i++) {
                best = logits[i] > logits[best] ? i : best;
            }
            own[best] = 1;
            return own;
        }
        Metric sum = metric.get();
        PatchclampException nonlinear = new PatchclampException(
                "'" + sum + "' is no sum of logits, and only such a sum has parts that add up.",
                "logit(\" Paris\"), or logit(\" Paris\") - logit(\" Rome\")");
        if (sum.needsLoss() || sum.needsBaseline()) {
            throw nonlinear;
        }
        float[] slope = sum.slope(Reading.of(logits), model.tokenizer(), text.columns());
        float[] elsewhere = new float[logits.length];
        for (int i = 0; i < elsewhere.length; i++) {
            elsewhere[i] = 1 - logits[i] / 2 + i % 3;
        }
        double constant = sum.evaluate(Reading.of(new float[logits.length]), model.tokenizer(), text.columns());
        if (constant != 0
                || !Arrays.equals(slope, sum.slope(Reading.of(elsewhere), model.tokenizer(), text.columns()))) {
            throw nonlinear;
        }
        return slope;
    }

    private String label(float[] slope) {
        if (metric.isPresent()) {
            return metric.get().toString();
        }
        for (int i = 0; i < slope.length; i++) {
            if (slope[i] != 0) {
                return "logit of " + model.tokenizer().visible(i);
            }
        }
        return "";
    }
}

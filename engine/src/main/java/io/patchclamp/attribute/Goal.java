package io.patchclamp.attribute;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.metric.Metric;
import io.patchclamp.metric.Reading;
import io.patchclamp.model.Model;
import io.patchclamp.record.TokenText;

/** What one trial's output is, as a number: a token's log-probability, or a metric. */
final class Goal {
    /** In a metric, the column that stands for the token asked about. */
    private static final String TARGET = "target";

    /**
     * What is asked for.
     *
     * @param token a text that is one token; the model's own next token if none
     * @param metric in place of the log-probability
     * @param first whether a text of several tokens stands for its first
     */
    record Wish(Optional<String> token, Optional<Metric> metric, boolean first) {}

    private final Model model;
    private final Optional<Metric> metric;
    private final Map<String, String> columns;
    private final int token;

    private Goal(Model model, Optional<Metric> metric, Map<String, String> columns, int token) {
        this.model = model;
        this.metric = metric;
        this.columns = columns;
        this.token = token;
    }

    static Goal of(Wish wish, Model model, TokenText text, float[] logits) {
        Reading.numbers(logits);
        Map<String, String> columns = new HashMap<>(text.columns());
        boolean about =
                wish.metric.isEmpty() || wish.metric.get().columns().contains(TARGET) && !columns.containsKey(TARGET);
        if (wish.metric.isPresent() && !about) {
            if (wish.token.isPresent()) {
                throw new PatchclampException(
                        "The metric '" + wish.metric.get() + "' does not ask for a target, and '" + wish.token.get()
                                + "' is given as one.",
                        "one of the two; or a metric that names it, such as logit(target) - logit(\" Rome\")");
            }
            return new Goal(model, wish.metric, columns, -1);
        }
        int token = wish.token.isPresent() ? token(wish.token.get(), wish.first, model, logits) : largest(logits);
        columns.put(TARGET, model.tokenizer().decode(token));
        return new Goal(model, wish.metric, columns, token);
    }

    private static int token(String text, boolean first, Model model, float[] logits) {
        if (first) {
            return model.tokenizer().encode(text).ids().get(firstOwn(text, model));
        }
        int id = model.tokenizer().single(text);
        if (id >= logits.length) {
            throw new PatchclampException(
                    "The target '" + text + "' is token " + id + ", but there are logits for " + logits.length
                            + " tokens only.",
                    "a target that the model can say");
        }
        return id;
    }

    private static int firstOwn(String text, Model model) {
        var tokens = model.tokenizer().encode(text);
        for (int i = 0; i < tokens.count(); i++) {
            if (tokens.starts().get(i) < tokens.ends().get(i)) {
                return i;
            }
        }
        throw new PatchclampException("The target \"" + text + "\" has no token.", "a longer one");
    }

    private static int largest(float[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            best = logits[i] > logits[best] ? i : best;
        }
        return best;
    }

    double value(float[] logits) {
        return metric.isPresent()
                ? metric.get().evaluate(Reading.of(logits), model.tokenizer(), columns)
                : logprob(logits);
    }

    float[] slope(float[] logits) {
        if (metric.isPresent()) {
            return metric.get().slope(Reading.of(logits), model.tokenizer(), columns);
        }
        double sum = logSum(logits);
        float[] slope = new float[logits.length];
        for (int i = 0; i < slope.length; i++) {
            slope[i] = (float) ((i == token ? 1 : 0) - Math.exp(logits[i] - sum));
        }
        return slope;
    }

    int token() {
        return token;
    }

    /** NaN where no one token is meant. */
    double logprob(float[] logits) {
        return token < 0 ? Double.NaN : logits[token] - logSum(logits);
    }

    String label() {
        String shown = token < 0 ? "" : model.tokenizer().visible(token);
        return metric.map(m -> m + (token < 0 ? "" : ", target " + shown)).orElse("logprob of " + shown);
    }

    private static double logSum(float[] logits) {
        double max = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            max = Math.max(max, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - max);
        }
        return max + Math.log(sum);
    }
}

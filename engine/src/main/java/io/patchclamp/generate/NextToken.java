package io.patchclamp.generate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.model.Tokenizer;

/** The distribution over the next token, in double precision. */
final class NextToken {
    private static final int SHOWN = 5;

    private NextToken() {}

    static int mostProbable(float[] logits) {
        int best = 0;
        for (int i = 0; i < logits.length; i++) {
            if (Float.isNaN(logits[i])) {
                throw new PatchclampException(
                        "The model's output is not a number at token id " + i
                                + ": somewhere inside, a number grew beyond what 32 bits hold.",
                        "a clamp at a smaller value; without a clamp, another copy of the model");
            }
            if (logits[i] > logits[best]) {
                best = i;
            }
        }
        return best;
    }

    /** A draw that depends on seed, trial and step alone. */
    static int choose(float[] logits, Sampling sampling, int trial, int step) {
        if (sampling.temperature() == 0) {
            return mostProbable(logits);
        }
        double[] p = new double[logits.length];
        double max = logits[mostProbable(logits)];
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            p[i] = Math.exp((logits[i] - max) / sampling.temperature());
            sum += p[i];
        }
        int[] order = IntStream.range(0, p.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(i -> -p[i]).thenComparingInt(i -> i))
                .mapToInt(Integer::intValue)
                .toArray();
        int most = sampling.topK() == 0 ? order.length : Math.min(order.length, sampling.topK());
        if (most < order.length) {
            sum = 0;
            for (int i = 0; i < most; i++) {
                sum += p[order[i]];
            }
        }
        double kept = 0;
        int last = 0;
        while (last < most) {
            kept += p[order[last++]];
            if (kept >= sampling.topP() * sum) {
                break;
            }
        }
        long mixed = sampling.seed() * 0x9E3779B97F4A7C15L + trial * 0xBF58476D1CE4E5B9L + step;
        double draw = new SplittableRandom(mixed).nextDouble() * kept;
        for (int i = 0; i < last; i++) {
            draw -= p[order[i]];
            if (draw < 0) {
                return order[i];
            }
        }
        return order[last - 1];
    }

    /** Natural logarithm of each token's normaliser: {@code logprob(i) = logits[i] - this}. */
    static double logNormaliser(float[] logits) {
        double max = logits[mostProbable(logits)];
        double sum = 0;
        for (float l : logits) {
            sum += Math.exp(l - max);
        }
        return max + Math.log(sum);
    }

    static List<Candidate> top(float[] logits, Tokenizer tokenizer) {
        return top(logits, logNormaliser(logits), tokenizer);
    }

    /** With the {@link #logNormaliser} that is known already. */
    static List<Candidate> top(float[] logits, double z, Tokenizer tokenizer) {
        List<Candidate> out = new ArrayList<>();
        for (int id : Candidate.largest(logits, SHOWN)) {
            out.add(new Candidate(id, tokenizer.visible(id), Math.exp(logits[id] - z)));
        }
        return out;
    }
}

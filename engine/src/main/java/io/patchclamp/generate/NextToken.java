package io.patchclamp.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

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
            p[i] = Exponential.of((logits[i] - max) / sampling.temperature());
            sum += p[i];
        }
        Ranking order = new Ranking(logits);
        int most = sampling.topK() == 0 ? p.length : Math.min(p.length, sampling.topK());
        if (most < p.length) {
            sum = 0;
            for (int i = 0; i < most; i++) {
                sum += p[order.at(i)];
            }
        }
        double kept = sum;
        int last = most;
        if (sampling.topP() < 1) {
            kept = 0;
            last = 0;
            while (last < most && (last == 0 || kept < sampling.topP() * sum)) {
                kept += p[order.at(last++)];
            }
        }
        long mixed = sampling.seed() * 0x9E3779B97F4A7C15L + trial * 0xBF58476D1CE4E5B9L + step;
        double draw = new SplittableRandom(mixed).nextDouble() * kept;
        for (int i = 0; i < last; i++) {
            draw -= p[order.at(i)];
            if (draw < 0) {
                return order.at(i);
            }
        }
        return order.at(last - 1);
    }

    /** Natural logarithm of each token's normaliser: {@code logprob(i) = logits[i] - this}. */
    static double logNormaliser(float[] logits) {
        double max = logits[mostProbable(logits)];
        double sum = 0;
        for (float l : logits) {
            sum += Exponential.of(l - max);
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

package io.patchclamp.lens;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.patchclamp.generate.Candidate;
import io.patchclamp.model.Tokenizer;

/** The most probable tokens of a distribution. */
final class Top {
    private static final Candidate NOT_A_NUMBER = new Candidate(-1, "NaN", Double.NaN);

    private Top() {}

    static List<Candidate> of(float[] logits, int ranks, Tokenizer tokenizer) {
        if (!numbers(logits)) {
            // The largest of what is no number would be the first token of the vocabulary.
            return Collections.nCopies(ranks, NOT_A_NUMBER);
        }
        double max = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            max = Math.max(max, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - max);
        }
        List<Candidate> out = new ArrayList<>();
        for (int id : Candidate.largest(logits, ranks)) {
            out.add(new Candidate(id, tokenizer.visible(id), Math.exp(logits[id] - max) / sum));
        }
        return out;
    }

    private static boolean numbers(float[] logits) {
        for (float logit : logits) {
            if (!Float.isFinite(logit)) {
                return false;
            }
        }
        return true;
    }
}

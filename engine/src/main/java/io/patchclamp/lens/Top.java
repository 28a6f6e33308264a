package io.patchclamp.lens;

import java.util.ArrayList;
import java.util.List;

import io.patchclamp.generate.Candidate;
import io.patchclamp.model.Tokenizer;

/** The most probable tokens of a distribution. */
final class Top {
    private Top() {}

    static List<Candidate> of(float[] logits, int ranks, Tokenizer tokenizer) {
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
}

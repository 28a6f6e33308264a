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
        int[] best = new int[Math.min(ranks, logits.length)];
        int found = 0;
        for (int i = 0; i < logits.length; i++) {
            int at = found;
            while (at > 0 && logits[i] > logits[best[at - 1]]) {
                at--;
            }
            if (at < best.length) {
                found = Math.min(found + 1, best.length);
                System.arraycopy(best, at, best, at + 1, found - at - 1);
                best[at] = i;
            }
        }
        List<Candidate> out = new ArrayList<>();
        for (int id : best) {
            out.add(new Candidate(id, tokenizer.visible(id), Math.exp(logits[id] - max) / sum));
        }
        return out;
    }
}

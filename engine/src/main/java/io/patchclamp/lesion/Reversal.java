package io.patchclamp.lesion;

import java.util.Arrays;
import java.util.List;

import io.patchclamp.edit.Edit;
import io.patchclamp.edit.Intervention;
import io.patchclamp.edit.Scale;
import io.patchclamp.generate.Prompts;
import io.patchclamp.model.Model;
import io.patchclamp.model.Selection;
import io.patchclamp.model.Tokens;
import io.patchclamp.progress.Progress;
import io.patchclamp.trial.Trials;

/**
 * Whether a lesion leaves nothing behind: each trial is read as it is (A), with the lesion (B), and again as it is (A);
 * and once with a sham, which touches the same units and writes back what it read. All four are whole forward passes, of
 * eight trials side by side.
 *
 * @param trials how many trials were read four times
 * @param moved in how many of them the lesion changed the logits at all
 * @param recovered in how many of them the second A has the bits of the first
 * @param sham in how many of them the sham has the bits of A
 * @param farthest the largest difference of a logit between the two A, or between sham and A: 0 where all bits are equal
 */
public record Reversal(int trials, int moved, int recovered, int sham, double farthest) {
    /**
     * Whether nothing was left behind.
     *
     * @return true if every trial recovered and every sham changed nothing, to the bit
     */
    public boolean complete() {
        return recovered == trials && sham == trials;
    }

    static Reversal of(Model model, Selection where, Edit lesion, Trials trials, Progress progress) {
        List<Tokens> prompts = Prompts.all(model, trials);
        Intervention removed = Intervention.of(model, List.of(lesion), trials, prompts, 0);
        Intervention sham = Intervention.of(model, List.of(Scale.by(where, 1)), trials, prompts, 0);
        int moved = 0;
        int recovered = 0;
        int still = 0;
        double farthest = 0;
        for (int[] batch : Prompts.sideBySide(trials.count())) {
            float[][] before = Prompts.logits(model, prompts, List.of(), batch);
            float[][] under = Prompts.logits(model, prompts, removed.writes(batch), batch);
            float[][] after = Prompts.logits(model, prompts, List.of(), batch);
            float[][] shammed = Prompts.logits(model, prompts, sham.writes(batch), batch);
            for (int i = 0; i < batch.length; i++) {
                moved += Arrays.equals(before[i], under[i]) ? 0 : 1;
                recovered += Arrays.equals(before[i], after[i]) ? 1 : 0;
                still += Arrays.equals(before[i], shammed[i]) ? 1 : 0;
                farthest = Math.max(farthest, Math.max(distance(before[i], after[i]), distance(before[i], shammed[i])));
            }
            progress.at("checking recovery", batch[batch.length - 1] + 1L, trials.count(), "trials");
        }
        return new Reversal(trials.count(), moved, recovered, still, farthest);
    }

    private static double distance(float[] a, float[] b) {
        double most = 0;
        for (int i = 0; i < a.length; i++) {
            most = Math.max(most, Math.abs((double) a[i] - b[i]));
        }
        return most;
    }
}

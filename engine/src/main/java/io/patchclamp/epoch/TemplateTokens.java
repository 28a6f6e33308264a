package io.patchclamp.epoch;

import java.util.BitSet;
import java.util.List;
import java.util.regex.Pattern;

import io.patchclamp.record.RecordedTrial;

/**
 * Which tokens are no stimulus. Special tokens are known by how they are shown. In a written chat also the rest of a special
 * token's line, if it is short (a role's name), and what all chats begin with, up to the last such line they share (a
 * system prompt).
 */
final class TemplateTokens {
    private static final Pattern SPECIAL = Pattern.compile("⟨(?!0x[0-9A-F]{2}⟩|U\\+[0-9A-F]+⟩)[^⟨⟩]+⟩");
    private static final int HEADER = 4;

    private TemplateTokens() {}

    /** One set a trial, over prompt and generated tokens. */
    static BitSet[] of(List<RecordedTrial> trials) {
        BitSet[] marks = new BitSet[trials.size()];
        for (int t = 0; t < marks.length; t++) {
            RecordedTrial trial = trials.get(t);
            marks[t] = special(trial);
            if (trial.item().whole()) {
                headers(trial, marks[t]);
            }
        }
        int shared = shared(trials);
        if (shared > 0) {
            int end = marks[0].previousSetBit(shared - 1) + 1;
            for (int t = 0; t < marks.length; t++) {
                marks[t].set(0, end);
            }
        }
        return marks;
    }

    private static BitSet special(RecordedTrial trial) {
        BitSet found = new BitSet();
        for (int i = 0; i < trial.visible().size(); i++) {
            String shown = trial.visible().get(i);
            boolean written = i < trial.prompt().count()
                    && trial.prompt()
                            .text()
                            .substring(
                                    trial.prompt().starts().get(i),
                                    trial.prompt().ends().get(i))
                            .strip()
                            .equals(shown);
            if (!written && SPECIAL.matcher(shown).matches()) {
                found.set(i);
            }
        }
        return found;
    }

    /** From a special token to its line's end or the next special one, if that is near. */
    private static void headers(RecordedTrial trial, BitSet marks) {
        BitSet special = (BitSet) marks.clone();
        int n = trial.prompt().count();
        for (int at = special.nextSetBit(0); at >= 0 && at < n; at = special.nextSetBit(at + 1)) {
            for (int i = at + 1; i <= Math.min(at + HEADER, n - 1); i++) {
                boolean line = trial.visible().get(i).startsWith("⏎");
                if (line || special.get(i)) {
                    marks.set(at, i + 1);
                    break;
                }
            }
        }
    }

    /** How many tokens all chats begin with; 0 unless all trials are chats that differ. */
    private static int shared(List<RecordedTrial> trials) {
        if (!trials.stream().allMatch(t -> t.item().whole())
                || trials.stream().map(t -> t.prompt().ids()).distinct().count() < 2) {
            return 0;
        }
        List<Integer> first = trials.get(0).prompt().ids();
        int shared = first.size();
        for (RecordedTrial trial : trials) {
            List<Integer> ids = trial.prompt().ids();
            int same = 0;
            while (same < Math.min(shared, ids.size()) && ids.get(same).equals(first.get(same))) {
                same++;
            }
            shared = same;
        }
        return shared;
    }
}

package io.patchclamp.epoch;

import java.util.Arrays;
import java.util.List;

import io.patchclamp.record.RecordedTrial;
import io.patchclamp.trial.DropLog.Drop;
import io.patchclamp.trial.Reason;

/**
 * One trial's epoch.
 *
 * @param number the trial's number in the recording, from 0
 * @param trial the stimulus and its tokens
 * @param anchor the token of offset 0
 * @param event the first token of what the trial is aligned to
 * @param rows {@code [offset][unit]}, null where missing
 */
record Cut(int number, RecordedTrial trial, int anchor, int event, float[][] rows) {
    Cut with(float[][] changed) {
        return new Cut(number, trial, anchor, event, changed);
    }

    /** Some of the units. */
    Cut only(List<Integer> chosen) {
        return with(Arrays.stream(rows)
                .map(row -> row == null ? null : picked(row, chosen))
                .toArray(float[][]::new));
    }

    private static float[] picked(float[] row, List<Integer> chosen) {
        float[] fewer = new float[chosen.size()];
        for (int i = 0; i < fewer.length; i++) {
            fewer[i] = row[chosen.get(i)];
        }
        return fewer;
    }

    /** The token at an offset, made visible; empty where there is none. */
    String token(int offset) {
        int at = anchor + offset;
        return at >= 0 && at < trial.visible().size() ? trial.visible().get(at) : "";
    }

    Drop dropped(Reason reason, String detail) {
        return new Drop(number, trial.item().prompt(), reason, detail);
    }
}

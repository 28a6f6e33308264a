package io.patchclamp.record;

import java.util.BitSet;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.model.Tokens;
import io.patchclamp.trial.Trials;

/** Which tokens of one trial are kept, as indices into prompt then generated. */
record RowPlan(int first, int last) {
    static RowPlan of(Trials.Item item, Tokens prompt, Pool pool, int windowFrom, int windowTo) {
        BitSet event =
                item.event().map(e -> prompt.overlapping(e.start(), e.end())).orElseGet(BitSet::new);
        int anchor = Math.max(event.nextSetBit(0), 0);
        int eventLast = event.length() - 1;
        if (pool == Pool.EVENT) {
            if (eventLast < 0) {
                throw new PatchclampException(
                        "Pooling at the event, but the prompt '" + item.prompt() + "' marks none.",
                        "put [[…]] around the event in every prompt, or pool last");
            }
            return new RowPlan(eventLast, eventLast);
        }
        return new RowPlan(saturated(anchor, windowFrom), saturated(anchor, windowTo));
    }

    private static int saturated(int anchor, int offset) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, (long) anchor + offset));
    }

    boolean keeps(int token) {
        return token >= first && token <= last;
    }
}

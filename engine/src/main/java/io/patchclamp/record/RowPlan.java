package io.patchclamp.record;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.model.Tokens;
import io.patchclamp.trial.Trials;

/** Which tokens of one trial are kept, as indices into prompt then generated. */
record RowPlan(int first, int last) {
    static RowPlan of(Trials.Item item, Tokens prompt, Pool pool, int windowFrom, int windowTo) {
        int anchor = 0;
        int eventLast = -1;
        if (item.event().isPresent()) {
            Trials.Span event = item.event().get();
            int eventFirst = -1;
            for (int i = 0; i < prompt.count(); i++) {
                if (prompt.starts().get(i) < event.end() && prompt.ends().get(i) > event.start()) {
                    eventFirst = eventFirst < 0 ? i : eventFirst;
                    eventLast = i;
                }
            }
            anchor = Math.max(eventFirst, 0);
        }
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

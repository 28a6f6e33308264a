package io.patchclamp.record;

import java.util.BitSet;
import java.util.Optional;

import io.patchclamp.edit.TokenChoice;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.model.Tokens;
import io.patchclamp.trial.Trials;

/**
 * Which tokens of one trial are kept, as indices into prompt then generated.
 *
 * @param first the first that may be
 * @param last the last that may be
 * @param chosen which of them are; all of them if that is not said
 */
record RowPlan(int first, int last, Optional<BitSet> chosen) {
    static RowPlan of(Trials.Item item, Tokens prompt, Recorder.Settings settings, int fed) {
        Pool pool = settings.pool();
        BitSet event =
                item.event().map(e -> prompt.overlapping(e.start(), e.end())).orElseGet(BitSet::new);
        int anchor = Math.max(event.nextSetBit(0), 0);
        int eventLast = event.length() - 1;
        Optional<BitSet> chosen = settings.tokens() instanceof TokenChoice.All
                ? Optional.empty()
                : Optional.of(settings.tokens().in(prompt, item.event(), fed));
        if (pool == Pool.EVENT) {
            if (eventLast < 0) {
                throw new PatchclampException(
                        "Pooling at the event, but the prompt '" + item.prompt() + "' marks none.",
                        "put [[…]] around the event in every prompt, or pool last");
            }
            return new RowPlan(eventLast, eventLast, chosen);
        }
        return new RowPlan(saturated(anchor, settings.windowFrom()), saturated(anchor, settings.windowTo()), chosen);
    }

    private static int saturated(int anchor, int offset) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, (long) anchor + offset));
    }

    boolean keeps(int token) {
        return token >= first
                && token <= last
                && (chosen.isEmpty() || chosen.get().get(token));
    }

    /** How many of the first so many tokens are kept. */
    int kept(int fed) {
        int from = Math.max(first, 0);
        int to = (int) Math.min(last + 1L, fed);
        return to <= from ? 0 : chosen.map(c -> c.get(from, to).cardinality()).orElse(to - from);
    }

    /** Whether what is kept has no gap. */
    boolean together() {
        if (chosen.isEmpty()) {
            return true;
        }
        int from = chosen.get().nextSetBit(Math.max(first, 0));
        return from < 0
                || chosen.get().nextClearBit(from) > Math.min(last, chosen.get().length() - 1);
    }
}

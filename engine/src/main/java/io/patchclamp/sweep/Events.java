package io.patchclamp.sweep;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.model.Tokens;
import io.patchclamp.trial.Trials;

/** Where events are. */
final class Events {
    private Events() {}

    /** The position of the last token that overlaps the event. */
    static int lastToken(Trials.Item item, Tokens prompt) {
        Trials.Span event = item.event()
                .orElseThrow(() -> new PatchclampException(
                        "'" + item.prompt() + "' marks no event to read the metric at.",
                        "[[…]] around the event in every prompt, or leave out --read event"));
        int last = prompt.overlapping(event.start(), event.end()).length() - 1;
        if (last < 0) {
            throw new PatchclampException(
                    "The event of '" + item.prompt() + "' overlaps no token.", "[[…]] around at least one character");
        }
        return last;
    }
}

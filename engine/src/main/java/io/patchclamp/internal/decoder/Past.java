package io.patchclamp.internal.decoder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.model.ModelConfig;
import io.patchclamp.model.Positions.LongScaling;
import io.patchclamp.model.Positions.QwenDynamicScaling;
import io.patchclamp.model.Positions.Rotary;
import io.patchclamp.model.Write;

/**
 * What a decoding has read, where its rotary angles depend on it. Qwen 1 turns every token as its prompt's length asks.
 * Phi-3's LongRoPE turns all tokens of a sequence alike: when one outgrows the original context, it must be read again from its
 * beginning, as {@code transformers} does by dropping the cache. Any other model needs none of this.
 */
final class Past {
    /** Tokens that were read at once, and what was forced meanwhile. */
    record Feed(int[][] tokens, List<Write> writes) {
        Feed {
            writes = List.copyOf(writes);
        }
    }

    private final boolean byPrompt;
    private final double limit; // the longest sequence that takes the short angles; 0 if there are no others
    private final List<Feed> feeds = new ArrayList<>();
    private int[] prompts = new int[0];
    private boolean parted;

    Past(ModelConfig config) {
        List<?> scalings = config.positions() instanceof Rotary rotary
                ? rotary.ropes().stream().map(r -> r.scaling()).toList()
                : List.of();
        this.byPrompt = scalings.stream().anyMatch(QwenDynamicScaling.class::isInstance);
        this.limit = scalings.stream()
                .flatMap(s -> s instanceof LongScaling l && l.anew() ? Stream.of(l.originalContext()) : Stream.empty())
                .findFirst()
                .orElse(0.0);
    }

    /** The tokens about to be read, and how long each row counts as. */
    Span span(int[] from, int[] lengths) {
        if (!byPrompt) {
            return Span.of(from, lengths);
        }
        if (prompts.length == 0) {
            prompts = lengths.clone();
        }
        return Span.of(from, lengths, prompts.clone());
    }

    /** Whether a row becomes too long for the angles its keys were turned by. */
    boolean outgrown(Span span) {
        for (int row = 0; row < span.rows(); row++) {
            if (limit > 0 && span.from()[row] > 0 && span.from()[row] <= limit && span.whole()[row] > limit) {
                return true;
            }
        }
        return false;
    }

    /** All that was read, to be read again. */
    List<Feed> again() {
        if (parted) {
            throw new PatchclampException(
                    "A text outgrew " + (long) limit
                            + " tokens, from where all its tokens are turned anew, and what was"
                            + " forced in them is known for a batch that has since lost rows.",
                    "one text at a time: --batch 1");
        }
        return feeds;
    }

    void add(int[][] tokens, List<Write> writes) {
        if (limit == 0) {
            return;
        }
        Feed last = feeds.isEmpty() ? null : feeds.get(feeds.size() - 1);
        if (last == null || !last.writes.isEmpty() || !writes.isEmpty()) {
            feeds.add(new Feed(tokens.clone(), writes));
            return;
        }
        int[][] both = new int[tokens.length][];
        for (int row = 0; row < both.length; row++) {
            both[row] = Arrays.copyOf(last.tokens[row], last.tokens[row].length + tokens[row].length);
            System.arraycopy(tokens[row], 0, both[row], last.tokens[row].length, tokens[row].length);
        }
        feeds.set(feeds.size() - 1, new Feed(both, List.of()));
    }

    void keep(int[] rows) {
        if (byPrompt && prompts.length > 0) {
            prompts = Arrays.stream(rows).map(r -> prompts[r]).toArray();
        }
        parted |= feeds.stream().anyMatch(f -> !f.writes.isEmpty());
        feeds.replaceAll(
                f -> new Feed(Arrays.stream(rows).mapToObj(r -> f.tokens[r]).toArray(int[][]::new), f.writes));
    }
}

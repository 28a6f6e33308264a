package io.patchclamp.lens;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.IntStream;

import io.patchclamp.array.NamedArray;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.model.Model;
import io.patchclamp.model.Site;
import io.patchclamp.record.Recording;
import io.patchclamp.record.TokenText;
import io.patchclamp.trial.Trials;

/** Where the heads of a layer look: attention after softmax. Immutable. Cost: one forward pass a trial. */
public final class AttentionPatterns {
    private final Model model;
    private final int layer;
    private final OptionalInt head;

    private AttentionPatterns(Model model, int layer, OptionalInt head) {
        this.model = Objects.requireNonNull(model, "model");
        this.layer = layer;
        this.head = head;
    }

    /**
     * All heads of the first layer.
     *
     * @param model whose attention
     * @return the patterns to be read
     */
    public static AttentionPatterns on(Model model) {
        return new AttentionPatterns(model, 0, OptionalInt.empty());
    }

    /**
     * Which layer.
     *
     * @param layer from 0; negative from the end, -1 for the last
     * @return a changed copy
     * @throws PatchclampException if there is none
     */
    public AttentionPatterns layer(int layer) {
        int layers = model.config().layers();
        int at = layer < 0 ? layers + layer : layer;
        if (at < 0 || at >= layers) {
            throw new PatchclampException(
                    "There is no layer " + layer + " in " + model.name() + ", which has " + layers + ".",
                    "0 to " + (layers - 1) + ", or -1 for the last");
        }
        return new AttentionPatterns(model, at, head);
    }

    /**
     * One head only.
     *
     * @param head its number
     * @return a changed copy
     * @throws PatchclampException if there is none
     */
    public AttentionPatterns head(int head) {
        int heads = model.config().heads();
        if (head < 0 || head >= heads) {
            throw new PatchclampException(
                    "There is no head " + head + " in a layer of " + model.name() + ", which has " + heads + ".",
                    "0 to " + (heads - 1));
        }
        return new AttentionPatterns(model, layer, OptionalInt.of(head));
    }

    /**
     * Reads.
     *
     * @param trials the stimuli
     * @return where the heads looked
     * @throws PatchclampException if a prompt is empty or does not fit
     */
    public AttentionReading run(Trials trials) {
        return read(TokenText.of(model, trials));
    }

    /**
     * Reads what was recorded once more, generated tokens with it, without any edit.
     *
     * @param recording whose texts
     * @return where the heads looked
     */
    public AttentionReading run(Recording recording) {
        return read(TokenText.of(recording));
    }

    private AttentionReading read(List<TokenText> texts) {
        Site site =
                model.select("L" + layer + ".attn.pattern").electrodes().get(0).site();
        List<Integer> heads = head.isPresent()
                ? List.of(head.getAsInt())
                : IntStream.range(0, site.units()).boxed().toList();
        List<NamedArray> patterns = new ArrayList<>();
        for (TokenText text : texts) {
            float[] all =
                    States.of(model, text.toArray(), List.of(site)).values().get(0);
            int n = text.count();
            float[] some = new float[heads.size() * n * n];
            for (int h = 0; h < heads.size(); h++) {
                System.arraycopy(all, heads.get(h) * n * n, some, h * n * n, n * n);
            }
            patterns.add(NamedArray.of(List.of("head", "query", "key"), new int[] {heads.size(), n, n}, some));
        }
        return new AttentionReading(model.provenance().with("selector", site.name()), layer, heads, texts, patterns);
    }
}

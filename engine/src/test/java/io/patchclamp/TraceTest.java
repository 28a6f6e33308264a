package io.patchclamp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.model.Decoding;
import io.patchclamp.model.Model;
import io.patchclamp.model.Point;
import io.patchclamp.model.Site;
import io.patchclamp.model.Slab;
import io.patchclamp.model.Trace;
import io.patchclamp.model.Variant;
import io.patchclamp.model.VariantRuns;
import io.patchclamp.model.Write;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Variants of a text run from where they differ give what running them whole gives. */
class TraceTest {
    private static final int[] TEXT = {5, 9, 1, 30, 22, 7, 7, 41, 3, 12, 60};

    /** Adds something that depends on the position from one token on, at one unit or all. */
    private record Push(Point point, int layer, int from, int unit) implements Write {
        @Override
        public void write(Slab slab) {
            int[] shape = slab.shape();
            boolean attention = point.isAttention();
            int tokens = attention ? shape[2] : shape[1];
            int lines = attention ? shape[1] : 1;
            int width = slab.data().length / (shape[0] * tokens * lines);
            for (int line = 0; line < lines; line++) {
                for (int token = 0; token < tokens; token++) {
                    int position = slab.position(0, token);
                    if (position >= from) {
                        int keys = attention ? position + 1 : width;
                        slab.data()[(line * tokens + token) * width + unit % keys] += 0.5f + 0.1f * position;
                    }
                }
            }
        }
    }

    static List<String> architectures() {
        return List.of(
                "llama-grouped",
                "llama-biased",
                "llama-dynamic",
                "phi3-longrope",
                "qwen-long",
                "mistral-window",
                "qwen3-window",
                "gemma2-window",
                "gemma3-local",
                "olmo2-grouped",
                "granite-scaled",
                "gpt2-wide",
                "gptneox-parallel");
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void variantsGiveWhatWholeRunsGive(String name) {
        try (Model model = TestModels.load(name);
                Trace trace = model.trace(TEXT)) {
            List<Variant> variants = new ArrayList<>(List.of(new Variant(List.of(), 0)));
            Random random = new Random(1);
            for (Site site : model.sites().all()) {
                int from = random.nextInt(TEXT.length);
                Write write = new Push(site.point(), site.layer(), from, random.nextInt(site.units()));
                boolean also = random.nextBoolean();
                Write other =
                        new Push(Point.RESID_MID, random.nextInt(model.config().layers()), from, 1);
                variants.add(new Variant(also ? List.of(write, other) : List.of(write), from));
            }
            // A text that ends earlier has other angles in these.
            int[] readAt = Set.of("llama-dynamic", "phi3-longrope", "qwen-long").contains(name)
                    ? new int[] {TEXT.length - 1}
                    : new int[] {TEXT.length - 1, 4, 0};
            float[][][] got = new float[variants.size()][][];
            trace.run(variants, readAt, (i, logits) -> got[i] = logits);
            for (int i = 0; i < got.length; i++) {
                for (int r = 0; r < readAt.length; r++) {
                    float[] expected = whole(model, TEXT, variants.get(i).writes(), readAt[r]);
                    assertClose(variants.get(i) + " read at " + readAt[r], got[i][r], expected);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void textsSideBySideGiveWhatEachGivesAlone(String name) {
        int[] other = {8, 2, 33, 4, 4, 50, 61, 9, 17, 21, 6};
        List<int[]> texts = List.of(TEXT, other, Arrays.copyOf(other, 6), TEXT.clone(), Arrays.copyOf(TEXT, 6));
        try (Model model = TestModels.load(name)) {
            List<Trace> traces = model.traces(texts);
            List<VariantRuns> asked = new ArrayList<>();
            Map<Variant, float[]> got = new IdentityHashMap<>();
            Random random = new Random(2);
            int layers = model.config().layers();
            for (int t = 0; t < texts.size(); t++) {
                int last = texts.get(t).length - 1;
                List<Variant> variants = new ArrayList<>(List.of(new Variant(List.of(), 0)));
                for (int i = 0; i < 12; i++) {
                    int from = 2 * (i % 3);
                    Write write = i == 11
                            ? new Push(Point.EMBED, -1, from, 2)
                            : new Push(Point.RESID_MID, random.nextInt(layers), from, random.nextInt(8));
                    variants.add(new Variant(List.of(write), from));
                }
                asked.add(new VariantRuns(
                        traces.get(t),
                        variants,
                        new int[] {1, last},
                        (i, logits) -> got.put(variants.get(i), logits[1])));
                assertClose("text " + t, traces.get(t).logits(last), whole(model, texts.get(t), List.of(), last));
            }
            model.run(asked);
            for (int t = 0; t < texts.size(); t++) {
                for (Variant variant : asked.get(t).variants()) {
                    int last = texts.get(t).length - 1;
                    assertClose(
                            "text " + t + ", " + variant,
                            got.get(variant),
                            whole(model, texts.get(t), variant.writes(), last));
                }
            }
            traces.forEach(Trace::close);
        }
    }

    @Test
    void aTraceOfAnotherModelIsRefused() {
        try (Model model = TestModels.load("llama-grouped");
                Model other = TestModels.load("llama-grouped");
                Trace trace = other.trace(TEXT)) {
            VariantRuns asked = new VariantRuns(trace, List.of(new Variant(List.of(), 0)), new int[] {1}, (i, x) -> {});
            assertThatThrownBy(() -> model.run(List.of(asked)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a trace of another model");
        }
    }

    @Test
    void aVariantThatWritesNothingIsTheTextItself() {
        try (Model model = TestModels.load("llama-grouped");
                Trace trace = model.trace(TEXT)) {
            trace.run(List.of(new Variant(List.of(), 3)), new int[] {10}, (i, logits) -> assertThat(logits[0])
                    .isEqualTo(trace.logits(10)));
        }
    }

    @Test
    void aTraceEndsWithItsModel() {
        Trace trace;
        try (Model model = TestModels.load("llama-grouped")) {
            trace = model.trace(TEXT);
        }
        assertThatThrownBy(() -> trace.logits(0))
                .isInstanceOf(PatchclampException.class)
                .hasMessage("The model llama-grouped is closed.\nTry: %model llama-grouped loads it again");
    }

    /** The text up to the position read, under the writes, in one pass. */
    private static float[] whole(Model model, int[] text, List<Write> writes, int position) {
        try (Decoding decoding = model.begin()) {
            return decoding.feed(new int[][] {Arrays.copyOf(text, position + 1)}, List.of(), writes)[0];
        }
    }

    private static void assertClose(String what, float[] ours, float[] theirs) {
        float largest = 0;
        float worst = 0;
        for (int i = 0; i < ours.length; i++) {
            largest = Math.max(largest, Math.abs(theirs[i]));
            worst = Math.max(worst, Math.abs(theirs[i] - ours[i]));
        }
        assertThat(worst).as(what).isLessThanOrEqualTo(1e-5f * largest);
    }
}

package io.patchclamp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.patchclamp.model.Decoding;
import io.patchclamp.model.Model;
import io.patchclamp.model.Point;
import io.patchclamp.model.Slab;
import io.patchclamp.model.Tap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Texts of unequal length, read side by side and on, token by token, some let go and the others put in another order: at
 * every place each has the numbers it has alone. Long enough to outgrow windows and original contexts.
 */
class RaggedReadingTest {
    private static final int STEPS = 8;
    private static final double TOLERANCE = 1e-5;

    /** One pass: the logits of the rows, what was read everywhere, and which text each row is. */
    private record Step(float[][] logits, List<Slab> slabs, int[] texts) {}

    private record Reader(Point point, int layer, Consumer<Slab> slabs) implements Tap {
        @Override
        public void read(Slab slab) {
            slabs.accept(slab);
        }
    }

    static Stream<String> models() throws IOException {
        Path parity = TestModels.tiny("grouped").getParent();
        try (Stream<Path> folders = Files.list(parity)) {
            return folders
                    .filter(f -> Files.exists(f.resolve("reference.bin")))
                    .map(f -> f.getFileName().toString())
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void textsOfUnequalLengthReadOnAsIfEachWereAlone(String name) {
        try (Model model = TestModels.load(name)) {
            int[][] texts = texts(model.config().vocabulary());
            for (boolean watched : new boolean[] {false, true}) {
                List<Step> together = together(model, texts, watched);
                for (int text = 0; text < texts.length; text++) {
                    List<Step> alone = alone(model, texts[text], prompt(text), watched);
                    for (int step = 0; step < together.size(); step++) {
                        compare(together.get(step), alone.get(step), text, "step " + step + " of text " + text);
                    }
                }
            }
        }
    }

    private static int prompt(int text) {
        return new int[] {3, 18, 11}[text];
    }

    /** Prompts and what follows them. */
    private static int[][] texts(int vocabulary) {
        int[][] texts = new int[3][];
        for (int text = 0; text < texts.length; text++) {
            texts[text] = new int[prompt(text) + STEPS];
            for (int i = 0; i < texts[text].length; i++) {
                texts[text][i] = (7 * i * i + 13 * i + 29 * text + 5) % vocabulary;
            }
        }
        return texts;
    }

    private static List<Step> together(Model model, int[][] texts, boolean watched) {
        List<Step> steps = new ArrayList<>();
        int[] rows = {0, 1, 2};
        try (Decoding decoding = model.begin()) {
            int[][] prompts = new int[3][];
            Arrays.setAll(prompts, t -> Arrays.copyOf(texts[t], prompt(t)));
            steps.add(step(model, decoding, prompts, rows, watched));
            for (int i = 0; i < STEPS; i++) {
                if (i == 3) {
                    decoding.keep(2, 1);
                    rows = new int[] {2, 1};
                }
                if (i == 6) {
                    decoding.keep(1, 0);
                    rows = new int[] {1, 2};
                }
                int[][] next = new int[rows.length][1];
                for (int row = 0; row < rows.length; row++) {
                    next[row][0] = texts[rows[row]][prompt(rows[row]) + i];
                    assertThat(decoding.position(row)).isEqualTo(prompt(rows[row]) + i);
                }
                steps.add(step(model, decoding, next, rows, watched));
            }
        }
        return steps;
    }

    private static List<Step> alone(Model model, int[] text, int prompt, boolean watched) {
        List<Step> steps = new ArrayList<>();
        int[] one = {0};
        try (Decoding decoding = model.begin()) {
            steps.add(step(model, decoding, new int[][] {Arrays.copyOf(text, prompt)}, one, watched));
            for (int i = prompt; i < text.length; i++) {
                steps.add(step(model, decoding, new int[][] {{text[i]}}, one, watched));
            }
        }
        return steps;
    }

    private static Step step(Model model, Decoding decoding, int[][] tokens, int[] texts, boolean watched) {
        List<Slab> slabs = new ArrayList<>();
        List<Tap> taps = new ArrayList<>();
        if (watched) {
            model.sites().all().forEach(s -> taps.add(new Reader(s.point(), s.layer(), slabs::add)));
        }
        return new Step(decoding.feed(tokens, taps, List.of()), slabs, texts.clone());
    }

    private static void compare(Step together, Step alone, int text, String where) {
        for (int row = 0; row < together.texts.length; row++) {
            if (together.texts[row] != text) {
                continue;
            }
            close("logits at " + where, together.logits[row], alone.logits[0]);
            assertThat(together.slabs).hasSameSizeAs(alone.slabs);
            for (int i = 0; i < alone.slabs.size(); i++) {
                Slab one = alone.slabs.get(i);
                Slab many = together.slabs.get(i);
                String what = one.point() + " of layer " + one.layer() + " at " + where;
                assertThat(many.point()).as(what).isEqualTo(one.point());
                assertThat(many.layer()).as(what).isEqualTo(one.layer());
                assertThat(many.length(row)).as(what).isEqualTo(one.length(0));
                assertThat(many.position(row, 0)).as(what).isEqualTo(one.position(0, 0));
                close(what, cut(many, row, one.shape()), one.data());
            }
        }
    }

    /** One row without its padding: of each axis the first so many. */
    private static float[] cut(Slab slab, int row, int[] shape) {
        int[] whole = slab.shape();
        float[] out = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        int[] at = new int[shape.length];
        for (int i = 0; i < out.length; i++) {
            int from = row;
            for (int axis = 1; axis < whole.length; axis++) {
                from = from * whole[axis] + at[axis];
            }
            out[i] = slab.data()[from];
            for (int axis = shape.length - 1; axis > 0 && ++at[axis] == shape[axis]; axis--) {
                at[axis] = 0;
            }
        }
        return out;
    }

    private static void close(String what, float[] ours, float[] theirs) {
        assertThat(ours).as(what).hasSameSizeAs(theirs);
        double largest = 0;
        double worst = 0;
        for (int i = 0; i < ours.length; i++) {
            if (Float.isInfinite(theirs[i])) {
                assertThat(ours[i]).as(what).isEqualTo(theirs[i]);
                continue;
            }
            assertThat(ours[i]).as(what).isFinite();
            largest = Math.max(largest, Math.abs(theirs[i]));
            worst = Math.max(worst, Math.abs((double) ours[i] - theirs[i]));
        }
        assertThat(worst).as(what).isLessThanOrEqualTo(TOLERANCE * largest);
    }
}

package io.patchclamp.figure;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import io.patchclamp.array.NamedArray;
import io.patchclamp.fault.PatchclampException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class UnitTraceTest {
    private static final float NAN = Float.NaN;

    @Test
    void theCaptionAndTextSayWhatIsDrawn() {
        Figure figure = UnitTrace.of("baseline", trials(3, 4, 1, 2, 3, 4, 3, 2, 1, NAN, 2, 2, 2, 2))
                .and("clamped to 5", trials(1, 4, 1, 2, 5, 5))
                .tokens(List.of("Hello", "·you", "·are", "你"))
                .promptLength(2)
                .site("L29.mlp.neurons[731]")
                .render();
        assertThat(figure.text()).isEqualTo("""
                        L29.mlp.neurons[731], 4 tokens, 'baseline' (3 trials), 'clamped to 5' (1 trial); tokens 0–1 are the prompt, 2–3 generated; height is the activation; thick is the mean over trials, thin is each trial; 1 value missing, the mean is over the rest.
                          baseline: mean from +2 at '0 Hello' to +3 at '3 你'
                          clamped to 5: from +1 at '0 Hello' to +5 at '2 ·are'""");
        assertThat(new String(figure.png(), StandardCharsets.UTF_8)).contains(figure.caption());
    }

    @Test
    void theMeanIsOverTrialsThatHaveAValue() {
        UnitTrace.Condition condition =
                UnitTrace.Condition.of("x", trials(3, 3, 1, NAN, 4, 3, NAN, Float.POSITIVE_INFINITY, 5, NAN, 8));
        assertThat(condition.mean()).containsExactly(3, Double.NaN, 6);
        assertThat(condition.n(0)).isEqualTo(3);
        assertThat(condition.n(1)).isZero();
        assertThat(condition.n(2)).isEqualTo(2);
        assertThat(condition.n(7)).isZero();
    }

    @Test
    void tokensThatFewerTrialsReachSaySo() {
        UnitTrace trace = UnitTrace.of("a", trials(2, 2, 1, 1, 1, NAN));
        assertThat(trace.timeRow().note().apply(0)).isEmpty();
        assertThat(trace.timeRow().note().apply(1)).isEqualTo("n=1");
        assertThat(trace.and("b", trials(2, 1, 1, 1)).timeRow().note().apply(1)).isEqualTo("n=1/0");
        assertThat(trace.render().caption()).contains("1 value missing, the mean is over the rest");
    }

    @Test
    void aLineRunsThroughItsValuesAtItsTokens() {
        Figure figure =
                UnitTrace.of("a", trials(1, 5, 0, 10, 0, 10, 0)).width(600).render();
        Picture picture = new Picture(figure);
        List<Integer> highest = new ArrayList<>();
        int top = Integer.MAX_VALUE;
        for (int y = 0; y < picture.height() && top == Integer.MAX_VALUE; y++) {
            for (int x = 0; x < picture.width(); x++) {
                if (picture.rgb(x, y) == 0x0072b2) {
                    top = y;
                }
            }
        }
        for (int x = 0; x < picture.width(); x++) {
            if (picture.rgb(x, top + 4) == 0x0072b2) {
                highest.add(x);
            }
        }
        // Two peaks, two cells of 40 CSS pixels apart.
        int split = 1;
        while (highest.get(split) - highest.get(split - 1) == 1) {
            split++;
        }
        double first = (highest.get(0) + highest.get(split - 1)) / 2.0;
        double second = (highest.get(split) + highest.get(highest.size() - 1)) / 2.0;
        assertThat(second - first).isEqualTo(2 * 40 * Ink.SCALE);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void anyTraceDrawsAndNoTextTouchesAnotherOrThePageEdge(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 8; round++) {
            UnitTrace trace = any(random);
            try (Ink ink = new UnitTracePainter(trace, UnitTraceWords.of(trace)).paint()) {
                HeatMapLayoutTest.check(ink, "seed " + seed + ", round " + round);
            }
        }
    }

    private static UnitTrace any(Random random) {
        int tokens = new int[] {1, 2, 5, 19, 200}[random.nextInt(5)];
        UnitTrace trace = UnitTrace.of("baseline", values(random, tokens));
        for (int c = random.nextInt(6); c > 0; c--) {
            trace = trace.and(
                    "clamped to " + c + " 你好 and a longer name".repeat(1 + random.nextInt(2)), values(random, tokens));
        }
        List<String> names = new ArrayList<>();
        for (int t = 0; t < tokens; t++) {
            names.add(HeatMapLayoutTest.TOKENS[random.nextInt(HeatMapLayoutTest.TOKENS.length)]);
        }
        trace = random.nextBoolean() ? trace.tokens(names) : trace;
        trace = random.nextBoolean() ? trace.promptLength(random.nextInt(tokens + 1)) : trace;
        trace = random.nextBoolean() ? trace.title("A claim that is long enough for two lines. ".repeat(3)) : trace;
        return trace.width(300 + random.nextInt(800));
    }

    private static NamedArray values(Random random, int tokens) {
        int trials = 1 + random.nextInt(4);
        float[] data = new float[trials * tokens];
        int kind = random.nextInt(5);
        for (int i = 0; i < data.length; i++) {
            data[i] = switch (kind) {
                case 0 -> Float.intBitsToFloat(random.nextInt());
                case 1 -> (float) random.nextGaussian() * 1e30f;
                case 2 -> (float) random.nextGaussian() * 1e-44f;
                case 3 -> -7;
                default -> (float) random.nextGaussian();
            };
        }
        return trials(trials, tokens, data);
    }

    @Test
    void wrongInputIsNamedWithAdvice() {
        UnitTrace trace = UnitTrace.of("a", trials(1, 2, 1, 2));
        says(() -> UnitTrace.of(" ", trials(1, 1, 1)), "A condition's label is blank.\nTry: baseline");
        says(
                () -> UnitTrace.of("a", NamedArray.of(List.of("a", "b", "c"), new int[] {1, 1, 1}, new float[1])),
                "A trace needs one unit's values [trial, token], got [a 1, b 1, c 1].\nTry: one unit of a recording:"
                        + " drop the unit axis");
        says(
                () -> UnitTrace.of("a", trials(0, 3)),
                "Condition 'a' is empty: [trial 0, token 3].\nTry: at least one trial with one token");
        says(() -> trace.and("a", trials(1, 2, 1, 2)), "There is a condition 'a' already.\nTry: another label");
        says(
                () -> trace.tokens(List.of("x")),
                "The longest condition has 2 tokens, but 1 name came.\nTry: one name a token, given after the conditions");
        says(
                () -> trace.tokens(List.of("x", "y")).and("b", trials(1, 3, 1, 2, 3)),
                "The longest condition has 3 tokens, but 2 names came.\nTry: one name a token, given after the conditions");
        says(() -> trace.width(1), "A trace is 300 to 4000 CSS pixels wide, got 1.\nTry: 860, the default");
        says(() -> trace.promptLength(3), "A prompt of 3 tokens does not fit the trace's 2 tokens.\nTry: 0 to 2");
        says(() -> trace.valueLabel(""), "The trace's value label is blank.\nTry: activation (a.u.)");
        UnitTrace six = trace;
        for (String label : List.of("b", "c", "d", "e", "f")) {
            six = six.and(label, trials(1, 1, 1));
        }
        UnitTrace full = six;
        says(
                () -> full.and("g", trials(1, 1, 1)),
                "A trace shows 6 conditions at most, 'g' is the seventh.\nTry: two pictures");
    }

    @Test
    void manyTrialsAreThinnedAndThatIsSaid() {
        float[] data = new float[400 * 200];
        Arrays.fill(data, 1);
        assertThat(UnitTrace.of("a", trials(400, 200, data)).render().caption())
                .contains("thin is each trial (the first 100 of 400 drawn)");
    }

    private static NamedArray trials(int trials, int tokens, float... data) {
        return NamedArray.of(List.of("trial", "token"), new int[] {trials, tokens}, data);
    }

    private static void says(Runnable action, String message) {
        assertThatThrownBy(action::run).isInstanceOf(PatchclampException.class).hasMessage(message);
    }
}

package io.patchclamp.lens;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import io.patchclamp.Patchclamp;
import io.patchclamp.array.NamedArray;
import io.patchclamp.model.Model;
import io.patchclamp.record.Recorder;
import io.patchclamp.record.Recording;
import io.patchclamp.trial.Trials;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class AttentionPatternsTest {
    private static final Trials TEXTS = Trials.of("The quick fox", "A dog, 42 cats and more");

    private static Model model;

    @BeforeAll
    static void load() throws URISyntaxException {
        model = Patchclamp.load(Path.of(AttentionPatternsTest.class
                        .getResource("/parity/llama-grouped")
                        .toURI())
                .toString());
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void patternsAreWhatIsRecorded() {
        Recording recording = Recorder.on(model).at("L1.attn.pattern").record(TEXTS);

        AttentionReading all = AttentionPatterns.on(model).layer(-1).run(TEXTS);
        AttentionReading one = AttentionPatterns.on(model).layer(1).head(2).run(TEXTS);

        for (int t = 0; t < 2; t++) {
            NamedArray recorded = recording.site("L1.attn.pattern").trials().get(t);
            float[] theirs = recorded.toArray();
            float[] ours = all.patterns().get(t).toArray();
            for (int i = 0; i < theirs.length; i++) {
                assertThat(ours[i]).isCloseTo(theirs[i], within(1e-6f));
            }
            assertThat(one.patterns().get(t).at(0).toArray())
                    .containsExactly(all.patterns().get(t).at(2).toArray());
        }
        assertThat(all.exported().get(0).shape()[1]).isEqualTo(model.config().heads());
    }

    @Test
    void scoresAreAttentionToThePlacesThatDefineThem() {
        HeadScores scores = HeadDetectors.on(model).texts(5, 3, 7).run();
        HeadScores again = HeadDetectors.on(model).texts(5, 3, 7).run();
        HeadScores others = HeadDetectors.on(model).texts(5, 3, 8).run();

        assertThat(scores.induction()).isEqualTo(again.induction()).isNotEqualTo(others.induction());
        int before = model.tokenizer().encode("").count();
        // One text, its patterns read by other code.
        HeadDetectors one = HeadDetectors.on(model).texts(5, 1, 7);
        int[] tokens = one.tokens(new java.util.Random(7));
        assertThat(Arrays.copyOfRange(tokens, before, before + 5))
                .containsExactly(Arrays.copyOfRange(tokens, before + 5, before + 10));
        HeadScores single = one.run();
        float[][] pattern = new float[1][];
        try (var decoding = model.begin()) {
            decoding.feed(
                    new int[][] {tokens},
                    List.of(new io.patchclamp.model.Tap() {
                        @Override
                        public io.patchclamp.model.Point point() {
                            return io.patchclamp.model.Point.PATTERN;
                        }

                        @Override
                        public int layer() {
                            return 1;
                        }

                        @Override
                        public void read(io.patchclamp.model.Slab slab) {
                            pattern[0] = slab.data();
                        }
                    }),
                    List.of());
        }
        int n = tokens.length;
        double induction = 0;
        double previous = 0;
        for (int i = 0; i < 5; i++) {
            int query = before + 5 + i;
            induction += pattern[0][2 * n * n + query * n + before + i + 1] / 5;
            previous += pattern[0][2 * n * n + query * n + query - 1] / 5;
        }
        assertThat((double) single.induction().get(1, 2)).isCloseTo(induction, within(1e-6));
        assertThat((double) single.previous().get(1, 2)).isCloseTo(previous, within(1e-6));
        assertThat(single.chance()).allSatisfy(c -> assertThat(c).isBetween(1.0 / n, 1.0 / (before + 6)));
    }

    @Test
    void whatIsNotThereIsSaid() {
        assertThatThrownBy(() -> AttentionPatterns.on(model).layer(9))
                .hasMessageStartingWith("There is no layer 9 in ")
                .hasMessageEndingWith("or -1 for the last");
        assertThatThrownBy(() -> AttentionPatterns.on(model).head(99))
                .hasMessageStartingWith("There is no head 99 in a layer of ");
        assertThatThrownBy(() -> HeadDetectors.on(model).texts(1, 1, 0))
                .hasMessageStartingWith("1 texts of twice 1 tokens cannot be read by ");
    }
}

package io.patchclamp.geometry;

import java.util.List;
import java.util.Map;

import io.patchclamp.epoch.Responses;
import io.patchclamp.fault.PatchclampException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class GeneralisationTest {
    /** A code in one direction at the first three sites, and in another at the last three. */
    private static Responses twoCodes(long seed, double gain) {
        float[][][] sites = new float[6][][];
        for (int s = 0; s < 6; s++) {
            sites[s] = Populations.noise(60, 20, seed * 100 + s);
            for (int t = 0; t < 60; t++) {
                for (int u = 0; u < 5; u++) {
                    sites[s][t][s < 3 ? u : 10 + u] += (float) (t % 2 == 0 ? gain : -gain);
                }
            }
        }
        return Populations.of(Map.of("kind", Populations.cycle(60, "a", "b")), sites);
    }

    @Test
    void aCodeIsCarriedWithinItsSitesAndNotBeyond() {
        Generalisation map =
                Generaliser.of(twoCodes(1, 1), "kind").permutations(60).run();

        for (int i = 0; i < 6; i++) {
            for (int j = 0; j < 6; j++) {
                boolean shared = i / 3 == j / 3;
                assertThat(map.accuracy().get(i, j) > 0.85).as(i + " to " + j).isEqualTo(shared);
            }
        }
        assertThat(map.clusters().get(0).p()).isLessThan(0.05);
        assertThat(map.clusters().get(0).cells()).hasSize(9);
    }

    @Test
    void theDiagonalIsWhatADecoderReads() {
        Responses responses = twoCodes(2, 0.5);
        Generalisation map = Generaliser.of(responses, "kind").permutations(5).run();
        Decoded decoding = Decoder.of(responses, "kind")
                .penalties(1e-2, 1, 100)
                .permutations(5)
                .run();

        for (int i = 0; i < 6; i++) {
            assertThat((double) map.accuracy().get(i, i))
                    .isEqualTo(decoding.places().get(i).meanAccuracy(), within(1e-6));
        }
    }

    @Test
    void noiseHasALargeClusterNoMoreOftenThanSaid() {
        int found = 0;
        for (int run = 0; run < 40; run++) {
            Generalisation map = Generaliser.of(twoCodes(50 + run, 0), "kind")
                    .permutations(39)
                    .seed(run)
                    .run();
            found += !map.clusters().isEmpty() && map.clusters().get(0).p() <= 0.05 ? 1 : 0;
        }

        assertThat(found).isLessThanOrEqualTo(6); // binomial(40, .05): 6 or fewer hold 99 %
    }

    private static Responses crossed(boolean parallel) {
        float[][] rows = Populations.noise(80, 40, 9);
        for (int t = 0; t < 80; t++) {
            int a = t % 2;
            int b = t / 2 % 2;
            for (int u = 0; u < 10; u++) {
                rows[t][parallel || b == 0 ? u : 20 + u] += a == 0 ? 1 : -1;
                rows[t][10 + u] += b == 0 ? 1 : -1;
            }
        }
        return Populations.of(
                Map.of(
                        "a", Populations.cycle(80, "0", "1"),
                        "b", Populations.cycle(80, "0", "0", "1", "1"),
                        "cell", Populations.cycle(80, "00", "10", "01", "11"),
                        "three", Populations.cycle(80, "x", "y", "z")),
                rows);
    }

    @Test
    void aParallelCodeGeneralisesAndOneByOneCodesDoNot() {
        Abstraction parallel = Abstraction.of(crossed(true), "a", "b", Shuffling.of(99, 0));
        Abstraction alone = Abstraction.of(crossed(false), "a", "b", Shuffling.of(99, 0));

        assertThat(parallel.places().get(0).accuracy()).isGreaterThan(0.9);
        assertThat(parallel.places().get(0).p()).isLessThanOrEqualTo(0.05);
        assertThat(alone.places().get(0).accuracy()).isLessThan(0.7);
        assertThat(alone.places().get(0).p()).isGreaterThan(0.05);
        assertThat(Decoder.of(crossed(false), "a")
                        .permutations(9)
                        .run()
                        .places()
                        .get(0)
                        .meanAccuracy())
                .isGreaterThan(0.9);
    }

    /** 16 words, each with a code of its own and one value of a, in both values of b: a itself has no code. */
    private static Responses ofWords() {
        float[][] rows = Populations.noise(32, 40, 4);
        float[][] words = Populations.noise(16, 40, 5);
        for (int t = 0; t < 32; t++) {
            for (int u = 0; u < 40; u++) {
                rows[t][u] += 2 * words[t / 2][u];
            }
        }
        return Populations.of(
                Map.of(
                        "a", Populations.cycle(32, "0", "0", "1", "1"),
                        "b", Populations.cycle(32, "x", "y"),
                        "word", Populations.blocks(32, 2),
                        "half", Populations.blocks(32, 16),
                        "pair", Populations.cycle(32, "p", "p", "q", "q")),
                rows);
    }

    @Test
    void aWordThatIsKnownAgainIsNoAbstractionWhereItIsTheItem() {
        Abstraction known = Abstraction.of(ofWords(), "a", "b", Shuffling.of(39, 0));
        assertThat(known.places().get(0).accuracy()).isGreaterThan(0.9);
        assertThat(known.places().get(0).p()).isLessThanOrEqualTo(0.05);
        for (boolean item : new boolean[] {true, false}) {
            Shuffling how = Shuffling.of(39, 0);
            Abstraction without = Abstraction.of(ofWords(), "a", "b", item ? how.item("word") : how.group("word"));
            assertThat(without.places().get(0).accuracy()).isLessThan(0.7);
            assertThat(without.places().get(0).p()).isGreaterThan(0.05);
            assertThat(without.basis().method())
                    .startsWith("cross-condition generalisation of a linear read-out, 5 folds by 'word'; each cell's");
            assertThat(without.basis().n().values()).containsOnly(item ? 8 : 16);
        }
    }

    @Test
    void aParallelCodeGeneralisesToWordsThatWereNotTrainedOn() {
        float[][] rows = Populations.noise(80, 40, 9);
        for (int t = 0; t < 80; t++) {
            for (int u = 0; u < 10; u++) {
                rows[t][u] += t / 2 % 2 == 0 ? 1 : -1;
            }
        }
        Responses parallel = Populations.of(
                Map.of(
                        "a", Populations.cycle(80, "0", "0", "1", "1"),
                        "b", Populations.cycle(80, "x", "y"),
                        "word", Populations.blocks(80, 2)),
                rows);
        Abstraction found =
                Abstraction.of(parallel, "a", "b", Shuffling.of(39, 0).item("word"));
        assertThat(found.places().get(0).accuracy()).isGreaterThan(0.9);
        assertThat(found.places().get(0).p()).isLessThanOrEqualTo(0.05);
    }

    @Test
    void itemsThatCannotBeLeftOutAreRefused() {
        Responses responses = ofWords();
        assertThatThrownBy(() ->
                        Abstraction.of(responses, "a", "b", Shuffling.of(5, 0).item("half")))
                .hasMessageContaining("The item 'g0' of 'half' is '0' and '1' in 'a'.");
        assertThatThrownBy(() ->
                        Abstraction.of(responses, "a", "b", Shuffling.of(5, 0).item("pair")))
                .hasMessageContaining(
                        "All trials of one class of column 'a' are one group of 'pair', and what is tested"
                                + " may not be in training.");
        Responses few = Populations.of(
                Map.of(
                        "a", Populations.cycle(12, "0", "0", "0", "1", "1", "1"),
                        "b", Populations.cycle(12, "x", "x", "y", "x", "x", "y"),
                        "word", List.of("p", "p", "p", "q", "q", "q", "r", "r", "p", "s", "s", "s")),
                Populations.noise(12, 4, 1));
        assertThatThrownBy(
                        () -> Abstraction.of(few, "a", "b", Shuffling.of(5, 0).item("word")))
                .hasMessageContaining(
                        "All trials with '0' in 'a' and 'y' in 'b' are left out together, 2 folds by 'word'.");
    }

    @Test
    void threeCutsOfFourCellsAreRead() {
        Shattering parallel = Shattering.of(crossed(true), "cell", Shuffling.of(20, 0));
        Shattering alone = Shattering.of(crossed(false), "cell", Shuffling.of(20, 0));

        assertThat(parallel.halves()).containsExactly(List.of(0, 1), List.of(0, 2), List.of(0, 3));
        // a and b can be read, but not whether they are alike; where b turns the code of a, that can be read as well
        assertThat(parallel.places().get(0).accuracy().get(2)).isLessThan(0.7);
        assertThat(alone.places().get(0).dimension()).isGreaterThan(0.9);
        assertThat(alone.places().get(0).p()).isEqualTo(1 / 21.0);
    }

    @Test
    void whatCannotBeAskedIsSaid() {
        assertThatThrownBy(() -> Shattering.of(crossed(true), "three", Shuffling.of(5, 0)))
                .isInstanceOf(PatchclampException.class)
                .hasMessageContaining("balanced halves are made of 4, 6, 8 or 10");
        assertThatThrownBy(() -> Abstraction.of(crossed(true), "three", "b", Shuffling.of(5, 0)))
                .hasMessageContaining("generalisation across conditions is of two");
        assertThatThrownBy(() -> Abstraction.of(crossed(true), "a", "a", Shuffling.of(5, 0)))
                .hasMessageContaining("No trial has '0' in 'a' and '1' in 'a'.");
        assertThatThrownBy(() -> Generaliser.of(crossed(true), "a").run())
                .hasMessageContaining("A code is carried from place to place, and there is one place.");
    }
}

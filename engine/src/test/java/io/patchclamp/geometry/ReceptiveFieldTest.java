package io.patchclamp.geometry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import io.patchclamp.array.NamedArray;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.model.Point;
import io.patchclamp.model.Site;
import io.patchclamp.model.Tokens;
import io.patchclamp.record.RecordedTrial;
import io.patchclamp.record.Recording;
import io.patchclamp.record.SiteRecording;
import io.patchclamp.trial.Trials;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ReceptiveFieldTest {
    private static final int WORDS = 8;

    /** Texts of random words; unit 0 answers to word 3, unit 1 to nothing. The first token is huge at both. */
    static Recording recording() {
        SplittableRandom random = new SplittableRandom(5);
        float[][] words = Populations.noise(WORDS, 16, 3);
        List<RecordedTrial> trials = new ArrayList<>();
        List<NamedArray> embedded = new ArrayList<>();
        List<NamedArray> units = new ArrayList<>();
        for (int t = 0; t < 30; t++) {
            int n = 12;
            int[] word = IntStream.range(0, n).map(i -> random.nextInt(WORDS)).toArray();
            float[] x = new float[n * 16];
            float[] a = new float[n * 2];
            for (int i = 0; i < n; i++) {
                System.arraycopy(words[word[i]], 0, x, i * 16, 16);
                a[2 * i] = (float) (i == 0 ? 1000 : (word[i] == 3 ? 3 : 0) + 0.3 * random.nextGaussian());
                a[2 * i + 1] = (float) (i == 0 ? 1000 : random.nextGaussian());
            }
            List<String> visible =
                    IntStream.of(word).mapToObj(w -> "w" + w + "·").toList();
            List<Integer> rows = IntStream.range(0, n).boxed().toList();
            trials.add(new RecordedTrial(
                    new Trials.Item("text " + t, Map.of(), Optional.empty()),
                    tokens(visible),
                    List.of(),
                    visible,
                    "",
                    rows,
                    rows.stream().map(r -> 0).toList()));
            embedded.add(NamedArray.of(List.of("token", "unit"), new int[] {n, 16}, x));
            units.add(NamedArray.of(List.of("token", "unit"), new int[] {n, 2}, a));
        }
        return new Recording(
                Populations.MADE,
                trials,
                List.of(
                        new SiteRecording(new Site("embed", Point.EMBED, -1, false, List.of(16)), List.of(), embedded),
                        new SiteRecording(
                                new Site("L0.mlp.neurons", Point.NEURONS, 0, false, List.of(2)), List.of(), units)),
                trials.stream().map(t -> 1).toList(),
                "none");
    }

    private static Tokens tokens(List<String> visible) {
        List<Integer> places = IntStream.range(0, visible.size()).boxed().toList();
        return new Tokens("text", visible.stream().map(v -> (int) v.charAt(1)).toList(), visible, places, places);
    }

    @Test
    void aUnitAnswersToItsWordAndANoisyOneToNone() {
        ReceptiveField word = ReceptiveField.of(recording(), "L0.mlp.neurons", 0, 5, Shuffling.of(99, 0));
        ReceptiveField none = ReceptiveField.of(recording(), "L0.mlp.neurons", 1, 5, Shuffling.of(99, 0));

        assertThat(word.nearest().get(0).token()).isEqualTo("w3·");
        assertThat(word.highest()).hasSize(5).allMatch(e -> e.at().equals("w3·") && e.activation() < 10);
        assertThat(word.highest().get(0).activation())
                .isGreaterThan(word.lowest().get(0).activation());
        assertThat(word.p()).isEqualTo(0.01);
        assertThat(none.p()).isGreaterThan(0.05);
    }

    @Test
    void anExemplarShowsWhatTheUnitDidAtEachTokenAround() {
        ReceptiveField word = ReceptiveField.of(recording(), "L0.mlp.neurons", 0, 5, Shuffling.of(9, 0));

        for (ReceptiveField.Exemplar e : word.highest()) {
            assertThat(e.context()).hasSizeBetween(4, 12);
            assertThat(e.context().stream()
                            .filter(s -> s.number() == e.token())
                            .findFirst()
                            .orElseThrow()
                            .activation())
                    .isEqualTo(e.activation());
            e.context().stream().filter(s -> s.number() == 0).forEach(s -> assertThat(s.activation())
                    .isNaN());
        }
        ReceptiveField.Exemplar low = word.lowest().get(0);
        assertThat(low.context()).anyMatch(s -> s.number() == low.token() && s.activation() == low.activation());
    }

    @Test
    void textsThatBeginAlikeAreOneExemplar() {
        Recording once = recording();
        Recording twice = new Recording(
                once.provenance(),
                java.util.stream.Stream.concat(once.trials().stream(), once.trials().stream())
                        .toList(),
                once.sites().stream()
                        .map(s -> new SiteRecording(
                                s.site(),
                                s.units(),
                                java.util.stream.Stream.concat(s.trials().stream(), s.trials().stream())
                                        .toList()))
                        .toList(),
                java.util.Collections.nCopies(60, 1),
                "none");

        assertThat(ReceptiveField.of(twice, "L0.mlp.neurons", 0, 8, Shuffling.of(9, 0))
                        .highest())
                .isEqualTo(ReceptiveField.of(once, "L0.mlp.neurons", 0, 8, Shuffling.of(9, 0))
                        .highest());
    }

    @Test
    void aUnitOfAPartialRecordingIsTheSameUnit() {
        Recording whole = recording();
        SiteRecording units = whole.sites().get(1);
        List<NamedArray> second = new ArrayList<>();
        for (NamedArray trial : units.trials()) {
            float[] both = trial.toArray();
            float[] one = new float[both.length / 2];
            for (int i = 0; i < one.length; i++) {
                one[i] = both[2 * i + 1];
            }
            second.add(NamedArray.of(List.of("token", "unit"), new int[] {one.length, 1}, one));
        }
        Recording part = new Recording(
                whole.provenance(),
                whole.trials(),
                List.of(whole.sites().get(0), new SiteRecording(units.site(), List.of(1), second)),
                whole.trials().stream().map(t -> 1).toList(),
                "none");

        assertThat(ReceptiveField.of(part, "L0.mlp.neurons", 1, 5, Shuffling.of(9, 0))
                        .highest())
                .isEqualTo(ReceptiveField.of(whole, "L0.mlp.neurons", 1, 5, Shuffling.of(9, 0))
                        .highest());
        assertThatThrownBy(() -> ReceptiveField.of(part, "L0.mlp.neurons", 0, 5, Shuffling.of(9, 0)))
                .hasMessage("Unit 0 of 'L0.mlp.neurons' was not recorded, 1 from 1 to 1 were.\nTry: unit 1");
    }

    @Test
    void aRecordingOfOneTokenATrialHasNoReceptiveField() {
        Recording whole = recording();
        List<RecordedTrial> first = whole.trials().stream()
                .map(t -> new RecordedTrial(t.item(), t.prompt(), List.of(), t.visible(), "", List.of(0), List.of(0)))
                .toList();
        Recording pooled = new Recording(
                whole.provenance(),
                first,
                whole.sites().stream()
                        .map(s -> new SiteRecording(
                                s.site(),
                                s.units(),
                                s.trials().stream()
                                        .map(a -> NamedArray.of(
                                                List.of("token", "unit"),
                                                new int[] {1, a.length("unit")},
                                                java.util.Arrays.copyOf(a.toArray(), a.length("unit"))))
                                        .toList()))
                        .toList(),
                first.stream().map(t -> 1).toList(),
                "none");

        assertThatThrownBy(() -> ReceptiveField.of(pooled, "L0.mlp.neurons", 0, 5, Shuffling.of(9, 0)))
                .hasMessage("No trial has a recorded token behind its first, and a receptive field is over tokens.\n"
                        + "Try: %%record without --pool, every token of each text");
    }

    @Test
    void aUnitThatIsNotThereIsSaid() {
        assertThatThrownBy(() -> ReceptiveField.of(recording(), "L0.mlp.neurons", 2, 5, Shuffling.of(9, 0)))
                .isInstanceOf(PatchclampException.class)
                .hasMessageContaining("Unit 2 of 'L0.mlp.neurons' was not recorded, 2 from 0 to 1 were.");
    }
}

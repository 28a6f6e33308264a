package io.patchclamp.epoch;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

import io.patchclamp.Patchclamp;
import io.patchclamp.array.NamedArray;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.model.Model;
import io.patchclamp.record.Pool;
import io.patchclamp.record.RecordedTrial;
import io.patchclamp.record.Recorder;
import io.patchclamp.record.Recording;
import io.patchclamp.record.SiteRecording;
import io.patchclamp.trial.DropLog.Drop;
import io.patchclamp.trial.Reason;
import io.patchclamp.trial.Trials;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** Epochs of a small real model. */
class EpochsTest {
    private static final Trials TRIALS = Trials.parse("""
            prompt | cond | pair | len
            The cat [[sat]] down | a | 1 | 3
            The dog [[ran]] off | b | 1 | 3
            A [[bee]] | a | 2 | 2
            No event here | b | 2 | 3
            [[It]] all began | b | 3 | 3
            Two birds [[sang]] sweetly together | a | 3 | 5
            """);

    private static Model model;
    private static Recording recording;

    @BeforeAll
    static void record() throws Exception {
        Path path =
                Path.of(EpochsTest.class.getResource("/parity/llama-grouped").toURI());
        model = Patchclamp.load(path.toString());
        recording = Recorder.on(model)
                .at("L*.mlp.neurons, L0.attn.z, L1.resid_post[3,7]")
                .record(TRIALS);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static int anchor(RecordedTrial trial, boolean last) {
        var event = trial.item().event().orElseThrow();
        var found = trial.prompt().overlapping(event.start(), event.end());
        return last ? found.length() - 1 : found.nextSetBit(0);
    }

    @Test
    void everyNumberIsTheRecordingsOwn() {
        for (boolean last : new boolean[] {false, true}) {
            Window alignment = last ? Window.eventLast(-4, 3) : Window.eventFirst(-4, 3);
            Epochs epochs = Epochs.of(recording, alignment);
            int compared = 0;
            for (int t = 0; t < epochs.count(); t++) {
                int number = epochs.numbers().get(t);
                RecordedTrial trial = recording.trials().get(number);
                for (int offset : epochs.offsets()) {
                    int token = anchor(trial, last) + offset;
                    boolean there = token > 0 && token < trial.prompt().count();
                    assertThat(epochs.has(t, offset)).isEqualTo(there);
                    int unit = 0;
                    for (var site : recording.sites()) {
                        NamedArray numbers = site.trials().get(number);
                        int width = numbers.size() / numbers.shape()[0];
                        for (int i = 0; i < width; i++, unit++) {
                            float expected = there ? numbers.toArray()[token * width + i] : Float.NaN;
                            assertThat(Float.floatToIntBits(epochs.get(t, offset, unit)))
                                    .isEqualTo(Float.floatToIntBits(expected));
                            compared++;
                        }
                    }
                    assertThat(unit).isEqualTo(epochs.units().size());
                    assertThat(epochs.token(t, offset))
                            .isEqualTo(
                                    token < 0 || token >= trial.visible().size()
                                            ? ""
                                            : trial.visible().get(token));
                }
            }
            assertThat(compared).isGreaterThan(1000);
        }
    }

    @Test
    void oneOffsetIsTheRowsThatPoolingAtTheEventRecords() {
        Trials marked = TRIALS.where("prompt != 'No event here'");
        Recording pooled = Recorder.on(model)
                .at("L*.mlp.neurons")
                .pool(Pool.EVENT)
                .batch(1)
                .record(marked);
        Recording whole = Recorder.on(model).at("L*.mlp.neurons").batch(1).record(marked);
        Responses at = Epochs.of(whole, Window.eventLast(-2, 2).keepingFirst()).at(0);
        Responses expected = Responses.of(pooled);

        assertThat(at.trials()).isEqualTo(expected.trials());
        assertThat(at.units()).isEqualTo(expected.units());
        for (int t = 0; t < marked.count(); t++) {
            assertThat(at.row(t)).isEqualTo(expected.row(t));
        }
        assertThat(at.reading()).isEqualTo("offset 0 from the event's last token");
        assertThat(Epochs.of(pooled, Window.eventLast(0, 0)).at(0).row(3)).isEqualTo(expected.row(3));
    }

    @Test
    void unitsAreChosenByName() {
        Epochs all = Epochs.of(recording, Window.eventLast(0, 0));
        Epochs some = Epochs.of(recording, Window.eventLast(0, 0), "L1.mlp.neurons[2..3, 9]", "L1.resid_post[7]");

        assertThat(some.units())
                .extracting(Unit::name)
                .containsExactly("L1.mlp.neurons[2]", "L1.mlp.neurons[3]", "L1.mlp.neurons[9]", "L1.resid_post[7]");
        List<Integer> same = some.units().stream().map(all.units()::indexOf).toList();
        assertThat(some.array()).isEqualTo(all.units(same).array());
        Epochs head = Epochs.of(recording, Window.eventLast(0, 0), "L0.attn.z[1]");
        assertThat(head.units().get(0).name()).isEqualTo("L0.attn.z[1,0]");
        assertThat(head.get(0, 0, 0))
                .isEqualTo(all.get(0, 0, all.units().indexOf(head.units().get(0))));
    }

    @Test
    void aWrongNameSaysWhatWasRecorded() {
        Window alignment = Window.eventLast(0, 0);
        assertThatThrownBy(() -> Epochs.of(recording, alignment, "L1.mlp.neuron[2]"))
                .hasMessageStartingWith("Nothing was recorded at 'L1.mlp.neuron[2]'; recorded were")
                .hasMessageEndingWith("Try: 'L1.mlp.neurons', or a unit of it: 'L1.mlp.neurons[0]'");
        assertThatThrownBy(() -> Epochs.of(recording, alignment, "L1.resid_post[4]"))
                .hasMessage("Unit 4 of 'L1.resid_post' was not recorded, 2 from 3 to 7 were.\n"
                        + "Try: 'L1.resid_post[3]'");
        assertThatThrownBy(() -> Epochs.of(recording, alignment, "L1.resid_post[x]"))
                .hasMessage("'x' in 'L1.resid_post[x]' is no unit.\nTry: numbers, such as [3], [0..7] or [3,5]");
    }

    @Test
    void whatIsNotThereIsLoggedAndCountsNowhere() {
        Epochs epochs = Epochs.of(recording, Window.eventLast(-1, 5), "L0.mlp.neurons");

        assertThat(epochs.log()).hasToString("5 of 6 trials kept (83.3 %); dropped: 1 no event");
        assertThat(epochs.log().drops())
                .containsExactly(new Drop(3, "No event here", Reason.NO_EVENT, "no event is marked"));
        for (int i = 0; i < epochs.offsets().size(); i++) {
            int offset = epochs.offsets().get(i);
            int n = 0;
            double sum = 0;
            for (int t = 0; t < epochs.count(); t++) {
                if (epochs.has(t, offset)) {
                    n++;
                    sum += epochs.get(t, offset, 5);
                } else {
                    assertThat(epochs.get(t, offset, 5)).isNaN();
                }
            }
            assertThat(epochs.counts().get(i)).isEqualTo(n);
            assertThat(epochs.mean().get(i, 5)).isEqualTo(n == 0 ? Float.NaN : (float) (sum / n));
        }
        assertThat(epochs.counts()).contains(5).doesNotContain(0).isNotEqualTo(List.of(5, 5, 5, 5, 5, 5, 5));

        Epochs late = Epochs.of(recording, Window.eventLast(6, 9), "L0.mlp.neurons");
        assertThat(late.log().byReason()).containsEntry(Reason.OUTSIDE, 5 - late.count());
        assertThatThrownBy(() -> Epochs.of(recording, Window.eventLast(900, 901)))
                .isInstanceOf(PatchclampException.class)
                .hasMessageStartingWith("No trial is left: 0 of 6 trials kept (0 %); dropped: 1 no event, 5 outside");
    }

    @Test
    void positionZeroIsLeftOutUnlessItIsKept() {
        int first = 3; // "[[It]] all began", after the trial without an event
        Epochs without = Epochs.of(recording, Window.eventFirst(0, 0), "L0.mlp.neurons");
        Epochs with = Epochs.of(recording, Window.eventFirst(0, 0).keepingFirst(), "L0.mlp.neurons");

        int token = anchor(recording.trials().get(4), false);
        assertThat(token).isZero();
        assertThat(with.has(first, 0)).isTrue();
        assertThat(without.count()).isEqualTo(4);
        assertThat(without.notes().get(0))
                .isEqualTo("offset 0 is the event's first token; offsets 0 to 0; position 0 and special and template"
                        + " tokens left out.");
        assertThat(without.provenance().details()).containsKey("alignment");
    }

    @Test
    void selectionsAreLogged() {
        Epochs epochs = Epochs.of(recording, Window.eventLast(-1, 1), "L0.mlp.neurons[0]");
        Epochs chosen = epochs.where("cond == 'a'").drop(Reason.WRONG_ANSWER, 2);

        assertThat(chosen.numbers()).containsExactly(0, 5);
        assertThat(chosen.log())
                .hasToString("2 of 6 trials kept (33.3 %); dropped: 1 wrong answer, 1 no event, 2 not selected");
        assertThatThrownBy(() -> chosen.drop(Reason.BY_HAND, 2))
                .hasMessageStartingWith("There is no trial 2 to drop: 2 of 6 trials kept");
        assertThat(epochs.choose(List.of(4, 0)).numbers()).containsExactly(5, 0);
    }

    @Test
    void minimalPairsAreTheSameToTheBitBeforeTheyDiffer() {
        Trials pairs = Trials.parse("""
                prompt | pair | cond
                The old man [[sees]] them | 1 | x
                The old man [[sews]] them now | 1 | y
                All of it is [[good]] | 2 | x
                All of it is [[gone]] | 2 | y
                """);
        Recording recorded = Recorder.on(model)
                .at("L*.mlp.neurons, L*.attn.z, L*.resid_post")
                .batch(1)
                .record(pairs);
        Epochs epochs = Epochs.of(recorded, Window.eventFirst(-8, 4));
        PairCheck check = epochs.minimalPairs("pair");

        assertThat(check.exact()).isTrue();
        assertThat(check.largest()).isEqualTo(0.0);
        assertThat(check.tokens()).isGreaterThan(8);
        assertThat(check.numbers())
                .isEqualTo((long) check.tokens() * epochs.units().size());
        assertThat(check.toString()).startsWith("Exact: ").endsWith("numbers of 2 pairs, no difference.");
        float moved = 0;
        for (int u = 0; u < epochs.units().size(); u++) {
            moved = Math.max(moved, Math.abs(epochs.get(0, 2, u) - epochs.get(1, 2, u)));
        }
        assertThat(moved).isGreaterThan(0.01f);

        assertThatThrownBy(() -> epochs.baseline(-3, -1))
                .isInstanceOf(PatchclampException.class)
                .hasMessageStartingWith("Every one of the 4 trials has the tokens before its event in common");
        assertThatThrownBy(() -> epochs.minimalPairs("cnd")).hasMessageContaining("'cond'");
        assertThatThrownBy(() -> epochs.choose(List.of(0, 1, 2)).minimalPairs("pair"))
                .hasMessageStartingWith("A pair is two trials, and pair '2' has 1.");
    }

    @Test
    void aPairThatDiffersEarlyIsCaught() {
        Trials pairs = Trials.parse("prompt | pair\nThe old man [[sees]] | 1\nThe odd man [[sees]] | 1");
        Recording recorded = Recorder.on(model).at("L*.resid_post").batch(1).record(pairs);
        PairCheck early = Epochs.of(recorded, Window.eventFirst(-3, 0)).minimalPairs("pair");
        assertThat(early.exact()).isFalse();
        assertThat(early.without()).containsExactly("1");
        assertThat(early)
                .hasToString("Nothing was compared: no pair has a token before the first different one in the window.");

        Recording noisy = new Recording(
                recorded.provenance(),
                List.of(recorded.trials().get(0), recorded.trials().get(0)),
                recorded.sites().stream()
                        .map(s -> new SiteRecording(
                                s.site(),
                                s.units(),
                                List.of(s.trials().get(0), shifted(s.trials().get(0)))))
                        .toList(),
                List.of(1, 1),
                "none");
        PairCheck check = Epochs.of(noisy, Window.eventFirst(-3, 0)).minimalPairs("pair");
        assertThat(check.exact()).isFalse();
        assertThat(check.differing()).containsExactly("1");
        assertThat(check.largest()).isCloseTo(0.25, within(1e-6));
        assertThat(check.toString()).startsWith("Not exact: ").contains("--batch 1 does not.");
    }

    private static NamedArray shifted(NamedArray array) {
        float[] data = array.toArray();
        for (int i = 0; i < data.length; i++) {
            data[i] += 0.25f;
        }
        return NamedArray.of(array.axes(), array.shape(), data);
    }

    @Test
    void aBaselineTakesEachTrialsOwnMeanAway() {
        Epochs epochs = Epochs.of(recording, Window.eventFirst(-3, 2), "L1.mlp.neurons");
        Epochs corrected = epochs.baseline(-3, -1);

        assertThat(corrected.log().drops().get(1).reason()).isEqualTo(Reason.OUTSIDE);
        assertThat(corrected.count()).isEqualTo(epochs.count() - 1); // the event that begins the prompt
        for (int t = 0; t < corrected.count(); t++) {
            int before = epochs.numbers().indexOf(corrected.numbers().get(t));
            double mean = IntStream.rangeClosed(-3, -1)
                    .filter(o -> epochs.has(before, o))
                    .mapToDouble(o -> epochs.get(before, o, 4))
                    .average()
                    .orElseThrow();
            for (int o = -3; o <= 2; o++) {
                assertThat(corrected.has(t, o)).isEqualTo(epochs.has(before, o));
                if (epochs.has(before, o)) {
                    assertThat(corrected.get(t, o, 4)).isEqualTo((float) (epochs.get(before, o, 4) - mean));
                }
            }
        }
        assertThat(corrected.notes().get(1)).isEqualTo("Each trial less its mean from offset -3 to -1, unit by unit.");
        assertThatThrownBy(() -> epochs.baseline(-1, 0))
                .hasMessageStartingWith("A baseline from offset -1 to 0 is not before the event.");
        assertThatThrownBy(() -> Epochs.of(recording, Window.eventLast(-3, 0)).baseline(-3, -1))
                .hasMessageStartingWith("A baseline to offset -1 holds a part of the event in 'The cat sat down'");
    }

    @Test
    void aScalingIsFittedWhereItIsSaidAndAppliedElsewhere() {
        Epochs epochs = Epochs.of(recording, Window.eventLast(-2, 2), "L1.mlp.neurons");
        Epochs s = epochs.choose(List.of(0, 1));
        Scaling scaling = s.scaling("S");
        Epochs z = s.scaled(scaling);

        for (int u = 0; u < 3; u++) {
            double sum = 0;
            double squares = 0;
            int n = 0;
            for (int t = 0; t < 2; t++) {
                for (int o = -2; o <= 2; o++) {
                    float x = z.get(t, o, u);
                    sum += x;
                    squares += x * x;
                    n++;
                }
            }
            assertThat(sum / n).isCloseTo(0, within(1e-6));
            assertThat((squares - sum * sum / n) / (n - 1)).isCloseTo(1, within(1e-5));
        }
        Epochs t = epochs.choose(List.of(2, 4)).scaled(scaling);
        assertThat(t.get(1, 0, 1))
                .isEqualTo((epochs.get(4, 0, 1) - scaling.mean().get(1))
                        / scaling.sd().get(1));
        assertThat(t.notes()).contains("In standard deviations, fitted on S (2 trials).");
        assertThatThrownBy(() -> Epochs.of(recording, Window.eventLast(0, 0), "L0.mlp.neurons")
                        .scaled(scaling))
                .hasMessageStartingWith(
                        "The scaling was fitted on 28 units from L1.mlp.neurons[0], these epochs have 28"
                                + " from L0.mlp.neurons[0].");
    }

    @Test
    void aConstantUnitHasNoScale() {
        Epochs one = Epochs.of(recording, Window.eventLast(0, 0), "L1.mlp.neurons[0,1]")
                .choose(List.of(0));
        Scaling scaling = one.scaling("one trial");
        assertThat(scaling.constant()).isEqualTo(2);
        assertThat(one.scaled(scaling).get(0, 0, 0)).isNaN();
        assertThat(one.scaled(scaling).notes()).contains("2 of 2 units were constant there and are left out (NaN).");
    }

    @Test
    void aWindowIsTheMeanOfWhatATrialHas() {
        Epochs epochs = Epochs.of(recording, Window.eventLast(-1, 4), "L1.mlp.neurons");
        Responses responses = epochs.over(3, 4);

        assertThat(responses.trials().count()).isLessThan(epochs.count());
        assertThat(responses.reading())
                .isEqualTo("mean of offsets 3 to 4 from the event's last token, "
                        + responses.trials().count() + " of " + epochs.count() + " trials");
        float expected = (float) (((double) epochs.get(0, 3, 2) + epochs.get(0, 4, 2)) / 2);
        assertThat(responses.get(0, 2)).isEqualTo(expected);
        assertThatThrownBy(() -> epochs.over(2, 1))
                .hasMessageStartingWith("A window from offset 2 to 1 holds no token");
        assertThatThrownBy(() -> epochs.at(77)).hasMessageStartingWith("None of 5 trials has a token at offset 77.");
    }

    @Test
    void whatLiesOnDiskGivesTheSame() {
        Recording disk = Recorder.on(model)
                .at("L*.mlp.neurons, L0.attn.z, L1.resid_post[3,7]")
                .memory(0)
                .record(TRIALS);
        Window alignment = Window.eventLast(-3, 3);
        assertThat(Epochs.of(disk, alignment).array())
                .isEqualTo(Epochs.of(recording, alignment).array());
    }

    @Test
    void generatedTokensFollowThePrompt() {
        Recording long6 = Recorder.on(model).at("L1.resid_post").newTokens(4).record(Trials.of("The cat", "A dog ran"));
        Epochs epochs = Epochs.of(long6, Window.promptLast(-1, 3));
        assertThat(epochs.counts()).containsExactly(2, 2, 2, 2, 2);
        int last = long6.trials().get(1).prompt().count() - 1;
        assertThat(epochs.get(1, 2, 0))
                .isEqualTo(long6.sites().get(0).trials().get(1).get(last + 2, 0));
    }

    @Test
    void whatHasNoTokensHasNoEpochs() {
        Recording mean = Recorder.on(model).at("L1.resid_post").pool(Pool.MEAN).record(TRIALS);
        assertThatThrownBy(() -> Epochs.of(mean, Window.eventLast(0, 0)))
                .hasMessageStartingWith("The recording holds means over tokens");
        Recording pattern = Recorder.on(model).at("L1.attn.pattern").record(TRIALS);
        assertThatThrownBy(() -> Epochs.of(pattern, Window.eventLast(0, 0)))
                .hasMessageStartingWith("'L1.attn.pattern' has a number for each pair of tokens");
        assertThatThrownBy(() -> Window.eventLast(1, 0))
                .hasMessageStartingWith("A window from offset 1 to 0 holds no token.");
    }
}

package io.patchclamp.record;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.patchclamp.Patchclamp;
import io.patchclamp.fault.CancelledException;
import io.patchclamp.fault.SaveException;
import io.patchclamp.generate.GeneratedTrial;
import io.patchclamp.generate.Generator;
import io.patchclamp.generate.Sampling;
import io.patchclamp.model.Model;
import io.patchclamp.progress.Progress;
import io.patchclamp.trial.Trials;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Recordings batch by batch: side by side, on disk, and cut short. */
class LargeRecordingTest {
    private static final Trials TRIALS = Trials.of("The quick brown fox", "A", "dog 42", "jumps over", "it!");
    private static final Sampling DRAW = new Sampling(0.9, 12, 0.95, 7);

    private static Model model;

    @TempDir
    Path folder;

    @BeforeAll
    static void load() throws Exception {
        Path model = Path.of(
                LargeRecordingTest.class.getResource("/parity/llama-grouped").toURI());
        LargeRecordingTest.model = Patchclamp.load(model.toString());
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static Recorder recorder() {
        return Recorder.on(model)
                .at("L*.mlp.neurons, L1.attn.pattern, logits")
                .newTokens(6)
                .sampling(DRAW);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 8})
    void aBatchSaysAndRecordsWhatSingleTrialsDo(int batch) {
        Recording single = recorder().batch(1).record(TRIALS);
        Recording together = recorder().batch(batch).record(TRIALS);
        for (int t = 0; t < TRIALS.count(); t++) {
            RecordedTrial a = single.trials().get(t);
            assertThat(together.trials().get(t)).isEqualTo(a);
            for (int s = 0; s < single.sites().size(); s++) {
                assertClose(
                        together.sites().get(s).trials().get(t).toArray(),
                        single.sites().get(s).trials().get(t).toArray());
            }
        }
        assertThat(together.forwardPasses()).isEqualTo(single.forwardPasses());
    }

    @Test
    void whatIsGeneratedWhileRecordedIsWhatIsGenerated() {
        List<GeneratedTrial> said = Generator.on(model)
                .newTokens(6)
                .sampling(DRAW)
                .batch(2)
                .generate(TRIALS)
                .trials();
        Recording recording = recorder().record(TRIALS);
        for (int t = 0; t < said.size(); t++) {
            assertThat(recording.trials().get(t).generated())
                    .isEqualTo(said.get(t).tokens().stream().map(x -> x.id()).toList());
        }
    }

    @Test
    void aSeedMakesTheDrawTheSameAndAnotherDoesNot() {
        Sampling other = new Sampling(0.9, 12, 0.95, 8);
        assertThat(recorder().record(TRIALS).trials())
                .isEqualTo(recorder().record(TRIALS).trials());
        assertThat(recorder().sampling(other).record(TRIALS).trials())
                .isNotEqualTo(recorder().record(TRIALS).trials());
    }

    @Test
    void topOneIsGreedy() {
        Recording greedy = recorder().sampling(Sampling.GREEDY).record(TRIALS);
        Recording one = recorder().sampling(new Sampling(1.5, 1, 1, 3)).record(TRIALS);
        assertThat(one.trials()).isEqualTo(greedy.trials());
    }

    @Test
    void onDiskIsWhatInMemoryIs() throws Exception {
        Recording memory = recorder().batch(2).record(TRIALS);
        Recording disk = recorder().batch(2).memory(0).record(TRIALS);
        for (int s = 0; s < memory.sites().size(); s++) {
            assertThat(disk.sites().get(s).trials()).isInstanceOf(StoredTrials.class);
            assertThat(disk.sites().get(s).trials())
                    .isEqualTo(memory.sites().get(s).trials());
            assertThat(disk.sites().get(s).padded())
                    .isEqualTo(memory.sites().get(s).padded());
        }
        assertThat(disk.bytes()).isEqualTo(memory.bytes());
        RecordingExport.write(memory, folder.resolve("a.safetensors"));
        RecordingExport.write(disk, folder.resolve("b.safetensors"));
        assertThat(Files.mismatch(folder.resolve("a.safetensors"), folder.resolve("b.safetensors")))
                .isEqualTo(-1);
        RecordingFiles.save(disk, folder.resolve("kept.pclamp"));
        Recording again = RecordingFiles.load(folder.resolve("kept.pclamp"));
        assertThat(again.sites().get(0).trials())
                .isEqualTo(memory.sites().get(0).trials());
    }

    @Test
    void anInterruptLeavesWholeTrialsThatSayTheyArePartial() {
        AtomicInteger heard = new AtomicInteger();
        Progress interrupting = (what, done, total, unit) -> {
            assertThat(what).startsWith("recording ").endsWith(" MB");
            if (heard.incrementAndGet() == 9) {
                Thread.currentThread().interrupt();
            }
        };
        Recording all = recorder().batch(1).record(TRIALS);
        Recording partial =
                recorder().batch(1).partial(true).progress(interrupting).record(TRIALS);
        int whole = partial.trials().size();
        assertThat(whole).isBetween(1, TRIALS.count() - 1);
        assertThat(partial.provenance().details())
                .containsEntry("partial", "interrupted after " + whole + " of 5 trials");
        assertThat(partial.trials()).isEqualTo(all.trials().subList(0, whole));
        assertThat(partial.sites().get(0).trials())
                .isEqualTo(all.sites().get(0).trials().subList(0, whole));
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void whatNoDiskHoldsIsRefused() {
        assertThatThrownBy(() -> new DiskStore(1L << 60))
                .isInstanceOf(SaveException.class)
                .hasMessageContaining(
                        "The recording would hold 1,099,511,627,776 MB, more than there is room for in memory")
                .hasMessageContaining("\nTry: ");
    }

    @Test
    void anInterruptBeforeAnyTrialOrUnaskedIsAnError() {
        Progress interrupting =
                (what, done, total, unit) -> Thread.currentThread().interrupt();
        assertThatThrownBy(() ->
                        recorder().batch(8).partial(true).progress(interrupting).record(TRIALS))
                .isInstanceOf(CancelledException.class);
        assertThatThrownBy(() -> recorder().batch(1).progress(interrupting).record(TRIALS))
                .isInstanceOf(CancelledException.class);
    }

    private static void assertClose(float[] ours, float[] theirs) {
        assertThat(ours).hasSameSizeAs(theirs);
        float largest = 0;
        for (float x : theirs) {
            largest = Math.max(largest, Float.isNaN(x) ? 0 : Math.abs(x));
        }
        for (int i = 0; i < ours.length; i++) {
            if (Float.isNaN(theirs[i])) {
                assertThat(ours[i]).isNaN();
            } else {
                assertThat(Math.abs(ours[i] - theirs[i])).isLessThanOrEqualTo(1e-5f * largest);
            }
        }
    }
}

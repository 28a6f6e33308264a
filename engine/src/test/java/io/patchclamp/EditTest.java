package io.patchclamp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import io.patchclamp.array.NamedArray;
import io.patchclamp.edit.Ablate;
import io.patchclamp.edit.Clamp;
import io.patchclamp.edit.Edit;
import io.patchclamp.edit.Inject;
import io.patchclamp.edit.Intervention;
import io.patchclamp.edit.Patch;
import io.patchclamp.edit.Receipt;
import io.patchclamp.edit.Scale;
import io.patchclamp.edit.TokenChoice;
import io.patchclamp.generate.GeneratedTrial;
import io.patchclamp.generate.Generation;
import io.patchclamp.generate.Generator;
import io.patchclamp.internal.format.SafetensorsFile;
import io.patchclamp.internal.format.TensorInfo;
import io.patchclamp.model.Decoding;
import io.patchclamp.model.Electrode;
import io.patchclamp.model.Model;
import io.patchclamp.model.Selection;
import io.patchclamp.model.Tokens;
import io.patchclamp.model.Trace;
import io.patchclamp.model.Variant;
import io.patchclamp.model.Write;
import io.patchclamp.record.Recorder;
import io.patchclamp.record.Recording;
import io.patchclamp.record.RecordingFiles;
import io.patchclamp.trial.Trials;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What interventions must do to a model, checked on the model itself. */
class EditTest {
    private static final Trials CLEAN = Trials.of("The quick brown fox.", "A fox", "Some seven words of it, 42");
    private static final Trials CORRUPT = Trials.of("The sleek green cow.", "B cow", "Lots other texts in it, 99");
    private static final String EVERYWHERE =
            "**,!L*.attn.scores,!L*.attn.pattern,!L*.attn.head_out,!final_norm,!logits";
    private static Model model;
    private static Model biased;

    @TempDir
    Path folder;

    @BeforeAll
    static void load() {
        model = TestModels.load("grouped");
        biased = TestModels.load("biased");
    }

    @AfterAll
    static void close() {
        model.close();
        biased.close();
    }

    private static Recording record(Model of, String at, Trials trials, Edit... edits) {
        return Recorder.on(of).at(at).edits(List.of(edits)).record(trials);
    }

    private static float[] numbers(Recording recording, int trial) {
        return recording.sites().get(0).trials().get(trial).toArray();
    }

    @Test
    void patchingARunWithItselfChangesNoBit() {
        for (Model of : List.of(model, biased)) {
            Recording clean = record(of, EVERYWHERE + ",L*.resid_post", CLEAN);
            for (String site : List.of(EVERYWHERE, "L1.attn.z[2]", "L*.mlp.neurons[3..7]+")) {
                Recording patched = record(of, EVERYWHERE, CLEAN, Patch.from(of.select(site), clean.activations()));
                assertThat(patched.sites())
                        .as(site)
                        .isEqualTo(record(of, EVERYWHERE, CLEAN).sites());
                assertThat(patched.receipts().get(0).warnings().get(0)).startsWith("changed nothing");
                assertThat(patched.receipts().get(0).change()).isZero();
                assertThat(patched.receipts().get(0).touched()).isPositive();
            }
        }
    }

    @Test
    void patchingAttentionWithItselfChangesNoBit() {
        Recording clean = record(model, "L*.attn.scores,L*.attn.pattern,L*.resid_post", CLEAN);
        for (String site : List.of("L1.attn.pattern", "L0.attn.scores[0,4]")) {
            Recording patched = record(
                    model,
                    "L*.attn.scores,L*.attn.pattern,L*.resid_post",
                    CLEAN,
                    Patch.from(model.select(site), clean.activations()));
            assertThat(patched.sites()).as(site).isEqualTo(clean.sites());
            assertThat(patched.receipts().get(0).touched()).isPositive();
        }
    }

    @Test
    void patchingTheLastResidualStreamWithTheCleanRunGivesTheCleanLogits() {
        for (Model of : List.of(model, biased)) {
            Recording clean = record(of, "L-1.resid_post,logits", CLEAN);
            Recording corrupt = record(of, "logits", CORRUPT);
            Recording patched =
                    record(of, "logits", CORRUPT, Patch.from(of.select("L-1.resid_post"), clean.activations()));
            assertThat(patched.site("logits")).isEqualTo(clean.site("logits"));
            assertThat(corrupt.site("logits")).isNotEqualTo(clean.site("logits"));
        }
    }

    @Test
    void ablatingAllHeadsAndNeuronsLeavesTheEmbeddingsPrediction() {
        Trials trials = Trials.of("The fox");
        Recording zeroed = record(model, "logits", trials, Ablate.zero(model.select("L*.attn.z,L*.mlp.neurons")));
        int width = model.config().dModel();
        int vocabulary = model.config().vocabulary();
        float[] embedding = weight("model.embed_tokens.weight");
        float[] gain = weight("model.norm.weight");
        List<Integer> ids = model.tokenizer().encode("The fox").ids();
        for (int token = 0; token < ids.size(); token++) {
            double[] x = new double[width];
            double squares = 0;
            for (int i = 0; i < width; i++) {
                x[i] = embedding[ids.get(token) * width + i];
                squares += x[i] * x[i];
            }
            for (int next = 0; next < vocabulary; next++) {
                double logit = 0;
                for (int i = 0; i < width; i++) {
                    logit += x[i] / Math.sqrt(squares / width + 1e-5) * gain[i] * embedding[next * width + i];
                }
                assertThat(numbers(zeroed, 0)[token * vocabulary + next]).isCloseTo((float) logit, within(1e-5f));
            }
        }
    }

    private static float[] weight(String name) {
        try (SafetensorsFile file =
                SafetensorsFile.open(TestModels.tiny("grouped").resolve("model.safetensors"))) {
            TensorInfo tensor = file.find(name).orElseThrow();
            long[] shape = tensor.shape();
            int count = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
            ByteBuffer bytes = ByteBuffer.allocateDirect(count * Float.BYTES).order(ByteOrder.nativeOrder());
            file.readRows(tensor, 0, shape.length == 1 ? 1 : shape[0], bytes);
            bytes.rewind();
            float[] numbers = new float[count];
            bytes.asFloatBuffer().get(numbers);
            return numbers;
        }
    }

    @Test
    void theBaselineIsBackAfterwardsAndAnEditOfNothingIsNothing() {
        Recording before = record(model, EVERYWHERE, CLEAN);
        assertThat(record(model, EVERYWHERE, CLEAN, Ablate.zero(model.select("L1.attn.out")))
                        .sites())
                .isNotEqualTo(before.sites());
        assertThat(record(model, EVERYWHERE, CLEAN).sites()).isEqualTo(before.sites());
        for (Edit nothing : List.of(
                Scale.by(model.select(EVERYWHERE), 1),
                Inject.of(model.select(EVERYWHERE), 0f),
                Inject.of(
                        model.select("L*.resid_post"),
                        0f,
                        "v",
                        new float[model.config().dModel()]))) {
            Recording same = record(model, EVERYWHERE, CLEAN, nothing);
            assertThat(same.sites()).as(nothing.describe()).isEqualTo(before.sites());
            assertThat(same.receipts().get(0).warnings())
                    .containsExactly("changed nothing: every number already was what it was set to, bit for bit");
        }
    }

    @Test
    void eachChangeLeavesTheNumbersItSays() {
        String at = "L1.mlp.neurons:before,L1.mlp.neurons";
        int width = model.config().dMlp();
        float[] vector = new float[width];
        for (int i = 0; i < width; i++) {
            vector[i] = i - 3;
        }
        Selection some = model.select("L1.mlp.neurons[2,5]");
        Selection positive = model.select("L1.mlp.neurons[2,5]+");
        Selection negative = model.select("L1.mlp.neurons[2,5]-");
        check(Clamp.of(some, 2.5f), at, (natural, unit) -> 2.5f);
        check(Clamp.of(positive, 2.5f), at, (natural, unit) -> natural > 0 ? 2.5f : natural);
        check(Clamp.of(negative, 2.5f), at, (natural, unit) -> natural < 0 ? 2.5f : natural);
        check(Ablate.zero(some), at, (natural, unit) -> 0f);
        check(Scale.by(some, -3), at, (natural, unit) -> -3 * natural);
        check(Inject.of(some, 0.5f), at, (natural, unit) -> natural + 0.5f);
        check(Inject.of(some, 2, "v", vector), at, (natural, unit) -> natural + 2 * vector[unit]);
        check(Inject.of(some, 2, "v", 7, 11), at, (natural, unit) -> natural + 2 * (unit == 2 ? 7 : 11));
    }

    private interface Expected {
        float of(float natural, int unit);
    }

    private static void check(Edit edit, String at, Expected expected) {
        Recording recording = record(model, at, CLEAN, edit);
        double natural = 0;
        double change = 0;
        int touched = 0;
        for (int trial = 0; trial < CLEAN.count(); trial++) {
            NamedArray before = recording.site("L1.mlp.neurons:before").trials().get(trial);
            NamedArray after = recording.site("L1.mlp.neurons").trials().get(trial);
            for (int token = 0; token < before.length("token"); token++) {
                for (int unit = 0; unit < before.length("d_mlp"); unit++) {
                    float own = before.get(token, unit);
                    float wanted = unit == 2 || unit == 5 ? expected.of(own, unit) : own;
                    assertThat(after.get(token, unit)).as(edit.describe()).isEqualTo(wanted);
                    boolean met =
                            edit.where().electrodes().get(0).polarity() == Electrode.Polarity.BOTH || wanted != own;
                    if ((unit == 2 || unit == 5) && met) {
                        natural += own * own;
                        change += (wanted - own) * (wanted - own);
                        touched++;
                    }
                }
            }
        }
        Receipt receipt = recording.receipts().get(0);
        assertThat(receipt.touched()).as(edit.describe()).isEqualTo(touched);
        assertThat(receipt.natural()).isCloseTo(Math.sqrt(natural), within(1e-5));
        assertThat(receipt.change()).isCloseTo(Math.sqrt(change), within(1e-4));
        assertThat(receipt.warnings()).isEmpty();
        assertThat(receipt.trials().stream().mapToLong(Receipt.Trial::touched).sum())
                .isEqualTo(touched);
    }

    @Test
    void meansAreThoseOfTheGivenTrialsOrOfAReference() {
        Selection where = model.select("L1.attn.z[1]");
        Recording natural = record(model, "L1.attn.z[1]", CLEAN);
        Recording other = record(model, "L1.attn.z", CORRUPT);
        float[] mean = mean(natural.sites().get(0).trials(), 0, 6, -1);
        Recording ablated = record(model, "L1.attn.z[1]", CLEAN, Ablate.mean(where));
        assertThat(rows(ablated, 0, 6)).allSatisfy(row -> assertThat(row).containsExactly(mean, within(1e-6f)));
        float[] reference = mean(other.sites().get(0).trials(), 6, 6, -1);
        ablated = record(model, "L1.attn.z[1]", CLEAN, Ablate.mean(where, other.activations()));
        assertThat(rows(ablated, 2, 6)).allSatisfy(row -> assertThat(row).containsExactly(reference, within(1e-6f)));
        Edit byPosition = Edit.of(where, new Ablate(Ablate.Mode.MEAN_BY_POSITION, Optional.empty(), 0));
        ablated = record(model, "L1.attn.z[1]", CLEAN, byPosition);
        assertThat(rows(ablated, 2, 6).get(3))
                .containsExactly(mean(natural.sites().get(0).trials(), 0, 6, 3), within(1e-6f));
    }

    /** The mean of six numbers of a head over all tokens, or those at one position. */
    private static float[] mean(List<NamedArray> trials, int from, int width, int position) {
        double[] sums = new double[width];
        int count = 0;
        for (NamedArray trial : trials) {
            float[] all = trial.toArray();
            int tokens = trial.length("token");
            for (int t = 0; t < tokens; t++) {
                if (position < 0 || t == position) {
                    for (int i = 0; i < width; i++) {
                        sums[i] += all[t * (all.length / tokens) + from + i];
                    }
                    count++;
                }
            }
        }
        float[] mean = new float[width];
        for (int i = 0; i < width; i++) {
            mean[i] = (float) (sums[i] / count);
        }
        return mean;
    }

    private static List<float[]> rows(Recording recording, int trial, int width) {
        float[] all = numbers(recording, trial);
        return IntStream.range(0, all.length / width)
                .mapToObj(r -> Arrays.copyOfRange(all, r * width, (r + 1) * width))
                .toList();
    }

    @Test
    void resamplingTakesAnotherTrialAndIsReproducible() {
        Selection where = model.select("L1.resid_pre");
        Recording natural = record(model, "L1.resid_pre", CLEAN);
        int width = model.config().dModel();
        Recording one = record(model, "L1.resid_pre", CLEAN, Ablate.resample(where, 3));
        assertThat(record(model, "L1.resid_pre", CLEAN, Ablate.resample(where, 3))
                        .sites())
                .isEqualTo(one.sites());
        for (int trial = 0; trial < CLEAN.count(); trial++) {
            int own = trial;
            List<float[]> taken = rows(one, trial, width);
            assertThat(IntStream.range(0, CLEAN.count()).filter(t -> t != own)).anySatisfy(donor -> {
                List<float[]> from = rows(natural, donor, width);
                for (int p = 0; p < taken.size(); p++) {
                    assertThat(taken.get(p)).containsExactly(from.get(p % from.size()), within(1e-5f));
                }
            });
        }
    }

    @Test
    void quantilesAreTheUnitsOwn() {
        Recording reference = record(model, "L1.mlp.neurons", CLEAN);
        double[] sorted = reference.site("L1.mlp.neurons").trials().stream()
                .flatMapToDouble(t -> IntStream.range(0, t.length("token")).mapToDouble(i -> t.get(i, 4)))
                .sorted()
                .toArray();
        Edit half = Edit.parse(
                "L1.mlp.neurons[4]=0.5q0.75(ref)", model, Map.of(), n -> Optional.of(reference.activations()));
        double rank = 0.75 * (sorted.length - 1);
        double quantile = sorted[(int) rank] + (rank - (int) rank) * (sorted[(int) rank + 1] - sorted[(int) rank]);
        assertThat(numbers(record(model, "L1.mlp.neurons[4]", CLEAN, half), 0)[0])
                .isCloseTo((float) (0.5 * quantile), within(1e-6f));
        Edit own = Edit.parse("L1.mlp.neurons[4]=2q", model);
        rank = (1 - 10.0 / sorted.length) * (sorted.length - 1);
        quantile = sorted[(int) rank] + (rank - (int) rank) * (sorted[(int) rank + 1] - sorted[(int) rank]);
        assertThat(numbers(record(model, "L1.mlp.neurons[4]", CLEAN, own), 0)[0])
                .isCloseTo((float) (2 * quantile), within(1e-6f));
    }

    @Test
    void patchesAreLaidSideBySideAsAsked() {
        Trials clean = Trials.parse("The quick [[brown]] fox");
        Trials corrupt = Trials.parse("A [[green]] cow runs");
        Recording source = record(model, "L1.resid_pre", clean);
        Recording natural = record(model, "L1.resid_pre", corrupt);
        int width = model.config().dModel();
        List<float[]> from = rows(source, 0, width);
        List<float[]> own = rows(natural, 0, width);
        int shift = clean.items().get(0).event().get().start()
                - corrupt.items().get(0).event().get().start();
        int end = from.size() - own.size();
        Map<String, java.util.function.IntUnaryOperator> counterparts = Map.of(
                "=@clean", p -> p,
                "=@clean(end)", p -> p + end,
                "=@clean(event)", p -> p + shift,
                "=@clean(2>5, 3>1)", p -> p == 5 ? 2 : p == 1 ? 3 : -1);
        counterparts.forEach((text, counterpart) -> {
            Edit edit = Edit.parse("L1.resid_pre" + text, model, Map.of(), name -> Optional.of(source.activations()));
            Recording patched = record(model, "L1.resid_pre", corrupt, edit);
            List<float[]> rows = rows(patched, 0, width);
            int left = 0;
            for (int p = 0; p < own.size(); p++) {
                int q = counterpart.applyAsInt(p);
                boolean there = q >= 0 && q < from.size();
                left += there ? 0 : 1;
                assertThat(rows.get(p)).as(text + " at " + p).isEqualTo(there ? from.get(q) : own.get(p));
            }
            List<String> warnings = patched.receipts().get(0).warnings();
            assertThat(warnings)
                    .isEqualTo(
                            left == 0
                                    ? List.of()
                                    : List.of(left + (left == 1 ? " token" : " tokens")
                                            + " without a counterpart in the source, left as they were"));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "L1.attn.k=0 @prompt",
                "L0.attn.v[1]*=-2 @3..7",
                "L1.resid_pre+=0.3 @event",
                "L2.resid_post=mean @-3..",
                "L1.mlp.neurons=0 @generated",
                "L1.mlp.neurons[0..9]=resample(seed 2) steps 2..4",
                "L0.attn.out+=0.5 @/o./",
                "L1.attn.pattern[2]=0 @4..",
                "L1.attn.scores*=0.5"
            })
    void anEditedGenerationIsTheSameWithACacheAndWithout(String text) {
        Trials trials = Trials.parse("The [[quick]] fox\nSome more\nof these [[words]] here");
        Edit edit = Edit.parse(text, model);
        int added = 8;
        Generation cached =
                Generator.on(model).newTokens(added).edits(List.of(edit)).generate(trials);
        assertThat(cached.receipts().get(0).touched()).isPositive();
        Intervention uncached = Intervention.of(
                model,
                List.of(edit),
                trials,
                trials.items().stream()
                        .map(i -> model.tokenizer().encode(i.prompt()))
                        .toList(),
                added);
        for (int trial = 0; trial < trials.count(); trial++) {
            GeneratedTrial made = cached.trials().get(trial);
            List<Integer> ids = new ArrayList<>(made.prompt().ids());
            for (int step = 0; step < made.tokens().size(); step++) {
                int[] all = ids.stream().mapToInt(Integer::intValue).toArray();
                try (Decoding decoding = model.begin()) {
                    float[] logits = decoding.feed(new int[][] {all}, List.of(), uncached.writes(trial))[0];
                    double top = IntStream.range(0, logits.length)
                            .mapToDouble(i -> logits[i])
                            .max()
                            .orElseThrow();
                    double sum = IntStream.range(0, logits.length)
                            .mapToDouble(i -> Math.exp(logits[i] - top))
                            .sum();
                    int chosen = made.tokens().get(step).id();
                    assertThat(logits[chosen]).isCloseTo((float) top, within(1e-4f));
                    assertThat(made.tokens().get(step).logprob())
                            .isCloseTo(logits[chosen] - top - Math.log(sum), within(1e-4));
                }
                ids.add(made.tokens().get(step).id());
            }
        }
    }

    @Test
    void editsOfABatchAreThoseOfSingleTrials() {
        String at = "L2.resid_post";
        Trials trials = Trials.parse("The [[quick]] fox\nSome more\nof these [[words]] here");
        for (Edit edit : List.of(
                Edit.parse("L1.resid_pre+=0.3 @event", model),
                Edit.parse("L1.attn.k=0 @-2..-1", model),
                Edit.parse("L1.attn.pattern[1,3]=0 @/[eo]/", model),
                Patch.from(
                        model.select("L0.attn.z"),
                        record(model, "L0.attn.z", trials).activations()))) {
            Recorder recorder = Recorder.on(model).at(at).edits(List.of(edit));
            Recording together = recorder.batch(3).record(trials);
            Recording alone = recorder.batch(1).record(trials);
            for (int t = 0; t < trials.count(); t++) {
                assertThat(numbers(together, t)).containsExactly(numbers(alone, t), within(1e-5f * 20));
            }
            assertThat(together.receipts().get(0).touched())
                    .isEqualTo(alone.receipts().get(0).touched());
        }
    }

    @Test
    void orderMattersWhereItShouldAndOverridesAreReported() {
        Selection unit = model.select("L1.mlp.neurons[3]");
        Edit clamp = Clamp.of(unit, 2).at(new TokenChoice.Positions(0, 4));
        Edit inject = Inject.of(unit, 1f);
        Recording first = record(model, "L1.mlp.neurons[3]", CLEAN, clamp, inject);
        Recording second = record(model, "L1.mlp.neurons[3]", CLEAN, inject, clamp);
        assertThat(numbers(first, 0)[1]).isEqualTo(3f);
        assertThat(numbers(second, 0)[1]).isEqualTo(2f);
        assertThat(numbers(first, 0)[6]).isEqualTo(numbers(second, 0)[6]);
        assertThat(first.receipts()).allSatisfy(r -> assertThat(r.warnings()).isEmpty());
        assertThat(second.receipts().get(0).warnings())
                .containsExactly("is overridden by edit 2 (L1.mlp.neurons[3]=2.0 @0..4): "
                        + "1 number of L1.mlp.neurons at 15 tokens");
        assertThat(second.receipts().get(1).warnings())
                .containsExactly("overrides edit 1 (L1.mlp.neurons[3]+=1.0): 1 number of L1.mlp.neurons at 15 tokens");
        Edit head = Clamp.of(model.select("L1.attn.q[1]"), 1);
        Edit flat = Clamp.of(model.select("model.layers.1.self_attn.q_proj[5..7]"), 0);
        Recording both = record(model, "L1.attn.q[1]", CLEAN, head, flat);
        assertThat(both.receipts().get(0).warnings().get(0))
                .contains("is overridden by edit 2")
                .contains("2 numbers");
        assertThat(Arrays.copyOf(numbers(both, 0), 6)).containsExactly(0, 0, 1, 1, 1, 1);
    }

    @Test
    void tokensAreThoseAskedForInPromptAndGeneration() {
        Trials trials = Trials.parse("The [[quick]] fox");
        Map<String, int[]> expected = Map.of(
                "", IntStream.range(0, 16).toArray(),
                " @event", IntStream.range(4, 9).toArray(),
                " @-1", new int[] {12},
                " @last", new int[] {12},
                " @prompt", IntStream.range(0, 13).toArray(),
                " @generated", new int[] {13, 14, 15},
                " @-2..", new int[] {11, 12, 13, 14, 15},
                " @/[tx]/", new int[] {12},
                " steps 1..2", new int[] {13, 14},
                " @2..14 steps 0..1", IntStream.range(2, 14).toArray());
        expected.forEach((text, positions) -> {
            Recording made = Recorder.on(model)
                    .at("L1.mlp.neurons[3]")
                    .newTokens(4)
                    .edits(List.of(Edit.parse("L1.mlp.neurons[3]=7" + text, model)))
                    .record(trials);
            float[] all = numbers(made, 0);
            assertThat(all).hasSize(16);
            assertThat(IntStream.range(0, 16).filter(i -> all[i] == 7f))
                    .as(text)
                    .containsExactly(boxed(positions));
            assertThat(made.receipts().get(0).tokens()).isEqualTo(positions.length);
        });
    }

    private static Integer[] boxed(int... numbers) {
        return Arrays.stream(numbers).boxed().toArray(Integer[]::new);
    }

    @Test
    void oneRunNeverDisturbsAnother() {
        int[] ids = model.tokenizer().encode("The fox").toArray();
        Trials trials = Trials.of("The fox");
        Intervention edited = Intervention.of(
                model,
                List.of(Ablate.zero(model.select("L*.attn.k"))),
                trials,
                List.of(model.tokenizer().encode("The fox")),
                0);
        try (Decoding plain = model.begin();
                Decoding clamped = model.begin();
                Decoding again = model.begin()) {
            clamped.feed(new int[][] {ids}, List.of(), edited.writes(0));
            float[] first = plain.feed(new int[][] {ids}, List.of(), List.of())[0];
            assertThat(again.feed(new int[][] {ids}, List.of(), List.of())[0]).isEqualTo(first);
            float[] onward = plain.feed(new int[][] {{5}}, List.of(), List.of())[0];
            assertThat(clamped.feed(new int[][] {{5}}, List.of(), List.of())[0]).isNotEqualTo(onward);
            assertThat(again.feed(new int[][] {{5}}, List.of(), List.of())[0]).isEqualTo(onward);
        }
    }

    @Test
    void aVariantOfATextIsTheEditedRun() {
        Trials trials = Trials.parse("The quick [[brown]] fox\nA [[green]] cow");
        List<Edit> edits =
                List.of(Edit.parse("L1.attn.z[2]=mean @event", model), Edit.parse("L0.mlp.neurons[3]+=2 @-3..", model));
        List<Tokens> prompts = trials.items().stream()
                .map(i -> model.tokenizer().encode(i.prompt()))
                .toList();
        Intervention bound = Intervention.of(model, edits, trials, prompts, 0);
        for (int trial = 0; trial < trials.count(); trial++) {
            int[] ids = prompts.get(trial).toArray();
            List<Variant> variants = List.of(bound.variant(trial, 0), bound.variant(trial, 1), bound.variant(trial));
            Intervention first = Intervention.of(model, edits.subList(0, 1), trials, prompts, 0);
            Intervention second = Intervention.of(model, edits.subList(1, 2), trials, prompts, 0);
            List<List<Write>> runs = List.of(first.writes(trial), second.writes(trial), bound.writes(trial));
            assertThat(variants.get(0).fromToken()).isPositive();
            assertThat(variants.get(2).fromToken())
                    .isEqualTo(Math.min(
                            variants.get(0).fromToken(), variants.get(1).fromToken()));
            try (Trace trace = model.trace(ids)) {
                trace.run(variants, new int[] {ids.length - 1}, (variant, logits) -> {
                    try (Decoding decoding = model.begin()) {
                        float[] whole = decoding.feed(new int[][] {ids}, List.of(), runs.get(variant))[0];
                        assertThat(logits[0]).containsExactly(whole, within(1e-4f));
                    }
                });
            }
        }
    }

    @Test
    void receiptsAreKeptWithARecording() {
        Recording edited = record(
                model,
                "L1.mlp.neurons[0..3]",
                CLEAN,
                Clamp.of(model.select("L1.mlp.neurons[3]"), -1),
                Clamp.of(model.select("L1.mlp.neurons[3]+"), 0));
        assertThat(edited.receipts().get(1).min()).isNaN();
        RecordingFiles.save(edited, folder.resolve("kept"));
        assertThat(RecordingFiles.load(folder.resolve("kept"))).isEqualTo(edited);
    }

    @Test
    void receiptsWarnOfTrialsWithoutTokensAndOfSignsNeverMet() {
        Trials some = Trials.parse("The [[quick]] fox\nSome more");
        Recording partly = record(model, "embed", some, Edit.parse("embed=0 @event", model));
        assertThat(partly.receipts().get(0).warnings()).containsExactly("holds at no token in 1 of 2 trials");
        Recording never = record(
                model,
                "L1.mlp.neurons",
                some,
                Clamp.of(model.select("L1.mlp.neurons"), -1),
                Clamp.of(model.select("L1.mlp.neurons+"), 0));
        assertThat(never.receipts().get(1).touched()).isZero();
        assertThat(never.receipts().get(1).min()).isNaN();
        assertThat(never.receipts().get(1).warnings())
                .contains("touched nothing: no number had the sign that the selector asks for");
    }
}

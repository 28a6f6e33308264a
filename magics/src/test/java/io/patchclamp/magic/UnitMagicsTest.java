package io.patchclamp.magic;

import java.nio.file.Path;
import java.util.Optional;

import io.patchclamp.epoch.Epochs;
import io.patchclamp.geometry.ReceptiveField;
import io.patchclamp.geometry.Shuffling;
import io.patchclamp.geometry.UnitCorrelations;
import io.patchclamp.metric.Metric;
import io.patchclamp.model.Model;
import io.patchclamp.progress.Progress;
import io.patchclamp.sweep.Answers;
import io.patchclamp.sweep.LesionEffect;
import io.patchclamp.trial.Reason;
import io.patchclamp.trial.TrialSheet;
import io.patchclamp.view.Views;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** {@code %receptive}, {@code %correlations}, and trials left out for a wrong answer, on a tiny model of the engine's tests. */
class UnitMagicsTest {
    private static final Path TINY = Path.of("..", "engine", "src", "test", "resources", "parity", "llama-grouped")
            .toAbsolutePath()
            .normalize();
    private static final String METRIC = "'logit(\"a\") - logit(\"e\")'";
    private static final String BODY = """
            prompt | condition
            The quick [[fox]] ran | animal
            The slow [[dog]] sat | animal
            no one saw a [[cat]] there | animal
            we had two [[cows]] here | animal
            The quick [[car]] ran | thing
            The slow [[bus]] sat | thing
            no one saw a [[key]] there | thing
            we had two [[cups]] here | thing""";

    private final Magics magics = Magics.standard();
    private final FakeSession session = new FakeSession();

    private Object run(String name, String line, String body) throws Exception {
        return magics.run(name, line, Optional.ofNullable(body), session);
    }

    private static String text(Object value) {
        return String.valueOf(Views.of(value).orElseThrow().data().get("text/plain"));
    }

    @BeforeEach
    void load() throws Exception {
        session.variables.put("model", run("model", "\"" + TINY + "\"", null));
        session.variables.put("rec", run("record", "--at \"embed, L0.mlp.neurons\"", BODY));
        session.variables.put("one", run("record", "--at L*.mlp.neurons --pool event", BODY));
    }

    @Test
    void aReceptiveFieldIsItsExemplarsInTheirTextAndAnAverageToken() throws Exception {
        ReceptiveField field =
                (ReceptiveField) run("receptive", "rec --unit L0.mlp.neurons[3] --top 4 --permutations 19", null);

        assertThat(field)
                .isEqualTo(ReceptiveField.of(
                        (io.patchclamp.record.Recording) session.variables.get("rec"),
                        "L0.mlp.neurons",
                        3,
                        4,
                        Shuffling.of(19, 0)));
        assertThat(text(field))
                .contains("What L0.mlp.neurons[3] answers to")
                .contains("what the unit did at the tokens around it; colour full at ±")
                .contains("Token-triggered average")
                .contains("unit of analysis");
        String html = String.valueOf(Views.of(field).orElseThrow().data().get("text/html"));
        assertThat(html).contains("rgba(178,24,43,").contains("trial 0, token ").contains("cosine with the average");
    }

    @Test
    void whatAReceptiveFieldLacksIsSaid() {
        assertThatThrownBy(() -> run("receptive", "one --unit L0.mlp.neurons[3]", null))
                .hasMessageContaining("the recording has no 'embed'")
                .hasMessageContaining("%%record --at \"embed, L0.mlp.neurons\"");
        assertThatThrownBy(() -> run("receptive", "rec", null))
                .hasMessage("%receptive needs the unit that is asked about.\nTry: --unit L0.mlp.neurons[0]");
        assertThatThrownBy(() -> run("receptive", "rec --unit L0.mlp.neurons[3,4]", null))
                .hasMessageContaining("'L0.mlp.neurons[3,4]' is 2 units, and a receptive field is of one.");
    }

    @Test
    void unitsThatGoTogetherAreAskedForByASelector() throws Exception {
        UnitCorrelations pairs = (UnitCorrelations)
                run("correlations", "one --by condition --at L0.mlp.neurons[0..4] --permutations 19", null);

        assertThat(pairs.units()).hasSize(5);
        assertThat(pairs.column()).isEqualTo("condition");
        assertThat(text(pairs))
                .contains("Which units go together, by 'condition'")
                .contains("(noise)");
        String alone = text(run(
                "correlations",
                "one --by condition --at L0.mlp.neurons[0..4] --permutations 19 --group prompt --item prompt",
                null));
        assertThat(alone).contains("; labels shuffled, 19 times");
    }

    @Test
    void trialsThatAreAnsweredWrongAreLeftOutWithWhatTheMetricWas() throws Exception {
        LesionEffect known = (LesionEffect) run("lesion", "L0.mlp.neurons[0,1] --each unit --metric " + METRIC, BODY);
        int right = 0;
        for (int t = 0; t < 8; t++) {
            right += known.baseline().get(t) > 0 ? 1 : 0;
        }
        Answers answers = Answers.of(
                (Model) session.variables.get("model"),
                known.trials(),
                Metric.parse("logit(\"a\") - logit(\"e\")"),
                Progress.SILENT);
        // A sweep's batches are not those of a reading: the same to rounding.
        assertThat(answers.values().toArray()).containsExactly(known.baseline().toArray(), within(1e-4f));
        assertThat(answers.right()).isEqualTo(right);
        assertThat(text(answers)).contains(right + " of 8 trials are answered right");

        String middle = "'logit(\"a\") - logit(\"e\") - " + median(known) + "'";
        TrialSheet sheet = (TrialSheet) run("trials", "--correct " + middle, BODY);
        assertThat(sheet.log().byReason()).containsExactly(java.util.Map.entry(Reason.WRONG_ANSWER, 4));
        assertThat(sheet.log().drops().get(0).detail()).contains("= -");
        assertThat(text(sheet)).contains("4 of 8 trials kept (50 %); dropped: 4 wrong answer");

        Epochs epochs = (Epochs) run("epochs", "rec --at L0.mlp.neurons[3] --correct " + middle, null);
        assertThat(epochs.trials().items()).isEqualTo(sheet.trials().items());
        assertThat(epochs.log().byReason()).containsKey(Reason.WRONG_ANSWER);
    }

    private static double median(LesionEffect known) {
        float[] sorted = known.baseline().toArray();
        java.util.Arrays.sort(sorted);
        return Math.round(1000 * (sorted[3] + sorted[4]) / 2.0) / 1000.0;
    }
}

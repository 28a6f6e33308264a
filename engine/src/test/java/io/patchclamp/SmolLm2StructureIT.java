package io.patchclamp;

import java.util.List;
import java.util.Map;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.metric.Metric;
import io.patchclamp.metric.Reading;
import io.patchclamp.model.Model;
import io.patchclamp.model.ModuleTree;
import io.patchclamp.model.ParameterCount;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is said of SmolLM2 from its configuration alone, held against the loaded file. */
class SmolLm2StructureIT {
    private static Model model;

    @BeforeAll
    static void load() {
        model = Patchclamp.load(TestModels.smollm2().toString());
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void theFormulaCountsWhatIsLoaded() {
        assertThat(ParameterCount.of(model.modules()).compare(model.weights()))
                .isEqualTo(new ParameterCount.Comparison(134_515_008, 134_515_008, List.of()));
    }

    @Test
    void theTreeHoldsExactlyTheLoadedWeights() {
        assertThat(model.weights())
                .extracting(Model.Weight::name)
                .containsExactlyInAnyOrderElementsOf(model.modules().parameters().stream()
                        .map(ModuleTree.Parameter::name)
                        .toList());
    }

    @Test
    void metricsKnowTheRealTokenizer() {
        float[] logits = new float[model.config().vocabulary()];
        logits[model.tokenizer().single(" Paris")] = 2;
        Reading reading = Reading.of(logits);

        assertThat(Metric.parse("logit(\" Paris\") - logit(\" Rome\")").evaluate(reading, model.tokenizer(), Map.of()))
                .isEqualTo(2);
        assertThatThrownBy(() -> Metric.parse("logit(answer)")
                        .evaluate(reading, model.tokenizer(), Map.of("answer", "Antananarivo")))
                .isInstanceOf(PatchclampException.class)
                .hasMessageMatching("(?s)The target \"Antananarivo\" \\(column 'answer'\\) is \\d tokens, not one: \\S+"
                        + "( \\S+)+\\.\nTry: \" Antananarivo\" with a space before it, .*");
    }
}

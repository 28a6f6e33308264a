package io.patchclamp;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.patchclamp.edit.Clamp;
import io.patchclamp.edit.Edit;
import io.patchclamp.edit.Receipt;
import io.patchclamp.fault.CancelledException;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.generate.ClampEffect;
import io.patchclamp.generate.Clamping;
import io.patchclamp.generate.Generator;
import io.patchclamp.metric.Metric;
import io.patchclamp.model.Model;
import io.patchclamp.record.Pool;
import io.patchclamp.record.Recorder;
import io.patchclamp.record.Recording;
import io.patchclamp.trial.Trials;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class ClampingTest {
    private static Model model;

    @BeforeAll
    static void load() {
        model = TestModels.load("grouped");
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void theCurrentIsImposedMinusNatural() {
        Trials trials = Trials.of("The fox");
        float[] natural = Recorder.on(model)
                .at("L1.mlp.neurons[3]")
                .record(trials)
                .sites()
                .get(0)
                .trials()
                .get(0)
                .toArray();
        double mean = 0;
        for (float n : natural) {
            mean += n / natural.length;
        }
        ClampEffect effect = Clamping.on(model)
                .clamp(List.of(Clamp.of(model.select("L1.mlp.neurons[3]"), 2f)))
                .run(trials);
        Receipt.Current current = effect.rows().get(0).currents().get(0);
        assertThat(current.natural()).isCloseTo(mean, within(1e-6));
        assertThat(current.imposed()).isEqualTo(2.0);
        assertThat(current.current()).isCloseTo(2.0 - mean, within(1e-6));
        assertThat(current.count()).isEqualTo(natural.length);
    }

    @Test
    void clampingNothingHasNoEffectAndAClampHasOne() {
        Clamping clamping = Clamping.on(model);
        assertThat(clamping.run(Trials.of("The fox")).rows().get(0).effect()).isZero();
        double effect = clamping.clamp(List.of(Clamp.of(model.select("L1.mlp.neurons[3]"), 9f)))
                .run(Trials.of("The fox"))
                .meanEffect();
        assertThat(effect).isPositive();
    }

    @Test
    void anEditThatBeginsAfterTheMetricWasReadSaysSo() {
        ClampEffect effect = Clamping.on(model)
                .clamp(List.of(Edit.parse("L1.mlp.neurons[3]=9 @generated", model)))
                .newTokens(4)
                .run(Trials.of("The fox"));
        assertThat(effect.rows().get(0).effect()).isZero();
        assertThat(effect.receipts().get(0).tokens()).isEqualTo(3);
        assertThat(effect.receipts().get(0).warnings())
                .containsExactly("touched nothing before the end of the prompt, where kl is read");
        assertThatThrownBy(() -> Clamping.on(model)
                        .clamp(List.of(Edit.parse("L1.mlp.neurons[3]=9 @generated", model)))
                        .run(Trials.of("The fox")))
                .hasMessageStartingWith("The edit 'L1.mlp.neurons[3]=9.0 @generated' holds at no token of any trial:"
                        + " no generated token is read here.");
    }

    @Test
    void theLossIsThatOfThePromptsOwnTokens() {
        Trials trials = Trials.of("The fox");
        float[] logits = Recorder.on(model)
                .at("logits")
                .record(trials)
                .site("logits")
                .trials()
                .get(0)
                .toArray();
        List<Integer> ids = model.tokenizer().encode("The fox").ids();
        int vocabulary = model.config().vocabulary();
        double loss = 0;
        for (int t = 0; t + 1 < ids.size(); t++) {
            double sum = 0;
            for (int i = 0; i < vocabulary; i++) {
                sum += Math.exp(logits[t * vocabulary + i]);
            }
            loss += Math.log(sum) - logits[t * vocabulary + ids.get(t + 1)];
        }
        ClampEffect effect = Clamping.on(model).metric(Metric.parse("loss")).run(trials);
        assertThat(effect.rows().get(0).baseline()).isCloseTo(loss / (ids.size() - 1), within(1e-5));
    }

    @Test
    void theSameSeedDrawsTheSameTextAndAnotherSeedAnother() {
        Generator generator = Generator.on(model).newTokens(12).temperature(1.5).topP(0.95);
        Trials trials = Trials.of("The fox", "The fox");
        var one = generator.seed(7).generate(trials);
        assertThat(generator.seed(7).generate(trials)).isEqualTo(one);
        assertThat(generator.seed(8).generate(trials).trials()).isNotEqualTo(one.trials());
        assertThat(one.trials().get(0).text()).isNotEqualTo(one.trials().get(1).text());
    }

    @Test
    void poolsAndWindowsKeepTheRowsTheySay() {
        Trials trials = new Trials(List.of(
                new Trials.Item("The fox runs", Map.of(), Optional.of(new Trials.Span(4, 7))),
                new Trials.Item("A fox", Map.of(), Optional.of(new Trials.Span(2, 5)))));
        Recorder recorder = Recorder.on(model).at("L1.resid_post");
        Recording all = recorder.record(trials);
        Recording event = recorder.pool(Pool.EVENT).record(trials);
        assertThat(event.trials().get(0).rows()).containsExactly(6);
        assertThat(event.sites().get(0).trials().get(0).at(0))
                .isEqualTo(all.sites().get(0).trials().get(0).at(6));
        assertThat(event.trials().get(1).rows()).containsExactly(4);
        Recording window = recorder.window(-1, 1).record(trials);
        assertThat(window.trials().get(0).rows()).containsExactly(3, 4, 5);
        assertThat(window.trials().get(1).rows()).containsExactly(1, 2, 3);
        assertThat(recorder.pool(Pool.LAST).record(trials).trials().get(0).rows())
                .containsExactly(11);
        float mean = 0;
        for (int t = 0; t < 12; t++) {
            mean += all.sites().get(0).trials().get(0).get(t, 2) / 12;
        }
        assertThat(recorder.pool(Pool.MEAN)
                        .record(trials)
                        .sites()
                        .get(0)
                        .trials()
                        .get(0)
                        .get(0, 2))
                .isCloseTo(mean, within(1e-6f));
    }

    @Test
    void whatCannotBeReadIsSaidPlainly() {
        assertThatThrownBy(() -> Recorder.on(model).record(Trials.of("")))
                .isInstanceOf(PatchclampException.class)
                .hasMessageContaining("The prompt is empty");
        assertThatThrownBy(() -> Recorder.on(model).record(Trials.of("a".repeat(4097))))
                .isInstanceOf(PatchclampException.class)
                .hasMessageContaining("The prompt has 4097 tokens; the context of grouped holds 4096.");
        assertThatThrownBy(() -> Generator.on(model).newTokens(20).generate(Trials.of("a".repeat(4090))))
                .isInstanceOf(PatchclampException.class)
                .hasMessageContaining("The text is too long for grouped: 4097 tokens, its context holds 4096.");
        assertThatThrownBy(() -> Recorder.on(model).pool(Pool.EVENT).record(Trials.of("a")))
                .isInstanceOf(PatchclampException.class)
                .hasMessageContaining("marks none");
        assertThatThrownBy(() -> Recorder.on(model).window(5, 6).record(Trials.of("abc")))
                .isInstanceOf(PatchclampException.class)
                .hasMessageContaining("which has tokens 0 to 2");
        assertThatThrownBy(() ->
                        Recorder.on(model).at("L0.attn.pattern").pool(Pool.MEAN).record(Trials.of("abc")))
                .isInstanceOf(PatchclampException.class)
                .hasMessageContaining("mixes queries");
    }

    @Test
    void anInterruptEndsARunAndTheNextOneWorks() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> Recorder.on(model).record(Trials.of("abc")))
                .isInstanceOf(CancelledException.class)
                .hasMessageContaining("Interrupted while reading prompts.");
        assertThat(Recorder.on(model).record(Trials.of("abc")).trials()).hasSize(1);
    }

    @Test
    void aClosedModelSaysSo() {
        Model closed = TestModels.load("biased");
        closed.close();
        closed.close();
        assertThatThrownBy(() -> Recorder.on(closed).record(Trials.of("abc")))
                .isInstanceOf(PatchclampException.class)
                .hasMessage("The model biased is closed.\nTry: %model biased loads it again");
    }
}

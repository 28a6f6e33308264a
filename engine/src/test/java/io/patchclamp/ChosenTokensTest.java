package io.patchclamp;

import java.util.List;

import io.patchclamp.edit.TokenChoice;
import io.patchclamp.model.Model;
import io.patchclamp.record.Pool;
import io.patchclamp.record.RecordedTrial;
import io.patchclamp.record.Recorder;
import io.patchclamp.record.Recording;
import io.patchclamp.trial.Trials;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Only the tokens that were asked for become rows, with the numbers that they have in a recording of all. */
class ChosenTokensTest {
    private static final Trials TRIALS = Trials.of("A cat, a dog", "The cat sat", "a [[cat]] or two cats");
    private static Model model;

    @BeforeAll
    static void load() {
        model = TestModels.load("grouped");
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/cat/", "/[aeiou]/", "last", "-3..-1", "2", "1..", "prompt", "all", "generated"})
    void rowsAreThoseOfTheChosenTokensAlone(String tokens) {
        Recorder recorder = Recorder.on(model).at("L*.mlp.neurons[3,5], L1.attn.z[1], L0.attn.pattern");
        Recording all = recorder.newTokens(3).record(TRIALS);
        Recording some = recorder.newTokens(3).tokens(TokenChoice.parse(tokens)).record(TRIALS);
        for (int t = 0; t < TRIALS.count(); t++) {
            RecordedTrial trial = all.trials().get(t);
            List<Integer> kept =
                    TokenChoice.parse(tokens)
                            .in(
                                    trial.prompt(),
                                    trial.item().event(),
                                    trial.rows().size())
                            .stream()
                            .boxed()
                            .toList();
            assertThat(some.trials().get(t).rows()).isEqualTo(kept);
            for (int s = 0; s < all.sites().size(); s++) {
                var whole = all.sites().get(s).trials().get(t);
                var rows = some.sites().get(s).trials().get(t);
                int tokenAxis = all.sites().get(s).site().point().isAttention() ? 1 : 0;
                assertThat(rows.shape()[tokenAxis]).isEqualTo(kept.size());
                if (tokenAxis == 0) {
                    int width = whole.size() / whole.shape()[0];
                    for (int row = 0; row < kept.size(); row++) {
                        float[] expected = new float[width];
                        float[] found = new float[width];
                        whole.copyTo(kept.get(row) * width, expected, 0, width);
                        rows.copyTo(row * width, found, 0, width);
                        assertThat(found).isEqualTo(expected);
                    }
                }
            }
        }
    }

    @Test
    void aPoolIsOverTheChosenTokens() {
        Recorder recorder = Recorder.on(model).at("L1.resid_post").tokens(TokenChoice.parse("/cat/"));
        Recording rows = recorder.record(TRIALS);
        Recording mean = recorder.pool(Pool.MEAN).record(TRIALS);
        Recording last = recorder.pool(Pool.LAST).record(TRIALS);
        var first = rows.sites().get(0).trials().get(0);
        double sum = 0;
        for (int row = 0; row < first.shape()[0]; row++) {
            sum += first.get(row, 7);
        }
        assertThat(mean.sites().get(0).trials().get(0).get(0, 7)).isEqualTo((float) (sum / first.shape()[0]));
        assertThat(last.sites().get(0).trials().get(0).get(0, 7)).isEqualTo(first.get(first.shape()[0] - 1, 7));
        assertThat(rows.provenance().toString()).contains("/cat/");
    }

    @Test
    void generatedTokensAloneAreRecordedWhereThereAreSome() {
        Recorder recorder = Recorder.on(model).at("L1.resid_post").tokens(TokenChoice.parse("generated"));
        Recording rows = recorder.newTokens(4).record(TRIALS);
        Recording last = recorder.newTokens(4).pool(Pool.LAST).record(TRIALS);
        Recording mean = recorder.newTokens(4).pool(Pool.MEAN).record(TRIALS);
        for (int t = 0; t < TRIALS.count(); t++) {
            assertThat(rows.trials().get(t).steps()).containsExactly(1, 2, 3);
            assertThat(last.trials().get(t).steps()).containsExactly(3);
            assertThat(mean.sites().get(0).trials().get(t).shape()[0]).isOne();
        }
        for (int tooFew = 0; tooFew < 2; tooFew++) {
            Recorder few = recorder.newTokens(tooFew);
            assertThatThrownBy(() -> few.record(TRIALS))
                    .hasMessageStartingWith("'generated' chooses no token of 'A cat, a dog' to record.")
                    .hasMessageContaining("\nTry: --new N with at least 2");
        }
    }

    @Test
    void aPromptWithoutAChosenTokenIsNamed() {
        assertThatThrownBy(() ->
                        Recorder.on(model).tokens(TokenChoice.parse("/cat/")).record(Trials.of("a cat", "a dog")))
                .hasMessageStartingWith("'/cat/' chooses no token of 'a dog' to record.")
                .hasMessageContaining("\nTry: all, event, last");
    }
}

package io.patchclamp.lens;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;

import io.patchclamp.Patchclamp;
import io.patchclamp.edit.Ablate;
import io.patchclamp.generate.Candidate;
import io.patchclamp.generate.Generator;
import io.patchclamp.model.Model;
import io.patchclamp.record.Recorder;
import io.patchclamp.record.Recording;
import io.patchclamp.trial.Trials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class LogitLensTest {
    private static final Trials TEXTS = Trials.of("The quick fox", "A dog, 42 cats and more");

    private static Model open(String name) throws URISyntaxException {
        return Patchclamp.load(
                Path.of(LogitLensTest.class.getResource("/parity/" + name).toURI())
                        .toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama-grouped", "gpt2-wide", "gptneox-parallel", "gemma2-window", "granite-scaled"})
    void afterTheLastLayerItIsWhatTheModelSays(String name) throws Exception {
        try (Model model = open(name)) {
            LensReading reading = LogitLens.on(model).run(TEXTS);

            var said = Generator.on(model).newTokens(1).generate(TEXTS).trials();
            for (int t = 0; t < 2; t++) {
                List<List<LensCell>> cells = reading.trials().get(t).cells();
                List<LensCell> last = cells.get(model.config().layers() - 1);
                List<Candidate> lens = last.get(last.size() - 1).top();
                List<Candidate> own = said.get(t).tokens().get(0).top();
                for (int r = 0; r < 5; r++) {
                    assertThat(lens.get(r).id()).isEqualTo(own.get(r).id());
                    assertThat(lens.get(r).probability()).isCloseTo(own.get(r).probability(), within(1e-6));
                }
            }
            assertThat(reading.exported().get(0).shape())
                    .containsExactly(2, model.config().layers(), longest(reading), 5);
        }
    }

    private static int longest(LensReading reading) {
        return reading.trials().stream().mapToInt(t -> t.text().count()).max().orElseThrow();
    }

    @Test
    void recordedStatesAreReadAsTheyWereRecorded() throws Exception {
        try (Model model = open("llama-grouped")) {
            Recording plain =
                    Recorder.on(model).at("L*.resid_post").newTokens(2).record(TEXTS);
            Recording edited = Recorder.on(model)
                    .at("L*.resid_post")
                    .edits(List.of(Ablate.zero(model.select("L0.mlp.out"))))
                    .record(TEXTS);
            Recording without = Recorder.on(model)
                    .at("embed")
                    .edits(List.of(Ablate.zero(model.select("L0.mlp.out"))))
                    .record(TEXTS);
            LogitLens lens = LogitLens.on(model).top(3);

            double before = lens.run(TEXTS)
                    .trials()
                    .get(0)
                    .cells()
                    .get(0)
                    .get(1)
                    .top()
                    .get(0)
                    .probability();
            var again = lens.run(plain).trials().get(0);
            assertThat(again.cells().get(0).get(1).top().get(0).probability()).isCloseTo(before, within(1e-6));
            assertThat(again.text().count())
                    .isEqualTo(plain.trials().get(0).rows().size());
            double after = lens.run(edited)
                    .trials()
                    .get(0)
                    .cells()
                    .get(0)
                    .get(1)
                    .top()
                    .get(0)
                    .probability();
            assertThat(Math.abs(after - before)).isGreaterThan(1e-5);
            assertThatThrownBy(() -> lens.run(without))
                    .hasMessage(
                            "This was recorded under edits, and not all of 'L*.resid_post' is in it, token by token."
                                    + "\nTry: %%record --at L*.resid_post with the same edits");
        }
    }

    @Test
    void whatIsNoStateIsRefused() throws Exception {
        try (Model model = open("llama-grouped")) {
            assertThatThrownBy(() -> LogitLens.on(model).at(model.select("L0.mlp.neurons")))
                    .hasMessage("'L0.mlp.neurons' is no whole state of the residual stream, which a lens reads.\nTry:"
                            + " L*.resid_post, embed, L*.resid_mid; or L*.attn.out, what a sublayer alone would say");
            assertThatThrownBy(() -> LogitLens.on(model).top(0))
                    .hasMessage("A lens shows at least one token, not 0.\nTry: 5 of them");
        }
    }
}

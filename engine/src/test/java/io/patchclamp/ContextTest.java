package io.patchclamp;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.generate.Generator;
import io.patchclamp.model.Model;
import io.patchclamp.record.Recorder;
import io.patchclamp.trial.Trials;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** How long a text can be: learnt positions come to an end, turned ones go on. */
class ContextTest {
    @Test
    void learntPositionsEnd() {
        try (Model model = TestModels.load("gpt2-wide")) {
            Recorder recorder = Recorder.on(model).at("logits");
            assertThat(recorder.record(Trials.of("a".repeat(48))).sites()).hasSize(1);
            assertThatThrownBy(() -> recorder.record(Trials.of("a".repeat(49))))
                    .isInstanceOf(PatchclampException.class)
                    .hasMessage("The prompt has 49 tokens; the context of gpt2-wide holds 48.\nTry: a shorter prompt");
            assertThatThrownBy(() -> Generator.on(model).newTokens(9).generate(Trials.of("a".repeat(45))))
                    .isInstanceOf(PatchclampException.class)
                    .hasMessage("The text is too long for gpt2-wide: 49 tokens, its context holds 48.\n"
                            + "Try: a shorter prompt, or fewer new tokens");
        }
    }

    @Test
    void turnedPositionsGoOnBehindTheContext() {
        try (Model model = TestModels.load("llama-hub")) {
            assertThat(model.config().context()).isEqualTo(64);
            assertThat(Recorder.on(model)
                            .at("logits")
                            .record(Trials.of("a".repeat(80)))
                            .sites()
                            .get(0)
                            .trials()
                            .get(0)
                            .shape())
                    .containsExactly(80, 67);
        }
    }
}

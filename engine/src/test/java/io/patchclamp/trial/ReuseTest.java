package io.patchclamp.trial;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Trials that something was chosen by are known again. */
class ReuseTest {
    private static final List<Trials.Item> CHOSEN =
            Trials.of("The quick fox", "A dog").items();

    @Test
    void caseAndSpacesMakeNoNewTrial() {
        assertThat(Reuse.of("v", CHOSEN, Trials.of("the  quick fox ", "a cat")).prompts())
                .containsExactly("the  quick fox ");
        assertThat(Reuse.of("v", CHOSEN, Trials.of("The quick foxes")).any()).isFalse();
        assertThat(Reuse.of("v", List.of(), Trials.of("A dog")).any()).isFalse();
    }

    @Test
    void aPromptWrittenAsAChatIsTheSame() {
        Trials chat =
                new Trials(List.of(new Trials.Item("<|user|>The quick fox<|end|>", Map.of(), Optional.empty(), true)));
        assertThat(Reuse.of("v", CHOSEN, chat).any()).isTrue();
        assertThat(Reuse.of("v", chat.items(), Trials.of("The quick fox")).any())
                .isTrue();
    }

    @Test
    void testingThereIsRefusedWithAnExample() {
        assertThatThrownBy(() ->
                        Reuse.of("v", CHOSEN, Trials.of("A dog", "b", "c")).refuse())
                .hasMessageContaining("1 of 3 trials are among those that 'v' was chosen by, such as 'A dog'")
                .hasMessageContaining("--circular");
        Reuse.of("v", CHOSEN, Trials.of("b")).refuse();
    }

    @Test
    void whatAsksForNoLeaveIsNotAdvisedTo() {
        assertThatThrownBy(() -> Reuse.of("v", CHOSEN, Trials.of("A dog", "b")).refuseAlways())
                .hasMessageContaining("1 of 2 trials")
                .hasMessageNotContaining("circular");
        Reuse.of("v", CHOSEN, Trials.of("b")).refuseAlways();
    }
}

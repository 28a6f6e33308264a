package io.patchclamp;

import java.util.Map;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.model.Model;
import io.patchclamp.trial.EventSpan;
import io.patchclamp.trial.EventSpans;
import io.patchclamp.trial.Screened;
import io.patchclamp.trial.Trials;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Events found through a real tokenizer. */
class EventSpansTest {
    private static final Trials TRIALS =
            Trials.parse("The quick [[brown]] fox\nThe[[ quick]]\nab [[c]]\nThe qu[[i]]ck\nno");

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
    void eachEventIsTheTokensThatOverlapIt() {
        EventSpans spans = TRIALS.spans(model);

        assertThat(spans.unmarked()).containsExactly(4);
        for (EventSpan span : spans.spans()) {
            Trials.Item item = TRIALS.items().get(span.trial());
            var tokens = model.tokenizer().encode(item.prompt());
            var event = item.event().orElseThrow();
            assertThat(tokens.visible().subList(span.first(), span.last() + 1)).isEqualTo(span.visible());
            assertThat(tokens.starts().get(span.first())).isLessThanOrEqualTo(Math.max(event.start(), 0));
            assertThat(tokens.ends().get(span.last())).isGreaterThanOrEqualTo(event.end());
            if (span.first() > 0) {
                assertThat(tokens.ends().get(span.first() - 1)).isLessThanOrEqualTo(event.start());
            }
            if (span.last() + 1 < tokens.count()) {
                assertThat(tokens.starts().get(span.last() + 1)).isGreaterThanOrEqualTo(event.end());
            }
        }
        assertThat(spans.counts()).isEqualTo(Map.of(1, 2, 5, 1, 6, 1));
        assertThat(spans.several())
                .extracting(EventSpan::toString)
                .containsExactly("'brown' is 5 tokens: b r o w n", "' quick' is 6 tokens: · q u i c k");
        assertThat(spans).hasToString("4 events: 2 of 1 token, 1 of 5 tokens, 1 of 6 tokens; 1 trials mark none");
    }

    @Test
    void trialsAreDroppedByHowTheyAreSplitIntoTokens() {
        Screened screened = TRIALS.screen().singleToken(model);
        assertThat(screened.numbers()).containsExactly(2, 3);
        assertThat(screened.log())
                .hasToString("2 of 5 trials kept (40 %); dropped: 2 tokenisation mismatch, 1 no event");
        assertThat(screened.log().drops().get(1).detail()).isEqualTo("'brown' is 5 tokens: b r o w n");

        assertThat(TRIALS.screen().atMost(model, 5).log())
                .hasToString("2 of 5 trials kept (40 %); dropped: 3 too long");
        assertThatThrownBy(() -> TRIALS.screen().atMost(model, 0))
                .isInstanceOf(PatchclampException.class)
                .hasMessageStartingWith("No trial is left: 0 of 5 trials kept (0 %); dropped: 5 too long.");
    }
}

package io.patchclamp.magic;

import java.util.Optional;

import io.patchclamp.trial.Reason;
import io.patchclamp.trial.TrialSheet;
import io.patchclamp.trial.Trials;
import io.patchclamp.view.Views;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TrialsMagicTest {
    private static final String BODY = "prompt | number | noun\nThe [[dog]] | sg | dog\nThe [[dogs]] | pl | dog\n"
            + "A [[cat]] | sg | cat\nA [[cats]] | pl | cat\nThe old [[x]] | sg | x\n";

    private final Magics magics = Magics.standard((reference, options, progress) -> new FakeModel(reference));
    private final FakeSession session = new FakeSession();

    private TrialSheet run(String line, String body) throws Exception {
        return (TrialSheet) magics.run("trials", line, Optional.of(body), session);
    }

    private static String text(Object value) {
        return String.valueOf(Views.of(value).orElseThrow().data().get("text/plain"));
    }

    @Test
    void aNameBehindIsWhatTheResultIsToBeCalled() {
        assertThatThrownBy(() -> magics.run("trials", "t1", Optional.of("prompt | a\nx | 1"), session))
                .hasMessageContaining("%%trials takes no arguments, got 't1' besides.")
                .hasMessageContaining("Try: --as t1 to keep the result under that name; quotes around");
    }

    @Test
    void stimuliAreCheckedBeforeAnythingIsRecorded() throws Exception {
        magics.run("model", "one", Optional.empty(), session);

        TrialSheet sheet = run("--balance number --split noun --where \"noun != 'x'\"", BODY);

        assertThat(sheet.trials().count()).isEqualTo(4);
        assertThat(sheet.log().byReason()).containsEntry(Reason.NOT_SELECTED, 1);
        assertThat(sheet.split().orElseThrow().by()).isEqualTo("noun");
        assertThat(text(sheet))
                .contains("4 of 5 trials kept (80 %); dropped: 1 not selected")
                .contains("The [[dog]]")
                .contains("Events: 4 events: 2 of 3 tokens, 2 of 4 tokens")
                .contains("balanced")
                .contains("select and fit on S, test on T");
        session.variables.put("sheet", sheet);
        assertThat(magics.run("trials", "--trials sheet", Optional.empty(), session))
                .isInstanceOf(TrialSheet.class);
    }

    @Test
    void longAndSplitEventsAreLeftOutWithAReason() throws Exception {
        magics.run("model", "one", Optional.empty(), session);

        TrialSheet one = run("--single-token", BODY);
        TrialSheet few = run("--max-tokens 6", BODY);

        assertThat(one.trials().items()).extracting(Trials.Item::prompt).containsExactly("The old x");
        assertThat(text(one)).contains("4 tokenisation mismatch").contains("'dog' is 3 tokens");
        assertThat(few.log().byReason()).containsKey(Reason.TOO_LONG);
    }

    @Test
    void aRepeatedPromptIsAWarningAndCollapsesOnDemand() throws Exception {
        String twice = "the same\nthe same\nanother\n";

        assertThat(text(run("", twice))).contains("Warning: 1 prompt comes more than once; a model has no noise");
        assertThat(run("--collapse", twice).trials().count()).isEqualTo(2);
    }

    @Test
    void everyPartOfASheetHasAView() throws Exception {
        Trials trials = Trials.parse(BODY);

        assertThat(text(trials)).contains("5 trials").contains("[[dogs]]");
        assertThat(text(trials.screen().where("number == 'sg'"))).contains("3 of 5 trials kept");
        assertThat(text(trials.balance("number", "noun")))
                .contains("not balanced")
                .contains("cells have no trial");
        assertThat(text(trials.split("noun", 0.5, 1))).contains("split by noun (3 groups)");
        assertThat(text(trials.screen().log())).isEqualTo("5 of 5 trials kept (100 %)");
    }
}

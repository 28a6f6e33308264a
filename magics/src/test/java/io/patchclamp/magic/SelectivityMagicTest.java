package io.patchclamp.magic;

import java.util.Optional;

import io.patchclamp.epoch.Responses;
import io.patchclamp.epoch.Selectivity;
import io.patchclamp.figure.Figure;
import io.patchclamp.figure.NullChart;
import io.patchclamp.figure.VolcanoChart;
import io.patchclamp.stats.Resampling;
import io.patchclamp.view.Bundle;
import io.patchclamp.view.Views;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SelectivityMagicTest {
    private final Magics magics = Magics.standard((reference, options, progress) -> new FakeModel(reference));
    private final FakeSession session = new FakeSession();

    @Test
    void selectiveUnitsAreNamedWithWhatTheyRestOn() throws Exception {
        session.variables.put("rec", Contrasts.planted(40, 2, 3, 4));

        Selectivity found = run("rec --by number --conditions pl,sg --permutations 499 --seed 2");

        assertThat(found.family().significant(.05)).containsExactlyInAnyOrder(0, 1, 2, 1_536, 1_537, 1_538);
        Bundle shown = Views.of(found).orElseThrow();
        String text = (String) shown.data().get("text/plain");
        assertThat(text)
                .contains("Selectivity by 'number': pl against sg")
                .contains("6 units of 3,070 tested at corrected p ≤ .05")
                .contains("L0.mlp.neurons[1]")
                .contains("2 of 3,072 units do not vary, and not tested")
                .contains("Detectable: with 20 and 20 items, 80 % power needs d ≥ 0.91")
                .contains("unit of analysis: item (n: pl 20, sg 20); population: stimuli like these; model: fixed; "
                        + "Welch t-test, permuted, Monte Carlo, 499 arrangements; two-sided; max-T over 3,070; seed 2");
        assertThat((String) shown.data().get("text/html")).contains("data:image/png");
    }

    @Test
    void itemsOfSeveralTrialsAreCountedOnce() throws Exception {
        session.variables.put("rec", Contrasts.repeated(40, 4));

        Selectivity found = run("rec --by number --item noun --permutations 99");

        String text = (String) Views.of(found).orElseThrow().data().get("text/plain");
        assertThat(text)
                .contains("unit of analysis: item ('noun', the mean of its 4 trials) (n: sg 5, pl 5)")
                .contains("with 5 and 5 items")
                .doesNotContain("Note: 40 trials have");
        String unsaid = (String) Views.of(run("rec --by number --permutations 99"))
                .orElseThrow()
                .data()
                .get("text/plain");
        assertThat(unsaid)
                .contains("Note: 40 trials have 10 values of 'noun', each with one 'number': if these are the items");
    }

    @Test
    void theOtherCorrectionIsOfWelchsP() throws Exception {
        session.variables.put("rec", Contrasts.planted(40, 1, 3, 4));

        Selectivity found = run("rec --by number --correction bh");

        assertThat(found.family().basis().correction().word()).isEqualTo("Benjamini-Hochberg");
        assertThat(found.family().significant(.05)).contains(0, 1, 2);
    }

    @Test
    void whatIsTypedWrongIsAnError() {
        session.variables.put("rec", Contrasts.planted(10, 1, 0, 0));
        fails("rec", "%selectivity needs the column that says what each trial is.\nTry: --by number");
        fails("rec --by number --conditions a", "--conditions takes two, with a comma between: got 'a'.");
        fails(
                "rec --by number --correction none",
                "Option --correction of %selectivity takes one of max-t, bh, got 'none'.");
    }

    @Test
    void aVolcanoOfAWholeModelIsDrawnWithinASecond() throws Exception {
        Responses responses = Contrasts.planted(60, 30, 2, 2.5);
        Selectivity found =
                Selectivity.of(responses).resampling(new Resampling(199, 1)).by("number");
        VolcanoChart.of(found); // once, for the compiler
        long start = System.nanoTime();
        Figure volcano = VolcanoChart.of(found);
        double seconds = (System.nanoTime() - start) / 1e9;
        Figure chance = NullChart.of(found);

        assertThat(seconds).isLessThan(1);
        assertThat(volcano.caption()).contains("max-T over 46,050 units").contains("30 units were not tested");
        assertThat(volcano.text()).contains("AUC");
        assertThat(volcano.png()).startsWith(0x89, 'P', 'N', 'G').hasSizeLessThan(400_000);
        assertThat(chance.text()).contains("by chance");
    }

    private void fails(String line, String message) {
        assertThatThrownBy(() -> run(line)).isInstanceOf(UsageException.class).hasMessageStartingWith(message);
    }

    private Selectivity run(String line) throws Exception {
        return (Selectivity) magics.run("selectivity", line, Optional.empty(), session);
    }
}

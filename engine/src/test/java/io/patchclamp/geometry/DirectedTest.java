package io.patchclamp.geometry;

import java.util.Map;
import java.util.OptionalInt;

import io.patchclamp.epoch.Responses;
import io.patchclamp.epoch.Selectivity;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.stats.Correction;
import io.patchclamp.stats.Hypothesis;
import io.patchclamp.stats.Preregistration;
import io.patchclamp.stats.Tail;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** A direction that was registered before the data gives one-sided p in every read-out that has two sides. */
class DirectedTest {
    private static final Responses RESPONSES = responses();

    private static Responses responses() {
        float[][] first = Populations.noise(40, 6, 7);
        for (int t = 0; t < first.length; t++) {
            for (int u = 0; u < 6; u++) {
                first[t][u] += (float) (t % 5 * 0.3 * u);
            }
        }
        return Populations.of(
                Map.of(
                        "condition", Populations.cycle(40, "a", "b", "c", "d", "e"),
                        "order", Populations.cycle(40, "1", "2", "3", "4", "5")),
                first,
                Populations.noise(40, 6, 8));
    }

    private static Responses under(Tail tail, boolean late) {
        Hypothesis hypothesis = Hypothesis.of("h", "it goes one way", tail, "correlation");
        Provenance made = RESPONSES.provenance().with(new Preregistration(hypothesis, late, 1, OptionalInt.empty()));
        return RESPONSES.under(made);
    }

    @Test
    void agreementWithAModelHasTwoSides() {
        RdmReading.Fit greater = fit(under(Tail.GREATER, false));
        RdmReading.Fit less = fit(under(Tail.LESS, false));
        RdmReading.Fit both = fit(RESPONSES);
        // of all orders of five conditions each is on one side, and those as good as the observed one on both
        assertThat(greater.p() + less.p()).isGreaterThanOrEqualTo(1);
        assertThat(Math.min(greater.p(), less.p())).isLessThanOrEqualTo(both.p());
        assertThat(both.value() > 0 ? greater.p() : less.p()).isLessThan(both.value() > 0 ? less.p() : greater.p());
        assertThat(fit(under(Tail.GREATER, true)).p()).isEqualTo(both.p());
    }

    private static RdmReading.Fit fit(Responses responses) {
        RdmReading read = Rsa.of(responses, "condition").model("order").run();
        Tail tail = responses.provenance().tail();
        assertThat(read.basis().tail()).isEqualTo(tail);
        return read.fits().get(0);
    }

    @Test
    void signalAndNoiseGoTogetherOrAgainstEachOther() {
        UnitCorrelations greater = UnitCorrelations.of(under(Tail.GREATER, false), "condition", Shuffling.of(199, 1));
        UnitCorrelations less = UnitCorrelations.of(under(Tail.LESS, false), "condition", Shuffling.of(199, 1));
        UnitCorrelations both = UnitCorrelations.of(RESPONSES, "condition", Shuffling.of(199, 1));
        assertThat(greater.p() + less.p()).isCloseTo(1 + 1 / 200.0, within(1e-9));
        assertThat(both.basis().tail()).isEqualTo(Tail.TWO_SIDED);
        assertThat(greater.provenance().details().get(Provenance.TESTED)).startsWith("p are one-sided: ");
        assertThat(both.provenance().details()).doesNotContainKey(Provenance.TESTED);
        assertThat(UnitCorrelations.of(under(Tail.LESS, true), "condition", Shuffling.of(199, 1))
                        .p())
                .isEqualTo(both.p());
    }

    @Test
    void correctionsAreOfOneSidedPToo() {
        Responses two = RESPONSES;
        Selectivity both = Selectivity.of(two)
                .correction(Correction.BENJAMINI_HOCHBERG)
                .conditions("a", "e")
                .by("condition");
        Selectivity less = Selectivity.of(under(Tail.LESS, false))
                .correction(Correction.BENJAMINI_HOCHBERG)
                .conditions("a", "e")
                .by("condition");
        assertThat(less.family().basis().tail()).isEqualTo(Tail.LESS);
        for (int u = 0; u < both.units().size(); u++) {
            double half = both.each().p(u) / 2;
            assertThat(less.each().p(u)).isCloseTo(both.each().t(u) < 0 ? half : 1 - half, within(1e-9));
        }
    }

    @Test
    void aTestOfOneSideSaysThatItsOtherSideWasNotAsked() {
        Alike alike = Alike.of(under(Tail.LESS, false), Shuffling.of(19, 1));
        assertThat(alike.provenance().details().get(Provenance.TESTED))
                .isEqualTo("a permutation test of alignment has one side of its own, greater");
        assertThat(alike.provenance().details().get(Provenance.DOUBTS))
                .isEqualTo(
                        "'less' was registered, and a permutation test of alignment asks for greater alone: no p here"
                                + " speaks for the hypothesis.");
    }
}

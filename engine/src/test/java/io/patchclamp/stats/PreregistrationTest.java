package io.patchclamp.stats;

import java.time.Instant;
import java.util.OptionalInt;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** A hypothesis beside the data it is tested on. */
class PreregistrationTest {
    private static final Hypothesis LESS = new Hypothesis(
            "h", "it falls", Tail.LESS, "kl", 0.05, 2, OptionalInt.of(60), Instant.parse("2026-01-31T12:00:00Z"));

    @Test
    void oneThatCameFirstGivesItsDirection() {
        Preregistration first = Preregistration.of(LESS).on(60);
        assertThat(first.tail()).isEqualTo(Tail.LESS);
        assertThat(first.doubts()).isEmpty();
        assertThat(first.stamp())
                .isEqualTo(
                        "h: less, metric kl, alpha 0.05, family of 2, 60 items, registered 2026-01-31T12:00:00Z, before"
                                + " the data");
    }

    @Test
    void oneThatCameLateGivesNoneAndSaysSo() {
        Preregistration late = new Preregistration(LESS, true, 1, OptionalInt.empty());
        assertThat(late.tail()).isEqualTo(Tail.TWO_SIDED);
        assertThat(late.stamp()).startsWith("POST HOC · h: less").endsWith("after these data were seen");
        assertThat(late.doubts()).singleElement().asString().startsWith("POST HOC: 'h' was registered after");
        assertThat(late.verdict(0.001)).isEqualTo("registered too late to be borne out: p = .0010 ≤ .025");
    }

    @Test
    void alphaIsSharedByTheFamilyAndByMoreQuestionsIfMoreWereAsked() {
        assertThat(Preregistration.of(LESS).threshold()).isCloseTo(0.025, within(1e-15));
        assertThat(Preregistration.of(LESS).verdict(0.025)).isEqualTo("borne out: p = .0250 ≤ .025");
        assertThat(Preregistration.of(LESS).verdict(0.03)).isEqualTo("not borne out: p = .0300 > .025");
        Preregistration fifth = new Preregistration(LESS, false, 5, OptionalInt.empty());
        assertThat(fifth.threshold()).isCloseTo(0.01, within(1e-15));
        assertThat(fifth.doubts())
                .containsExactly(
                        "5 questions were asked in the name of 'h', which was registered for a family of 2: it is"
                                + " believed at p ≤ .05 / 5 = .01.");
    }

    /** LESS has a direction, alpha .05 and a family of 2. */
    @Test
    void whatTooFewControlsCannotSayIsLeftOpen() {
        Preregistration expected = Preregistration.of(LESS);
        assertThat(expected.controls(1)).isEqualTo(39);
        assertThat(expected.controls(3)).isEqualTo(59);
        assertThat(expected.afterTheData().controls(1)).isEqualTo(79);
        assertThat(expected.verdict(0.025, 39)).isEqualTo("borne out: p = .0250 ≤ .025");
        assertThat(expected.verdict(0.05, 39)).startsWith("not borne out");
        assertThat(expected.verdict(0.05, 19))
                .isEqualTo("left open: p = .0500, and 19 controls give none at or below .025; it takes 39");
    }

    @Test
    void anotherNumberOfItemsIsSaid() {
        assertThat(Preregistration.of(LESS).on(40).doubts())
                .containsExactly("'h' was registered for 60 items, and 40 were measured.");
    }

    @Test
    void aStampIsKnownAgainByWhatItSaysAndNotByItsTime() {
        Hypothesis again = new Hypothesis(
                "h", "it falls", Tail.LESS, " kl ", 0.05, 2, OptionalInt.of(60), Instant.parse("2027-01-31T12:00:00Z"));
        Hypothesis flipped =
                new Hypothesis("h", "it falls", Tail.GREATER, "kl", 0.05, 2, OptionalInt.of(60), LESS.registered());
        assertThat(again.isStampedIn(LESS.stamp())).isTrue();
        assertThat(flipped.isStampedIn(LESS.stamp())).isFalse();
    }

    @Test
    void aSpaceWithinATargetIsPartOfIt() {
        Hypothesis spaced = Hypothesis.of("h", "it falls", Tail.LESS, "logit(\" a\") - logit(\" b\")");
        spaced.checkMetric("logit(\" a\")-logit(\" b\")");
        assertThatThrownBy(() -> spaced.checkMetric("logit(\"a\") - logit(\"b\")"))
                .hasMessageContaining("'h' is about logit(\" a\") - logit(\" b\"), and");
        assertThat(spaced.stamp()).contains("metric logit(\" a\") - logit(\" b\"), alpha");
    }
}

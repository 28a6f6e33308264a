package io.patchclamp.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * A hypothesis beside the data it is tested on: whether it was there before them, and how many questions have been asked
 * in its name. What was registered afterwards gives no direction, however well it fits.
 *
 * @param hypothesis what was expected
 * @param late whether these data had been seen when it was registered
 * @param questions how many questions were asked in its name, this one included
 * @param items on how many items it is tested, if that is known
 */
public record Preregistration(Hypothesis hypothesis, boolean late, int questions, OptionalInt items) {
    public Preregistration {
        Objects.requireNonNull(hypothesis, "hypothesis");
        Objects.requireNonNull(items, "items");
        if (questions < 1) {
            throw new IllegalArgumentException(questions + " questions");
        }
    }

    /**
     * A hypothesis that was there before the data, and its first question.
     *
     * @param hypothesis what was expected
     * @return it beside them
     */
    public static Preregistration of(Hypothesis hypothesis) {
        return new Preregistration(hypothesis, false, 1, OptionalInt.empty());
    }

    /**
     * The same on so many items.
     *
     * @param count how many it is tested on
     * @return a changed copy
     */
    public Preregistration on(int count) {
        return new Preregistration(hypothesis, late, questions, OptionalInt.of(count));
    }

    /**
     * The same where it turns out that these data had been seen.
     *
     * @return a copy that is late
     */
    public Preregistration afterTheData() {
        return new Preregistration(hypothesis, true, questions, items);
    }

    /**
     * The same where one more question, or several, have their answer: from now on they count, for whoever asks the next.
     *
     * @param question what was asked, in words that tell it from every other; to ask one again is to ask nothing new
     * @param count how many it is
     * @return a copy with as many as were asked in the hypothesis's name by now, or as it said if these are more
     */
    public Preregistration answered(String question, int count) {
        Asked.note(hypothesis, question, count);
        return new Preregistration(
                hypothesis, late, Math.max(questions, Asked.with(hypothesis, question, count)), items);
    }

    /**
     * Which differences count.
     *
     * @return the direction that was registered; both if it came after the data
     */
    public Tail tail() {
        return late ? Tail.TWO_SIDED : hypothesis.direction();
    }

    /**
     * Below which p it is believed.
     *
     * @return alpha over the family that was registered, or over the questions that were asked if they are more
     */
    public double threshold() {
        return hypothesis.alpha() / Math.max(hypothesis.family(), questions);
    }

    /**
     * What a p says of it.
     *
     * @param p as it was tested, on the side that {@link #tail} says
     * @return such as {@code borne out: p = .0250 ≤ .05}
     */
    public String verdict(double p) {
        boolean holds = p <= threshold() * (1 + 1e-12);
        return (late ? "registered too late to be borne out" : holds ? "borne out" : "not borne out") + ": "
                + PValue.words(p, threshold()) + (holds ? " ≤ " : " > ") + PValue.level(threshold());
    }

    /**
     * What an effect's rank among controls says of it. Where the controls are too few for any effect to be believed, it is
     * left open.
     *
     * @param p of the rank
     * @param controls among how many
     * @return such as {@code borne out: p = .0250 ≤ .05}, or that so few controls cannot say
     */
    public String verdict(double p, int controls) {
        return late || controls >= controls(questions)
                ? verdict(p)
                : "left open: " + PValue.words(p, threshold()) + ", and " + controls
                        + " controls give none at or below " + PValue.level(threshold()) + "; it takes "
                        + controls(questions);
    }

    /**
     * How many controls it takes for a rank's p that is low enough to be believed.
     *
     * @param asked how many questions are asked in its name
     * @return such as 19 for one question with a direction at .05, and 39 without one
     */
    public int controls(int asked) {
        double level = hypothesis.alpha() / Math.max(hypothesis.family(), asked);
        return (int) Math.ceil((tail() == Tail.TWO_SIDED ? 2 : 1) / level * (1 - 1e-12)) - 1;
    }

    /**
     * What should be known before it is believed.
     *
     * @return such as that it came after the data, or that its family was larger than was said
     */
    public List<String> doubts() {
        List<String> doubts = new ArrayList<>();
        String name = "'" + hypothesis.name() + "'";
        if (late) {
            doubts.add("POST HOC: " + name
                    + " was registered after these data were seen. What was found is an idea for new"
                    + " data and no test of it; p are two-sided.");
        }
        if (questions > hypothesis.family()) {
            doubts.add(questions + " questions were asked in the name of " + name
                    + ", which was registered for a family of "
                    + hypothesis.family() + ": it is believed at p ≤ " + PValue.level(hypothesis.alpha()) + " / "
                    + questions
                    + " = " + PValue.level(threshold()) + ".");
        }
        if (items.isPresent()
                && hypothesis.items().isPresent()
                && items.getAsInt() != hypothesis.items().getAsInt()) {
            doubts.add(name + " was registered for " + hypothesis.items().getAsInt() + " items, and " + items.getAsInt()
                    + " were measured.");
        }
        return doubts;
    }

    /**
     * What a result says of it, in one line.
     *
     * @return name, direction, alpha, family, when it was registered, and whether that was before the data
     */
    public String stamp() {
        return (late ? "POST HOC · " : "")
                + hypothesis.stamp()
                + (late ? ", after these data were seen" : ", before the data");
    }
}

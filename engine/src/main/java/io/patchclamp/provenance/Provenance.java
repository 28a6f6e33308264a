package io.patchclamp.provenance;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

import io.patchclamp.stats.Hypothesis;
import io.patchclamp.stats.Preregistration;
import io.patchclamp.stats.Tail;

/**
 * How a result was made: enough to make it again.
 *
 * @param model the name the model was loaded under
 * @param source where its weights came from: a file, a directory, or a hub id with its commit
 * @param sha256 hash of the weights, in hexadecimal; of the list of hashes if there are several files
 * @param weights how the weights were stored, such as {@code Q4_1}: what is studied is what these expand to
 * @param tokenizer which tokenizer, and from which file
 * @param dtype what was computed in, always {@code f32} so far
 * @param details what this result adds: selector, edits, seed, new tokens, in the order they were added
 */
public record Provenance(
        String model,
        String source,
        String sha256,
        String weights,
        String tokenizer,
        String dtype,
        Map<String, String> details) {
    /** The detail that says which hypothesis a result is a test of, and whether it was there before the data. */
    public static final String HYPOTHESIS = "hypothesis";

    /** The detail that has that hypothesis in words. */
    public static final String EXPECTED = "expected";

    /** The detail that says why less should be believed than the hypothesis asks for. */
    public static final String DOUBTS = "doubts";

    /** The detail that says on which side p of a hypothesis are, as read-outs ask for it. */
    public static final String SIDE = "side";

    /** The detail that says what a registered direction did to the p of a result. */
    public static final String TESTED = "tested";

    /** The detail that tells one question in a hypothesis's name from another. */
    public static final String ASKED = "asked";

    private static final String REGISTERED = "registered ";

    public Provenance {
        Objects.requireNonNull(model, "model");
        details = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }

    /**
     * The same with one more detail.
     *
     * @param key what is added
     * @param value its value
     * @return a copy
     */
    public Provenance with(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(details);
        more.put(key, value);
        return new Provenance(model, source, sha256, weights, tokenizer, dtype, more);
    }

    /**
     * The same with what was expected, beside these data.
     *
     * @param expected a hypothesis that the result is a test of
     * @return a copy with {@link #HYPOTHESIS}, {@link #EXPECTED} and, where there are some, {@link #DOUBTS}
     */
    public Provenance with(Preregistration expected) {
        Provenance made = with(HYPOTHESIS, expected.stamp())
                .with(EXPECTED, expected.hypothesis().statement())
                .with(SIDE, expected.tail().word());
        return expected.doubts().isEmpty() ? made : made.with(DOUBTS, String.join(" ", expected.doubts()));
    }

    /**
     * The same where what is read out of it is a test of a hypothesis: POST HOC, unless that is known to have been
     * registered before anything here was recorded.
     *
     * @param hypothesis what was expected
     * @param question what is asked, in words that tell it from every other question; where they begin with {@code %} they
     *     are all of it, and else what is read out belongs to it
     * @param items on how many items it is tested
     * @return a copy as {@link #with(Preregistration)} gives; what is {@link #tested} counts in the hypothesis's name
     */
    public Provenance testing(Hypothesis hypothesis, String question, int items) {
        Preregistration beside = new Preregistration(hypothesis, !knew(hypothesis), 1, OptionalInt.of(items));
        Beside.remember(question, beside);
        return with(beside).with(ASKED, question);
    }

    /** The same where something was read out that this is the provenance of: one more question, if it was not asked before. */
    private Provenance counted(String what) {
        String question = details.getOrDefault(ASKED, "");
        Optional<Preregistration> beside = Beside.of(question, details.getOrDefault(HYPOTHESIS, ""));
        if (beside.isEmpty()) {
            return this;
        }
        Map<String, String> settings = new LinkedHashMap<>(details);
        settings.keySet().removeAll(Set.of(EXPECTED, DOUBTS, TESTED));
        String words = question.startsWith("%") ? question : sha256 + " " + settings + " " + what;
        return with(beside.get().answered(words, 1));
    }

    /**
     * On which side the p of what is read out of this are.
     *
     * @return the direction of the hypothesis that was put beside it, if that was there before the data; else two-sided
     */
    public Tail tail() {
        String side = details.getOrDefault(SIDE, Tail.TWO_SIDED.word());
        return Arrays.stream(Tail.values())
                .filter(t -> t.word().equals(side))
                .findFirst()
                .orElse(Tail.TWO_SIDED);
    }

    /**
     * The same with a word on the side of a test that has two, if a hypothesis is beside it.
     *
     * @param greater what a p speaks for where greater was registered
     * @param less what it speaks for where less was
     * @return a copy with {@link #TESTED}; unchanged without a hypothesis
     */
    public Provenance tested(String greater, String less) {
        Provenance made = counted(greater);
        return switch (tail()) {
            case GREATER -> made.saying("p are one-sided: " + greater);
            case LESS -> made.saying("p are one-sided: " + less);
            case TWO_SIDED -> made.saying("p are two-sided: no direction was registered before the data");
        };
    }

    /**
     * The same with a word on a test that has one side or none, whatever was registered, if a hypothesis is beside it.
     *
     * @param only the one side it has, such as {@code above chance}; empty where it has none
     * @param what the test, such as {@code the F of an analysis of variance}
     * @return a copy with {@link #TESTED}, and a doubt where the other side was registered; unchanged without a hypothesis
     */
    public Provenance tested(Optional<Tail> only, String what) {
        Tail asked = tail();
        Provenance counted = counted(what);
        if (only.isEmpty()) {
            return counted.saying(
                    what + " has no side" + (asked == Tail.TWO_SIDED ? "" : ": '" + asked.word() + "' changes no p"));
        }
        Provenance made = counted.saying(what + " has one side of its own, "
                + only.get().word() + (asked == Tail.TWO_SIDED ? ", whatever is registered" : ""));
        if (asked == Tail.TWO_SIDED || asked == only.get()) {
            return made;
        }
        String doubt = "'" + asked.word() + "' was registered, and " + what + " asks for "
                + only.get().word() + " alone: no p here speaks for the hypothesis.";
        String before = made.details.get(DOUBTS);
        return made.with(DOUBTS, before == null ? doubt : before + " " + doubt);
    }

    private Provenance saying(String tested) {
        return details.containsKey(HYPOTHESIS) ? with(TESTED, tested) : this;
    }

    /**
     * The same with a hypothesis that was registered before anything here was recorded.
     *
     * @param before the hypothesis
     * @return a copy with a detail {@code registered NAME}
     */
    public Provenance with(Hypothesis before) {
        return with(REGISTERED + before.name(), before.stamp() + ": " + before.statement());
    }

    /**
     * Whether a hypothesis was registered before anything here was recorded.
     *
     * @param hypothesis the hypothesis
     * @return true if one that says the same is among the details
     */
    public boolean knew(Hypothesis hypothesis) {
        String stamp = details.get(REGISTERED + hypothesis.name());
        return stamp != null && hypothesis.isStampedIn(stamp) && stamp.endsWith(": " + hypothesis.statement());
    }
}

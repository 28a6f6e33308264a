package io.patchclamp.provenance;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import io.patchclamp.stats.Hypothesis;
import io.patchclamp.stats.Preregistration;

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
                .with(EXPECTED, expected.hypothesis().statement());
        return expected.doubts().isEmpty() ? made : made.with(DOUBTS, String.join(" ", expected.doubts()));
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

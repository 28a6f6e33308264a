package io.patchclamp.provenance;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

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
}

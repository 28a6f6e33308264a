package io.patchclamp.magic;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a user typed, checked against a spec.
 *
 * @param spec the magic's spec
 * @param arguments positional arguments by name; an optional one that was not given is absent
 * @param options option values by name, in the order given; a flag that was given has one empty value
 * @param body the cell below the first line; empty for a line magic
 */
public record MagicCall(
        MagicSpec spec, Map<String, String> arguments, Map<String, List<String>> options, Optional<String> body) {
    public MagicCall {
        Objects.requireNonNull(spec, "spec");
        arguments = Map.copyOf(arguments);
        options = Map.copyOf(options);
    }
}

package io.patchclamp.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The several names that a message's reasoning goes by: templates read the first, older messages have the others. */
final class Reasoning {
    static final List<String> NAMES = List.of("reasoning_content", "thinking", "reasoning");

    private Reasoning() {}

    /** A fresh message without what is null, and with its reasoning under the names that templates read. */
    static Map<String, Object> known(Map<String, Object> message) {
        Map<String, Object> given = new LinkedHashMap<>(message);
        given.values().removeIf(Objects::isNull);
        Optional<Object> reasoning =
                NAMES.stream().map(given::get).filter(Objects::nonNull).findFirst();
        if (reasoning.isEmpty()) {
            return given;
        }
        Map<String, Object> known = new LinkedHashMap<>();
        known.put("thinking", reasoning.get());
        known.putAll(given);
        known.put("reasoning_content", reasoning.get());
        return known;
    }
}

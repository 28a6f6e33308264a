package io.patchclamp.view;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One result, ready to show: the same thing in several forms. Always has {@code text/plain}.
 *
 * @param data form by MIME type: text as a {@link String}, a picture as {@code byte[]} (whoever sends it encodes it)
 * @param metadata per MIME type, such as {@code width} and {@code height} of a picture in CSS pixels
 */
public record Bundle(Map<String, Object> data, Map<String, Map<String, Object>> metadata) {
    public Bundle {
        data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        if (!data.containsKey("text/plain")) {
            throw new IllegalArgumentException("a result without text/plain: " + data.keySet());
        }
    }
}

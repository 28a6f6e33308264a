package io.patchclamp.view;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** How results are shown. */
public final class Views {
    private Views() {}

    /**
     * The forms in which a value is shown.
     *
     * @param value any value, also null
     * @return text and HTML, or text and a picture; empty if there is no view for values of its type
     */
    public static Optional<Bundle> of(Object value) {
        if (value instanceof Viewable viewable) {
            return Optional.of(bundle(viewable.view()));
        }
        return Optional.empty();
    }

    private static Bundle bundle(Part part) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("text/plain", PlainText.of(part));
        data.put("text/html", Html.of(part));
        return new Bundle(data, Map.of());
    }
}

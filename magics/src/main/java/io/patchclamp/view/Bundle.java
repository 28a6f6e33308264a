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

    /**
     * HTML, as it is. Nothing is escaped: {@link #escaped(String)} does that for what comes from elsewhere.
     *
     * @param html what a browser shows
     * @return the HTML, and its text without the tags
     */
    public static Bundle html(String html) {
        String text = html.replaceAll("(?is)<(script|style)\\b.*?</\\1\\s*>", "")
                .replaceAll("(?s)<[^>]*>", "")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
        return html(html, text.strip());
    }

    /**
     * HTML, as it is, and what stands for it where there is only text.
     *
     * @param html what a browser shows
     * @param text what everything else shows
     * @return both
     */
    public static Bundle html(String html, String text) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("text/plain", text);
        data.put("text/html", html);
        return new Bundle(data, Map.of());
    }

    /**
     * Any text, safe between tags and inside a quoted attribute of HTML.
     *
     * @param text the text
     * @return the text with what HTML would understand put into entities
     */
    public static String escaped(String text) {
        return Html.escape(text);
    }
}

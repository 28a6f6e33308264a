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
    private static final int MOST_TEXT = 100_000;
    private static final int MOST_READ = 2_000_000;

    public Bundle {
        data = Collections.unmodifiableMap(withoutFlood(data));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        if (!data.containsKey("text/plain")) {
            throw new IllegalArgumentException("a result without text/plain: " + data.keySet());
        }
    }

    /** Text is what is shown where nothing better can be: a page that is sent must not be sent twice. */
    private static Map<String, Object> withoutFlood(Map<String, Object> data) {
        Map<String, Object> copy = new LinkedHashMap<>(data);
        if (data.get("text/plain") instanceof String text && text.length() > MOST_TEXT) {
            copy.put(
                    "text/plain",
                    text.substring(0, Capped.CHARACTERS) + "\n… and "
                            + Quantity.count(text.length() - Capped.CHARACTERS, "more character"));
        }
        return copy;
    }

    /**
     * HTML, as it is. Nothing is escaped: {@link #escaped(String)} does that for what comes from elsewhere.
     *
     * @param html what a browser shows
     * @return the HTML, and its text without the tags; of a long page, that of its beginning
     */
    public static Bundle html(String html) {
        String read = html.substring(0, Math.min(html.length(), MOST_READ));
        String text = read.replaceAll("(?is)<(script|style)\\b.*?(</\\1\\s*>|\\z)", "")
                .replaceAll("(?s)<[^>]*>", "")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
        text = text.strip();
        if (html.length() <= MOST_READ) {
            return html(html, text);
        }
        String beginning = text.substring(0, Math.min(text.length(), Capped.CHARACTERS));
        return html(html, beginning + "\n… and more: the HTML has " + Quantity.count(html.length(), "character"));
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

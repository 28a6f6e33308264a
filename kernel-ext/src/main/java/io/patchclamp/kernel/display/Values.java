package io.patchclamp.kernel.display;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.patchclamp.view.Bundle;
import io.patchclamp.view.Views;

/**
 * Any value, ready to show. Views of our own records come first; then arrays, collections, maps; then what the value says
 * of itself. Never fails: a value that cannot be shown is shown as a note that says so.
 */
public final class Values {
    private static final int MAX_ITEMS = 1000;
    private static final int MAX_ROWS = 60;
    private static final int MAX_CHARS = 200_000;
    private static final int MAX_DEPTH = 6;

    private Values() {}

    /**
     * A value, ready to show.
     *
     * @param value anything, null included
     * @return its forms, {@code text/plain} always among them
     */
    public static Bundle bundle(Object value) {
        try {
            if (value instanceof Bundle ready) {
                return ready;
            }
            if (value instanceof DisplayData data) {
                return MimeJson.bundle(data, "");
            }
            Optional<Bundle> view = value == null ? Optional.empty() : Views.of(value);
            return view.orElseGet(() -> plain(value));
        } catch (RuntimeException | StackOverflowError e) {
            String note = describe(value) + "\n[its view failed: " + e + "]";
            return new Bundle(Map.of("text/plain", note), Map.of());
        }
    }

    private static Bundle plain(Object value) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("text/plain", text(value));
        table(value).ifPresent(html -> data.put("text/html", html));
        return new Bundle(data, Map.of());
    }

    /**
     * A value as text.
     *
     * @param value anything, null included
     * @return arrays and collections element by element, everything else as it says of itself, cut when it is huge
     */
    public static String text(Object value) {
        StringBuilder to = new StringBuilder();
        write(value, to, 0);
        if (to.length() > MAX_CHARS) {
            int all = to.length();
            to.setLength(MAX_CHARS);
            to.append("… [cut: ").append(all).append(" characters]");
        }
        return to.toString();
    }

    private static void write(Object value, StringBuilder to, int depth) {
        if (value != null && value.getClass().isArray()) {
            int length = Array.getLength(value);
            to.append('[');
            for (int i = 0; i < length && i < MAX_ITEMS && depth < MAX_DEPTH; i++) {
                to.append(i == 0 ? "" : ", ");
                write(Array.get(value, i), to, depth + 1);
            }
            to.append(more(length, depth)).append(']');
        } else if (value instanceof Collection<?> items && isJdk(value)) {
            Iterator<?> each = items.iterator();
            to.append('[');
            for (int i = 0; each.hasNext() && i < MAX_ITEMS && depth < MAX_DEPTH; i++) {
                to.append(i == 0 ? "" : ", ");
                write(each.next(), to, depth + 1);
            }
            to.append(more(items.size(), depth)).append(']');
        } else if (value instanceof Map<?, ?> map && isJdk(value)) {
            Iterator<? extends Map.Entry<?, ?>> each = map.entrySet().iterator();
            to.append('{');
            for (int i = 0; each.hasNext() && i < MAX_ITEMS && depth < MAX_DEPTH; i++) {
                Map.Entry<?, ?> entry = each.next();
                to.append(i == 0 ? "" : ", ");
                write(entry.getKey(), to, depth + 1);
                to.append('=');
                write(entry.getValue(), to, depth + 1);
            }
            to.append(more(map.size(), depth)).append('}');
        } else {
            to.append(describe(value));
        }
    }

    private static String more(int size, int depth) {
        if (depth >= MAX_DEPTH) {
            return size == 0 ? "" : "…";
        }
        return size > MAX_ITEMS ? ", … (" + size + " in all)" : "";
    }

    /** What a value says of itself, or why it does not. */
    private static String describe(Object value) {
        try {
            return String.valueOf(value);
        } catch (RuntimeException | StackOverflowError e) {
            return value.getClass().getName() + " [its toString() failed: "
                    + e.getClass().getSimpleName() + "]";
        }
    }

    private static boolean isJdk(Object value) {
        return value.getClass().getName().startsWith("java.util.");
    }

    /** Maps and lists of records read better as a table. */
    private static Optional<String> table(Object value) {
        if (value instanceof Map<?, ?> map && !map.isEmpty() && isJdk(value)) {
            List<List<Object>> rows = new ArrayList<>();
            map.forEach((k, v) -> rows.add(Arrays.asList(k, v)));
            return Optional.of(html(List.of("key", "value"), rows));
        }
        if (value instanceof Collection<?> items && isJdk(value) && !items.isEmpty()) {
            Object first = items.iterator().next();
            boolean same = first instanceof Record
                    && items.stream().allMatch(i -> i != null && i.getClass() == first.getClass());
            return same ? Optional.of(records(first.getClass(), items)) : Optional.empty();
        }
        return Optional.empty();
    }

    private static String records(Class<?> type, Collection<?> items) {
        RecordComponent[] parts = type.getRecordComponents();
        List<String> head = Arrays.stream(parts).map(RecordComponent::getName).toList();
        List<List<Object>> rows = new ArrayList<>();
        for (Object item : items) {
            List<Object> row = new ArrayList<>();
            for (RecordComponent part : parts) {
                row.add(read(part.getAccessor(), item));
            }
            rows.add(row);
        }
        return html(head, rows);
    }

    private static Object read(Method accessor, Object item) {
        try {
            accessor.setAccessible(true);
            return accessor.invoke(item);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return "?";
        }
    }

    private static String html(List<String> head, List<List<Object>> rows) {
        StringBuilder to = new StringBuilder("<table><thead><tr>");
        head.forEach(name -> to.append("<th>").append(escape(name)).append("</th>"));
        to.append("</tr></thead><tbody>");
        for (List<Object> row : rows.subList(0, Math.min(MAX_ROWS, rows.size()))) {
            to.append("<tr>");
            row.forEach(cell -> to.append("<td style=\"text-align:left\">")
                    .append(escape(clip(text(cell))))
                    .append("</td>"));
            to.append("</tr>");
        }
        to.append("</tbody></table>");
        if (rows.size() > MAX_ROWS) {
            to.append("<p>first ")
                    .append(MAX_ROWS)
                    .append(" of ")
                    .append(rows.size())
                    .append("</p>");
        }
        return to.toString();
    }

    private static String clip(String text) {
        return text.length() <= 500 ? text : text.substring(0, 500) + "…";
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}

package io.patchclamp.view;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.BaseStream;

/** What any Java value looks like that has no view of its own: a line as Java would print it, and a table where one reads better. */
final class JavaValue {
    private JavaValue() {}

    static Part of(Object value) {
        if (value instanceof Throwable thrown) {
            return ThrowableView.of(thrown);
        }
        if (value instanceof BaseStream<?, ?>) {
            return Part.stack(
                    List.of(
                            Part.printed(JavaText.described(value)),
                            Part.note(
                                    "Showing its items would use it up. Try: .toList(), or .limit(20).toList() if it may not end")));
        }
        if (value instanceof CharSequence text) {
            return text(text);
        }
        Optional<Part> pictures = tried(() -> pictures(value).map(Part.Side::new));
        if (pictures.isPresent()) {
            return pictures.get();
        }
        String line = JavaText.of(value, JavaText.MOST);
        if (value instanceof Optional<?> optional && optional.isPresent()) {
            return optional(line, optional.get());
        }
        return tried(() -> table(value)).map(t -> Part.printed(line, t)).orElseGet(() -> Part.printed(line));
    }

    /** What reads better than a line, if their code lets us see it; where it fails, the line says so. */
    private static Optional<Part> tried(Supplier<Optional<Part>> better) {
        try {
            return better.get();
        } catch (Throwable e) { // their code
            Failures.theirs(e);
            return Optional.empty();
        }
    }

    /** Whether a value is one thing, not made of others: its text is all there is to show. */
    static boolean isScalar(Object value) {
        return !(value == null
                || value.getClass().isArray()
                || value instanceof Collection
                || value instanceof Map
                || value instanceof Record && JavaText.isPrintedByJavac(value.getClass())
                || value instanceof Optional
                || value instanceof BaseStream
                || value instanceof Throwable);
    }

    /** A string is shown as it is. No copy is made of one that is cut: it may be most of the memory. */
    private static Part text(CharSequence text) {
        int length = text.length();
        if (length <= JavaText.MOST) {
            return Part.printed(text.toString());
        }
        return Part.printed(text.subSequence(0, JavaText.MOST).toString() + "… [cut: " + Quantity.count(length)
                + " characters, of which " + Quantity.count(JavaText.MOST)
                + " are shown; System.out.print shows more, Files.writeString keeps all]");
    }

    private static Part optional(String line, Object inside) {
        return isScalar(inside) && Views.parts(inside).isEmpty()
                ? Part.printed(line)
                : Part.printed(line, Part.stack(List.of(Part.note("Optional of"), Views.part(inside))));
    }

    /** A few pictures in a list are small multiples. */
    private static Optional<List<Part>> pictures(Object value) {
        if (value instanceof Object[] array) {
            return pictures(Arrays.asList(array));
        }
        if (!(value instanceof List<?> list) || list.isEmpty() || list.size() > 24) {
            return Optional.empty();
        }
        List<Part> parts = new ArrayList<>();
        for (Object one : list) {
            Optional<Part> picture = Pictures.part(one);
            if (picture.isEmpty()) {
                return Optional.empty();
            }
            parts.add(picture.get());
        }
        return Optional.of(parts);
    }

    private static Optional<Part> table(Object value) {
        return value instanceof Record record && JavaText.isPrintedByJavac(record.getClass())
                ? Optional.of(record(record))
                : JavaTable.of(value);
    }

    private static Part record(Record value) {
        Map<String, String> entries = new LinkedHashMap<>();
        for (var part : value.getClass().getRecordComponents()) {
            entries.put(part.getName(), JavaText.cell(JavaText.read(part, value)));
        }
        return Part.stack(List.of(Part.note(value.getClass().getSimpleName()), new Part.Facts(entries)));
    }
}

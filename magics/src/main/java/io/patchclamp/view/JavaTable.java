package io.patchclamp.view;

import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Maps, lists of records or of maps, and matrices as tables. Only the rows that are shown are read; what there is in all is
 * said below them.
 */
final class JavaTable {
    private static final int HEAD = 20;
    private static final int TAIL = 5;
    private static final int COLUMNS = 16;

    private JavaTable() {}

    static Optional<Part> of(Object value) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            return Optional.of(map(map));
        }
        if (value instanceof Object[] array && array.length > 0) {
            return matrix(array).or(() -> rows(Arrays.asList(array)));
        }
        return value instanceof Collection<?> items && !items.isEmpty() ? rows(items) : Optional.empty();
    }

    private static Part map(Map<?, ?> map) {
        Shown<Map.Entry<?, ?>> shown = Shown.of(map.entrySet(), map.size());
        return table(
                List.of("key", "value"),
                shown,
                e -> List.of(JavaText.cell(e.getKey()), JavaText.cell(e.getValue())),
                Quantity.count(shown.all()) + (shown.all() == 1 ? " entry" : " entries"));
    }

    private static Optional<Part> rows(Collection<?> items) {
        Shown<?> shown = Shown.of(items, items.size());
        if (shown.items().stream().anyMatch(item -> Renderers.find(item).isPresent())) {
            return Optional.empty(); // their users said how they are to be read
        }
        if (shown.are(Record.class)
                && shown.areOfOneClass()
                && JavaText.isPrintedByJavac(shown.first().getClass())) {
            RecordComponent[] parts = shown.first().getClass().getRecordComponents();
            Function<Object, List<String>> row = item -> Arrays.stream(parts)
                    .map(part -> JavaText.cell(JavaText.read(part, item)))
                    .toList();
            return Optional.of(table(
                    Arrays.stream(parts).map(RecordComponent::getName).toList(),
                    shown,
                    row,
                    Quantity.count(shown.all(), shown.first().getClass().getSimpleName())));
        }
        return shown.are(Map.class) ? maps(shown) : Optional.empty();
    }

    /** Maps with the same few keys are rows of a table. */
    private static Optional<Part> maps(Shown<?> shown) {
        Set<Object> keys = new LinkedHashSet<>();
        shown.items().forEach(m -> keys.addAll(((Map<?, ?>) m).keySet()));
        if (keys.isEmpty() || keys.size() > COLUMNS) {
            return Optional.empty();
        }
        Function<Object, List<String>> row = item -> keys.stream()
                .map(k -> ((Map<?, ?>) item).containsKey(k) ? JavaText.cell(((Map<?, ?>) item).get(k)) : "")
                .toList();
        return Optional.of(
                table(keys.stream().map(JavaText::cell).toList(), shown, row, Quantity.count(shown.all(), "map")));
    }

    /** Rows of numbers under their indices. */
    private static Optional<Part> matrix(Object[] rows) {
        Class<?> type = rows.getClass().getComponentType();
        boolean numbers = type.isArray()
                && (type.getComponentType().isPrimitive() || Number.class.isAssignableFrom(type.getComponentType()));
        if (!numbers || Arrays.stream(rows).anyMatch(row -> row == null)) {
            return Optional.empty();
        }
        int widest = Arrays.stream(rows).mapToInt(Array::getLength).max().orElse(0);
        int columns = Math.min(widest, COLUMNS);
        List<String> header = new ArrayList<>(List.of(""));
        IntStream.range(0, columns).forEach(c -> header.add(String.valueOf(c)));
        if (columns < widest) {
            header.add("…");
        }
        Shown<Integer> shown = Shown.of(new Indices(rows.length), rows.length);
        Function<Integer, List<String>> row = r -> {
            List<String> cells = new ArrayList<>(List.of(String.valueOf(r)));
            int length = Array.getLength(rows[r]);
            for (int c = 0; c < columns; c++) {
                cells.add(c < length ? number(Array.get(rows[r], c)) : "");
            }
            if (columns < widest) {
                cells.add(columns < length ? "…" : "");
            }
            return cells;
        };
        return Optional.of(table(
                header,
                shown,
                row,
                JavaText.name(type.getComponentType()) + ", " + Quantity.count(rows.length, "row") + " × "
                        + Quantity.count(widest, "column")));
    }

    private static String number(Object number) {
        return number instanceof Double || number instanceof Float
                ? Quantity.real(((Number) number).doubleValue())
                : JavaText.cell(number);
    }

    private static <T> Part table(
            List<String> header, Shown<? extends T> shown, Function<? super T, List<String>> row, String caption) {
        List<List<String>> rows = new ArrayList<>();
        int at = 0;
        for (T item : shown.items()) {
            if (at++ == HEAD && shown.isCut()) {
                rows.add(Collections.nCopies(header.size(), "…"));
            }
            rows.add(row.apply(item));
        }
        if (shown.isCut() && at == HEAD) {
            rows.add(Collections.nCopies(header.size(), "…"));
        }
        Part grid = Part.grid(header, rows);
        return shown.isCut() ? Part.stack(List.of(grid, Part.note(caption + " in all"))) : grid;
    }

    /** 0, 1, 2, … */
    private static final class Indices extends AbstractList<Integer> implements RandomAccess {
        private final int size;

        Indices(int size) {
            this.size = size;
        }

        @Override
        public Integer get(int i) {
            return i;
        }

        @Override
        public int size() {
            return size;
        }
    }

    /** The items that are shown, out of so many: all of a few, otherwise the first and, of a list, the last. */
    private record Shown<T>(List<T> items, int all) {
        static <T> Shown<T> of(Collection<? extends T> from, int all) {
            boolean whole = all <= HEAD + TAIL + 1;
            List<T> items = new ArrayList<>();
            Iterator<? extends T> each = from.iterator();
            while (each.hasNext() && items.size() < (whole ? HEAD + TAIL + 1 : HEAD)) {
                items.add(each.next());
            }
            if (!whole && from instanceof List<? extends T> list && list instanceof RandomAccess) {
                items.addAll(list.subList(all - TAIL, all));
            }
            return new Shown<>(items, all);
        }

        boolean isCut() {
            return all > items.size();
        }

        T first() {
            return items.get(0);
        }

        boolean are(Class<?> type) {
            return !items.isEmpty() && items.stream().allMatch(type::isInstance);
        }

        boolean areOfOneClass() {
            return items.stream().allMatch(item -> item.getClass() == first().getClass());
        }
    }
}

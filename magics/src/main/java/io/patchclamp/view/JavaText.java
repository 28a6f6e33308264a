package io.patchclamp.view;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.BaseStream;

import tech.tablesaw.api.Table;

/**
 * Any Java value in one line of text. Arrays, collections, maps and records are read element by element, everything else
 * says of itself what it is. What is in each is bounded, and so is all of it: a value may hold itself, be endless, or be
 * larger than the memory that is left.
 */
final class JavaText {
    /** Of a string that stands by itself. */
    static final int MOST = 20_000;

    private static final int ITEMS = 1000;
    private static final int DEPTH = 8;
    private static final int STRING_INSIDE = 10_000;

    private final int most;
    private final StringBuilder to = new StringBuilder();
    private final List<Object> path = new ArrayList<>();

    private JavaText(int most) {
        this.most = most;
    }

    /** A value in one line, as far as there is room. */
    static String of(Object value, int most) {
        JavaText text = new JavaText(most);
        text.write(value);
        if (text.to.length() <= most) {
            return text.to.toString();
        }
        return Quantity.shortened(text.to.toString(), most) + " [cut after " + Quantity.count(most) + " characters]";
    }

    /** What stands in a cell of a table. */
    static String cell(Object value) {
        JavaText text = new JavaText(500);
        text.write(value);
        return Quantity.shortened(text.to.toString(), 500);
    }

    private boolean isFull() {
        return to.length() > most;
    }

    private void write(Object value) {
        if (isFull()) {
            return;
        }
        if (value == null) {
            to.append("null");
        } else if (value instanceof CharSequence text) {
            string(text);
        } else if (!path.isEmpty() && Renderers.find(value).isPresent()) {
            to.append(Views.line(value));
        } else if (isContainer(value)) {
            container(value);
        } else {
            to.append(Quantity.shortened(described(value), path.isEmpty() ? most + 1 : STRING_INSIDE));
        }
    }

    private void string(CharSequence text) {
        int room = path.isEmpty() ? most + 1 : Math.min(STRING_INSIDE, most + 1);
        to.append(text, 0, Math.min(text.length(), room));
        if (text.length() > room && !path.isEmpty()) {
            to.append("… (").append(Quantity.count(text.length())).append(" characters)");
        }
    }

    private static boolean isContainer(Object value) {
        return value.getClass().isArray()
                || value instanceof Collection<?> && isSpelled(value)
                || value instanceof Map<?, ?> && isSpelled(value)
                || value instanceof Map.Entry<?, ?> && isOfJdk(value)
                || value instanceof Optional<?>
                || value instanceof Record && isPrintedByJavac(value.getClass());
    }

    private void container(Object value) {
        if (path.stream().anyMatch(outer -> outer == value)) {
            to.append("(this ").append(name(value.getClass())).append(" again)");
            return;
        }
        if (path.size() >= DEPTH) {
            to.append('…');
            return;
        }
        path.add(value);
        try {
            inside(value);
        } catch (Throwable e) { // their iterators, or another thread that changes what we read
            to.append(" [reading it failed: ")
                    .append(Failures.line(Failures.theirs(e)))
                    .append(']');
        } finally {
            path.remove(path.size() - 1);
        }
    }

    private void inside(Object value) throws ReflectiveOperationException {
        if (value.getClass().isArray()) {
            array(value, Array.getLength(value));
        } else if (value instanceof Collection<?> items) {
            each("[", items.iterator(), items::size, this::write, "]");
        } else if (value instanceof Map<?, ?> map) {
            each("{", map.entrySet().iterator(), map::size, this::entry, "}");
        } else if (value instanceof Map.Entry<?, ?> entry) {
            entry(entry);
        } else if (value instanceof Optional<?> optional) {
            to.append(optional.isPresent() ? "Optional[" : "Optional.empty");
            if (optional.isPresent()) {
                write(optional.get());
                to.append(']');
            }
        } else {
            record((Record) value);
        }
    }

    private void array(Object array, int length) {
        to.append('[');
        for (int i = 0; i < length && i < ITEMS && !isFull(); i++) {
            to.append(i == 0 ? "" : ", ");
            write(Array.get(array, i));
        }
        to.append(length > ITEMS ? ", … (" + Quantity.count(length) + " in all)" : "")
                .append(']');
    }

    private <T> void each(
            String open,
            Iterator<? extends T> items,
            java.util.function.IntSupplier size,
            Consumer<T> one,
            String shut) {
        to.append(open);
        for (int i = 0; i < ITEMS && !isFull() && items.hasNext(); i++) {
            to.append(i == 0 ? "" : ", ");
            one.accept(items.next());
        }
        if (!isFull() && items.hasNext()) {
            to.append(", … (").append(Quantity.count(size.getAsInt())).append(" in all)");
        }
        to.append(shut);
    }

    private void entry(Map.Entry<?, ?> entry) {
        write(entry.getKey());
        to.append('=');
        write(entry.getValue());
    }

    private void record(Record value) throws ReflectiveOperationException {
        to.append(value.getClass().getSimpleName()).append('[');
        String comma = "";
        for (RecordComponent part : value.getClass().getRecordComponents()) {
            to.append(comma).append(part.getName()).append('=');
            write(read(part, value));
            comma = ", ";
        }
        to.append(']');
    }

    /** One component of a record; a note in its place if its accessor fails. */
    static Object read(RecordComponent part, Object value) {
        try {
            Method accessor = part.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(value);
        } catch (ReflectiveOperationException | RuntimeException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return "[" + part.getName() + "() failed: " + Failures.line(cause) + "]";
        }
    }

    /** What a value says of itself, or why it does not. */
    static String described(Object value) {
        if (value instanceof Table table) {
            return "Table " + table.name() + " (" + Quantity.count(table.rowCount(), "row") + " × "
                    + Quantity.count(table.columnCount(), "column") + ")";
        }
        if (value instanceof BaseStream<?, ?>) {
            return "a stream, not run";
        }
        if (value instanceof Class<?> type) {
            return (type.isInterface() ? "interface " : type.isPrimitive() ? "" : "class ") + name(type);
        }
        String name = name(value.getClass());
        try {
            String text = value.toString();
            return text == null ? name + " [its toString() gives null]" : own(text, value.getClass(), name);
        } catch (Throwable e) { // user code
            return name + " [its toString() failed: " + Failures.line(Failures.theirs(e)) + "]";
        }
    }

    /** Classes of cells live in a package that no user ever saw; lambdas have a name that nobody can use. */
    private static String own(String text, Class<?> type, String name) {
        if (!text.startsWith(type.getName() + "@")) {
            return text;
        }
        String hash = text.substring(text.lastIndexOf('@'));
        if (type.isHidden() && type.isSynthetic() && type.getInterfaces().length > 0) {
            return "a lambda, " + name(type.getInterfaces()[0]) + hash;
        }
        return name + hash;
    }

    /** A class as a notebook calls it. */
    static String name(Class<?> type) {
        if (type.isAnonymousClass() || type.getName().contains("$JShell$anonymous$")) {
            Class<?>[] shapes = type.getInterfaces();
            return "anonymous " + name(shapes.length > 0 ? shapes[0] : type.getSuperclass());
        }
        if (type.isArray()) {
            return name(type.getComponentType()) + "[]";
        }
        return type.getName()
                .replaceFirst("^REPL\\.\\$JShell\\$\\w+\\$(?=.)", "")
                .replace('$', '.');
    }

    private static boolean isOfJdk(Object value) {
        return value.getClass().getName().startsWith("java.");
    }

    /** Whether a collection would print its items: it is one of Java's, or has its words from one of Java's. */
    private static boolean isSpelled(Object value) {
        try {
            return value.getClass()
                    .getMethod("toString")
                    .getDeclaringClass()
                    .getName()
                    .startsWith("java.");
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    /** Javac's own {@code toString()} of a record is final, a written one hardly ever; it would print arrays as {@code [I@1f}. */
    static boolean isPrintedByJavac(Class<?> record) {
        try {
            return Modifier.isFinal(record.getDeclaredMethod("toString").getModifiers());
        } catch (NoSuchMethodException e) {
            return false;
        }
    }
}

package io.patchclamp.kernel.session;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The fields of variables that were declared again. JShell leaves the old value in the old field for as long as the session
 * lasts, so that a cell that records, run a hundred times, would hold a hundred recordings.
 *
 * <p>They are not emptied: a lambda or a thread of an earlier cell may still read them. They get the new value, as if there
 * were one variable, which is what methods see anyway. A field of another type keeps what it has, unless its type itself
 * was declared by a cell and so is gone: then it is null. Numbers cost nothing and are left alone.
 */
final class Overwritten {
    private final ClassLoader ofCells;
    private final Map<String, Name> names = new HashMap<>();

    Overwritten(ClassLoader ofCells) {
        this.ofCells = ofCells;
    }

    /** The old fields of one name. */
    private static final class Name {
        private final List<Field> fields = new ArrayList<>();
        private boolean grown;
        private Object given;
    }

    /** Takes a field that is no longer the one of its name. */
    synchronized void add(Field field) {
        if (!field.getType().isPrimitive()) {
            Name name = names.computeIfAbsent(field.getName(), n -> new Name());
            name.fields.add(field);
            name.grown = true;
        }
    }

    /** Gives the old fields what the newest of their name hold by now. */
    synchronized void follow(Map<String, Field> newest) {
        names.forEach((text, name) -> {
            Field field = newest.get(text);
            Object value = field.getType().isPrimitive() ? null : Variables.read(field);
            if (name.grown || value != name.given) {
                name.fields.forEach(old -> follow(old, field, value));
                name.grown = false;
                name.given = value;
            }
        });
    }

    private void follow(Field old, Field newest, Object value) {
        if (old.getType() == newest.getType()) {
            Variables.write(old, value);
        } else if (element(old.getType()).getClassLoader() == ofCells) {
            Variables.write(old, null);
        }
    }

    private static Class<?> element(Class<?> type) {
        return type.isArray() ? element(type.getComponentType()) : type;
    }
}

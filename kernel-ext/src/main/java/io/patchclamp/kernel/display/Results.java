package io.patchclamp.kernel.display;

import java.lang.ref.WeakReference;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The values of earlier cells, by number. What is unnamed is held by the session, as long as it keeps it: here it is held weakly. */
final class Results {
    private static final int NUMBERS = 1000;
    private static final TreeMap<Integer, Supplier<Object>> VALUES = new TreeMap<>();

    private Results() {}

    /** The value of a cell; null if it had none or it is gone. */
    static Object get(int cell) {
        synchronized (VALUES) {
            return VALUES.containsKey(cell) ? VALUES.get(cell).get() : null;
        }
    }

    static void put(int cell, Object value) {
        WeakReference<Object> weak = new WeakReference<>(value);
        boolean small = value instanceof Number
                || value instanceof Boolean
                || value instanceof Character
                || value instanceof String text && text.length() < 1000;
        Supplier<Object> supplier = small ? () -> value : weak::get;
        synchronized (VALUES) {
            VALUES.put(cell, supplier);
            while (VALUES.size() > NUMBERS) {
                VALUES.pollFirstEntry();
            }
            VALUES.values().removeIf(held -> held.get() == null);
        }
    }
}

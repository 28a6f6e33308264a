package io.patchclamp.kernel.session;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * What generated Java calls where a cell has a magic, or a value that a magic made. Keys stand for what the user typed, so
 * that nothing has to be escaped. Not for users.
 */
public final class MagicGate {
    private static final Map<Integer, Callable<Object>> CALLS = new ConcurrentHashMap<>();
    private static final AtomicInteger NEXT = new AtomicInteger(1);

    private MagicGate() {}

    /**
     * A key for generated code.
     *
     * @param call what the key stands for; may be called any number of times
     * @return the key
     */
    public static int key(Callable<Object> call) {
        int key = NEXT.getAndIncrement();
        CALLS.put(key, call);
        return key;
    }

    /**
     * A key for a value that is taken once.
     *
     * @param value the value
     * @return the key
     */
    public static int keyOf(Object value) {
        int key = NEXT.getAndIncrement();
        CALLS.put(key, () -> {
            CALLS.remove(key);
            return value;
        });
        return key;
    }

    /**
     * A key whose value is shown and not used.
     *
     * @param call what the key stands for
     * @param show what to do with its value
     * @return the key
     */
    public static int key(Callable<Object> call, Consumer<Object> show) {
        return key(() -> {
            show.accept(call.call());
            return null;
        });
    }

    /**
     * Runs what a key stands for, where nobody knows its type: it is what the left side wants.
     *
     * @param <T> the type of the variable that takes it
     * @param key the key
     * @return its value
     */
    @SuppressWarnings("unchecked") // a wrong type is told by Java itself, where the value is taken
    public static <T> T as(int key) {
        return (T) call(key);
    }

    /**
     * Runs what a key stands for.
     *
     * @param key the key
     * @return its value
     */
    public static Object call(int key) {
        try {
            return CALLS.get(key).call();
        } catch (Exception e) {
            throw MagicGate.<RuntimeException>asItIs(e);
        }
    }

    @SuppressWarnings("unchecked") // what a magic throws is shown as it is, wrapped in nothing
    private static <E extends Exception> E asItIs(Exception e) throws E {
        throw (E) e;
    }
}

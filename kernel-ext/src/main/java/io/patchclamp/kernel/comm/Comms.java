package io.patchclamp.kernel.comm;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The lines that are open, and the targets that cells offer. */
public final class Comms {
    private static final Map<String, Consumer<Comm>> TARGETS = new ConcurrentHashMap<>();
    private static final Map<String, Comm> OPEN = new ConcurrentHashMap<>();

    private Comms() {}

    static void target(String name, Consumer<Comm> opened) {
        if (opened == null) {
            TARGETS.remove(name);
        } else {
            TARGETS.put(name, opened);
        }
    }

    static void add(Comm comm) {
        OPEN.put(comm.id(), comm);
    }

    static Comm remove(String id) {
        return OPEN.remove(id);
    }

    static boolean isOpen(Comm comm) {
        return OPEN.get(comm.id()) == comm;
    }

    /**
     * All that are open.
     *
     * @return in no order
     */
    public static List<Comm> open() {
        return List.copyOf(OPEN.values());
    }

    /**
     * The page opens a line.
     *
     * @param id its name
     * @param target where to
     * @param message what it says
     * @return what to run for it; null if nobody offers the target
     */
    public static Runnable opened(String id, String target, Comm.Message message) {
        Consumer<Comm> offered = TARGETS.get(target);
        if (offered == null) {
            return null;
        }
        Comm comm = new Comm(id, target, message);
        return () -> {
            add(comm);
            try {
                offered.accept(comm);
            } catch (Throwable e) { // a line that nobody listens to is none
                comm.close();
                throw e;
            }
        };
    }

    /**
     * The page says something.
     *
     * @param id the line's name
     * @param message what it says
     * @return what to run for it; null if there is no such line
     */
    public static Runnable said(String id, Comm.Message message) {
        Comm comm = OPEN.get(id);
        return comm == null ? null : () -> comm.hear(message);
    }

    /**
     * The page closes a line.
     *
     * @param id the line's name
     * @param message what it says last
     * @return what to run for it; null if there is no such line
     */
    public static Runnable closed(String id, Comm.Message message) {
        Comm comm = OPEN.remove(id);
        return comm == null ? null : () -> comm.hearTheLast(message);
    }
}

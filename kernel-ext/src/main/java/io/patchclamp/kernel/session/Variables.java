package io.patchclamp.kernel.session;

import java.lang.reflect.Field;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.SnippetEvent;
import jdk.jshell.VarSnippet;

/** The variables of a session, and the unnamed results among them, of which only the newest are kept. */
final class Variables {
    private final CellControl control;
    private final JShell shell;
    private final int kept;
    private final Map<String, VarSnippet> byName = new ConcurrentHashMap<>();
    private final Set<String> emptied = new LinkedHashSet<>();
    private final Deque<VarSnippet> results = new ArrayDeque<>();

    Variables(CellControl control, JShell shell, int kept) {
        this.control = control;
        this.shell = shell;
        this.kept = kept;
    }

    static boolean isResult(Snippet snippet) {
        return snippet.subKind() == SubKind.TEMP_VAR_EXPRESSION_SUBKIND;
    }

    /** Takes note of what became of a snippet. */
    void track(SnippetEvent event) {
        if (event.snippet() instanceof VarSnippet variable) {
            if (isEmptied(event) && !isResult(variable)) {
                emptied.add(variable.name());
            }
            if (event.status() == Status.VALID) {
                byName.put(variable.name(), variable);
            } else if (event.status() == Status.DROPPED) {
                byName.remove(variable.name(), variable);
            }
            if (event.status() == Status.VALID && isResult(variable)) {
                results.addLast(variable);
                release();
            }
        }
    }

    /** Its type was declared again; JShell makes it null, or 0, and says nothing. */
    private static boolean isEmptied(SnippetEvent event) {
        return event.causeSnippet() != null && event.status() == Status.VALID && event.previousStatus() == Status.VALID;
    }

    /** The variables that became null that way, and still are; forgotten once told. */
    List<String> emptied() {
        List<String> names =
                emptied.stream().filter(name -> value(name).isEmpty()).toList();
        emptied.clear();
        return names;
    }

    /** JShell never lets go of an unnamed result: its field is emptied, then the snippet dropped. */
    private void release() {
        while (results.size() > kept) {
            VarSnippet old = results.removeFirst();
            control.field(old.name()).ifPresent(Variables::empty);
            byName.remove(old.name(), old);
            shell.drop(old);
        }
    }

    /** Lets go of the value of a variable that is about to be dropped. */
    void forget(Snippet snippet) {
        if (snippet instanceof VarSnippet variable && byName.get(variable.name()) == variable) {
            control.field(variable.name()).ifPresent(Variables::empty);
            results.remove(variable);
        }
    }

    private static void empty(Field field) {
        if (!field.getType().isPrimitive()) {
            write(field, null);
        }
    }

    static void write(Field field, Object value) {
        try {
            field.setAccessible(true);
            field.set(null, value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot set " + field, e);
        }
    }

    /** The value of a variable now; empty if there is none of that name or it is null. */
    Optional<Object> value(String name) {
        return byName.containsKey(name) ? control.field(name).map(Variables::read) : Optional.empty();
    }

    static Object read(Field field) {
        try {
            field.setAccessible(true);
            return field.get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + field, e);
        }
    }

    /** The names a user gave, sorted. */
    List<String> names() {
        return byName.values().stream()
                .filter(v -> !isResult(v))
                .map(VarSnippet::name)
                .sorted()
                .toList();
    }
}

package io.patchclamp.kernel;

import java.lang.reflect.Modifier;
import java.util.Optional;
import java.util.concurrent.Callable;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.kernel.cell.Embedding;
import io.patchclamp.kernel.display.Notebook;
import io.patchclamp.kernel.session.MagicGate;
import io.patchclamp.magic.MagicSpec;
import io.patchclamp.magic.Magics;
import io.patchclamp.magic.Session;

/** Writes the Java that stands for magics. Types are those of the magics' specs, so that variables have real ones. */
final class Generator implements Embedding {
    private static final String GATE = MagicGate.class.getName();

    private final Magics magics;
    private final Session session;

    Generator(Magics magics, Session session) {
        this.magics = magics;
        this.session = session;
    }

    @Override
    public String expression(String name, String arguments) {
        return cast(type(name, arguments), MagicGate.key(call(name, arguments)));
    }

    @Override
    public String statement(String name, String arguments) {
        Callable<Object> call = call(name, arguments);
        int key = MagicGate.key(() -> {
            Object value = call.call();
            if (value != null) {
                Notebook.display(value);
            }
            return value;
        });
        return variable(name, arguments)
                .map(v -> type(name, arguments) + " " + v + " = " + cast(type(name, arguments), key) + ";")
                .orElse(GATE + ".call(" + key + ");");
    }

    /** A declaration that binds a value to a name. */
    String declaration(String magic, String variable, Object value) {
        boolean named = value != null && isPublic(value.getClass());
        String type = typeName(
                named
                        ? value.getClass()
                        : magics.spec(magic).map(MagicSpec::result).orElse(null));
        return type + " " + variable + " = " + cast(type, MagicGate.keyOf(value)) + ";";
    }

    private Callable<Object> call(String name, String arguments) {
        return () -> magics.run(name, arguments, Optional.empty(), session);
    }

    /** The name given by {@code --as}; a mistake in the line is told when the magic runs. */
    private Optional<String> variable(String name, String arguments) {
        try {
            return magics.asName(name, arguments);
        } catch (PatchclampException toldLater) {
            return Optional.empty();
        }
    }

    private static String cast(String type, int key) {
        return type.equals("java.lang.Object")
                ? GATE + ".as(" + key + ")"
                : "((" + type + ") " + GATE + ".call(" + key + "))";
    }

    /** The type of what a call gives; a mistake in the line is told when the magic runs. */
    private String type(String name, String arguments) {
        try {
            return typeName(magics.resultType(name, arguments));
        } catch (PatchclampException toldLater) {
            return typeName(magics.spec(name).map(MagicSpec::result).orElse(null));
        }
    }

    /** A name that user code can write: the class, or the nearest one above it that is public. */
    static String typeName(Class<?> type) {
        for (Class<?> c = type; c != null && c != void.class && c != Void.class; c = c.getSuperclass()) {
            if (isPublic(c) && c.getCanonicalName() != null) {
                return c.getCanonicalName();
            }
        }
        return "java.lang.Object";
    }

    private static boolean isPublic(Class<?> type) {
        return Modifier.isPublic(type.getModifiers())
                && (type.getEnclosingClass() == null || isPublic(type.getEnclosingClass()));
    }
}

package io.patchclamp.kernel.session;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Set;

import io.patchclamp.fault.PatchclampException;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Ways around {@link StopGate#exit(int)}: what ends the process is found by its name instead of being called, or a guard is
 * set up that the kernel itself would have to pass. Woven user code gets the gate where it looks for the exit. Not for users.
 */
public final class Exits {
    private static final String HERE = Type.getInternalName(Exits.class);
    private static final String METHOD = "Ljava/lang/reflect/Method;";
    private static final String LOOKUP = "java/lang/invoke/MethodHandles$Lookup";
    private static final Set<String> SEARCHES = Set.of("findStatic", "findVirtual", "bind");

    private Exits() {}

    /** Puts a call of ours in place of one that looks for a method handle, or guards the process; whether it did. */
    static boolean replaced(MethodVisitor method, String owner, String name, String descriptor) {
        if (owner.equals(LOOKUP) && SEARCHES.contains(name)) {
            method.visitMethodInsn(
                    Opcodes.INVOKESTATIC, HERE, name, "(L" + LOOKUP + ";" + descriptor.substring(1), false);
            return true;
        }
        if (owner.equals("java/lang/System") && name.equals("setSecurityManager")) {
            method.visitMethodInsn(Opcodes.INVOKESTATIC, HERE, "guard", "(Ljava/lang/Object;)V", false);
            return true;
        }
        return false;
    }

    /** Behind a call that finds methods of a class: what it found goes through our hands. */
    static void found(MethodVisitor method, String owner, String name, String descriptor) {
        if (owner.equals("java/lang/Class") && (name.startsWith("getMethod") || name.startsWith("getDeclaredMethod"))) {
            String type = descriptor.substring(descriptor.indexOf(')') + 1);
            if (type.endsWith(METHOD)) {
                method.visitMethodInsn(Opcodes.INVOKESTATIC, HERE, "found", "(" + type + ")" + type, false);
            }
        }
    }

    private static boolean ends(Class<?> owner, String name) {
        return owner == System.class && name.equals("exit")
                || owner == Runtime.class && (name.equals("exit") || name.equals("halt"));
    }

    /**
     * A method that was found.
     *
     * @param method any
     * @return the gate for one that ends the process; a static method, so that no matter whom it is called on
     */
    public static Method found(Method method) {
        if (method == null || !ends(method.getDeclaringClass(), method.getName())) {
            return method;
        }
        try {
            return StopGate.class.getMethod("exit", int.class);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Methods that were found.
     *
     * @param methods any; changed in place
     * @return the same array
     */
    public static Method[] found(Method[] methods) {
        for (int i = 0; i < methods.length; i++) {
            methods[i] = found(methods[i]);
        }
        return methods;
    }

    /**
     * Stands for {@code lookup.findStatic}.
     *
     * @param lookup who looks
     * @param owner where
     * @param name for what
     * @param type of what type
     * @return the handle
     * @throws NoSuchMethodException as it does
     * @throws IllegalAccessException as it does
     */
    public static MethodHandle findStatic(MethodHandles.Lookup lookup, Class<?> owner, String name, MethodType type)
            throws NoSuchMethodException, IllegalAccessException {
        return ends(owner, name)
                ? MethodHandles.publicLookup().findStatic(StopGate.class, "exit", type)
                : lookup.findStatic(owner, name, type);
    }

    /**
     * Stands for {@code lookup.findVirtual}.
     *
     * @param lookup who looks
     * @param owner where
     * @param name for what
     * @param type of what type
     * @return the handle
     * @throws NoSuchMethodException as it does
     * @throws IllegalAccessException as it does
     */
    public static MethodHandle findVirtual(MethodHandles.Lookup lookup, Class<?> owner, String name, MethodType type)
            throws NoSuchMethodException, IllegalAccessException {
        return ends(owner, name)
                ? MethodHandles.publicLookup()
                        .findStatic(StopGate.class, "exit", type.insertParameterTypes(0, Runtime.class))
                : lookup.findVirtual(owner, name, type);
    }

    /**
     * Stands for {@code lookup.bind}.
     *
     * @param lookup who looks
     * @param receiver on what
     * @param name for what
     * @param type of what type
     * @return the handle
     * @throws NoSuchMethodException as it does
     * @throws IllegalAccessException as it does
     */
    public static MethodHandle bind(MethodHandles.Lookup lookup, Object receiver, String name, MethodType type)
            throws NoSuchMethodException, IllegalAccessException {
        return receiver instanceof Runtime && ends(Runtime.class, name)
                ? MethodHandles.publicLookup().findStatic(StopGate.class, "exit", type)
                : lookup.bind(receiver, name, type);
    }

    /**
     * Stands for {@code System.setSecurityManager}.
     *
     * @param manager not used
     */
    public static void guard(Object manager) {
        throw new PatchclampException(
                "A security manager is not set: it would stand between the kernel and its own files and connections.",
                "a process of its own for what needs one: %%sh with java -Djava.security.manager …");
    }
}

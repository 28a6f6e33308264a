package io.patchclamp.kernel.session;

import java.util.Locale;
import java.util.Set;

import io.patchclamp.kernel.display.Carried;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Calls of user code that hand a task to a pool: the task is wrapped, so that what it prints lands under this cell. */
final class TaskCalls {
    private static final String CARRIED = Type.getInternalName(Carried.class);
    private static final String CONCURRENT = "java/util/concurrent/";
    private static final String SCHEDULED = CONCURRENT + "ScheduledExecutorService";
    private static final Set<String> OWNERS = Set.of(
            "CompletableFuture",
            "CompletionStage",
            "Executor",
            "ExecutorService",
            "AbstractExecutorService",
            "ScheduledExecutorService",
            "ThreadPoolExecutor",
            "ScheduledThreadPoolExecutor",
            "ForkJoinPool");
    private static final Set<String> TASKS = Set.of(
            "java/lang/Runnable",
            CONCURRENT + "Callable",
            "java/util/function/Supplier",
            "java/util/function/Function",
            "java/util/function/Consumer",
            "java/util/function/BiFunction",
            "java/util/function/BiConsumer");

    private TaskCalls() {}

    /**
     * Calls the kernel instead where the task lies deep in the stack: the method of its name that takes the pool first.
     *
     * @return whether it did
     */
    static boolean schedules(MethodVisitor method, int opcode, String owner, String name, String descriptor) {
        boolean pool = owner.equals(SCHEDULED) || owner.equals(CONCURRENT + "ScheduledThreadPoolExecutor");
        if (opcode == Opcodes.INVOKESPECIAL || !pool || !name.startsWith("schedule")) {
            return false;
        }
        method.visitMethodInsn(
                Opcodes.INVOKESTATIC, CARRIED, name, "(L" + SCHEDULED + ";" + descriptor.substring(1), false);
        return true;
    }

    /** Wraps the task that lies on the stack for a call: the last argument, or the one before an executor. */
    static void wrap(MethodVisitor method, String owner, String descriptor) {
        if (!owner.startsWith(CONCURRENT) || !OWNERS.contains(owner.substring(CONCURRENT.length()))) {
            return;
        }
        Type[] arguments = Type.getArgumentTypes(descriptor);
        int last = arguments.length - 1;
        boolean executor = last >= 1 && arguments[last].getInternalName().equals(CONCURRENT + "Executor");
        int at = executor ? last - 1 : last;
        if (at < 0 || arguments[at].getSort() != Type.OBJECT || !TASKS.contains(arguments[at].getInternalName())) {
            return;
        }
        String type = arguments[at].getDescriptor();
        String name = type.substring(type.lastIndexOf('/') + 1, type.length() - 1);
        String wrapper = name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
        if (executor) {
            method.visitInsn(Opcodes.SWAP);
        }
        method.visitMethodInsn(Opcodes.INVOKESTATIC, CARRIED, wrapper, "(" + type + ")" + type, false);
        if (executor) {
            method.visitInsn(Opcodes.SWAP);
        }
    }
}

package io.patchclamp.kernel.session;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

import io.patchclamp.kernel.display.Carried;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Makes user classes stoppable and keeps them from ending the process. The calls put in take and leave nothing on the
 * stack, so frames stay as they are.
 */
final class Weaver {
    private static final String GATE = Type.getInternalName(StopGate.class);
    private static final String CARRIED = Type.getInternalName(Carried.class);
    private static final String TIMER_TASK = "java/util/TimerTask";
    private static final String EXIT_OF_RUNTIME = "(Ljava/lang/Runtime;I)V";

    private Weaver() {}

    /** The class with its checks; as it was, if it is of a version we cannot read. */
    static byte[] weave(byte[] bytes) {
        return woven(bytes, true);
    }

    private static byte[] woven(byte[] bytes, boolean stoppable) {
        try {
            ClassReader reader = new ClassReader(bytes);
            ClassWriter writer = new ClassWriter(reader, 0);
            reader.accept(new Checks(writer, stoppable), 0);
            return writer.toByteArray();
        } catch (IllegalArgumentException newerThanWeKnow) {
            return bytes;
        }
    }

    /** Whether a class of a library may call what ends the process; cheap, and sometimes wrong to the safe side. */
    static boolean mayExit(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        boolean ends = text.contains("java/lang/System") && text.contains("exit");
        return ends || text.contains("java/lang/Runtime") && (text.contains("exit") || text.contains("halt"));
    }

    /** A class of a library with nothing changed but its exits. */
    static byte[] withoutExit(byte[] bytes) {
        return woven(bytes, false);
    }

    private static final class Checks extends ClassVisitor {
        private final boolean stoppable;
        private boolean timed; // a task of a timer

        Checks(ClassVisitor next, boolean stoppable) {
            super(Opcodes.ASM9, next);
            this.stoppable = stoppable;
        }

        @Override
        public void visit(int version, int access, String name, String signature, String parent, String[] interfaces) {
            timed = stoppable && TIMER_TASK.equals(parent);
            super.visit(version, access, name, signature, parent, interfaces);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] thrown) {
            MethodVisitor next = super.visitMethod(access, name, descriptor, signature, thrown);
            boolean begins = timed && name.equals("run") && descriptor.equals("()V");
            return new InMethod(next, stoppable, timed && name.equals("<init>"), begins);
        }
    }

    private static final class InMethod extends MethodVisitor {
        private final Set<Label> behind = new HashSet<>();

        private final boolean stoppable;
        private final boolean timed;
        private final boolean begins;

        InMethod(MethodVisitor next, boolean stoppable, boolean timed, boolean begins) {
            super(Opcodes.ASM9, next);
            this.stoppable = stoppable;
            this.timed = timed;
            this.begins = begins;
        }

        @Override
        public void visitCode() {
            super.visitCode();
            check();
            if (begins) {
                tell("begins");
            }
        }

        @Override
        public void visitMaxs(int stack, int locals) {
            super.visitMaxs(Math.max(1, stack), locals);
        }

        private void tell(String what) {
            super.visitVarInsn(Opcodes.ALOAD, 0);
            super.visitMethodInsn(Opcodes.INVOKESTATIC, CARRIED, what, "(L" + TIMER_TASK + ";)V", false);
        }

        @Override
        public void visitLabel(Label label) {
            behind.add(label);
            super.visitLabel(label);
        }

        @Override
        public void visitJumpInsn(int opcode, Label label) {
            if (behind.contains(label)) {
                check();
            }
            super.visitJumpInsn(opcode, label);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            if (isSystemExit(owner, name, descriptor)) {
                super.visitMethodInsn(Opcodes.INVOKESTATIC, GATE, "exit", "(I)V", false);
            } else if (isRuntimeExit(owner, name, descriptor)) {
                super.visitMethodInsn(Opcodes.INVOKESTATIC, GATE, "exit", EXIT_OF_RUNTIME, false);
            } else if (!stoppable
                    || !Exits.replaced(mv, owner, name, descriptor)
                            && !TaskCalls.schedules(mv, opcode, owner, name, descriptor)) {
                if (stoppable) {
                    TaskCalls.wrap(mv, owner, descriptor);
                }
                super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
                if (stoppable) {
                    Exits.found(mv, owner, name, descriptor);
                }
                if (timed && opcode == Opcodes.INVOKESPECIAL && owner.equals(TIMER_TASK) && name.equals("<init>")) {
                    tell("made");
                }
            }
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            Object[] woven = arguments.clone();
            for (int i = 0; i < woven.length; i++) {
                if (woven[i] instanceof Handle h && isSystemExit(h.getOwner(), h.getName(), h.getDesc())) {
                    woven[i] = new Handle(Opcodes.H_INVOKESTATIC, GATE, "exit", "(I)V", false);
                } else if (woven[i] instanceof Handle h && isRuntimeExit(h.getOwner(), h.getName(), h.getDesc())) {
                    woven[i] = new Handle(Opcodes.H_INVOKESTATIC, GATE, "exit", EXIT_OF_RUNTIME, false);
                }
            }
            super.visitInvokeDynamicInsn(name, descriptor, bootstrap, woven);
        }

        private void check() {
            if (stoppable) {
                super.visitMethodInsn(Opcodes.INVOKESTATIC, GATE, "check", "()V", false);
            }
        }

        private static boolean isSystemExit(String owner, String name, String descriptor) {
            return owner.equals("java/lang/System") && name.equals("exit") && descriptor.equals("(I)V");
        }

        private static boolean isRuntimeExit(String owner, String name, String descriptor) {
            return owner.equals("java/lang/Runtime")
                    && (name.equals("exit") || name.equals("halt"))
                    && descriptor.equals("(I)V");
        }
    }
}

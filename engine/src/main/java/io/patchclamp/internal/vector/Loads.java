package io.patchclamp.internal.vector;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * How a vector is read from native memory: JDK 17 takes it from a {@code ByteBuffer}, newer ones, where that method is gone,
 * from a {@code MemorySegment}. Bound once to a constant, which the compiler sees through.
 */
final class Loads {
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    /** {@code (Object memory, long byteOffset) → FloatVector}. */
    static final MethodHandle LOAD;

    /** {@code (ByteBuffer) → Object}: what {@link #LOAD} reads from. */
    private static final MethodHandle MEMORY;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            Class<?> memory;
            MethodHandle load;
            MethodHandle of;
            if (Runtime.version().feature() < 22) {
                memory = ByteBuffer.class;
                load = lookup.findStatic(FloatVector.class, "fromByteBuffer", type(memory, int.class));
                of = MethodHandles.identity(ByteBuffer.class);
            } else {
                memory = Class.forName("java.lang.foreign.MemorySegment");
                load = lookup.findStatic(FloatVector.class, "fromMemorySegment", type(memory, long.class));
                of = lookup.findStatic(memory, "ofBuffer", MethodType.methodType(memory, java.nio.Buffer.class));
            }
            load = MethodHandles.insertArguments(load, 3, ByteOrder.nativeOrder());
            load = MethodHandles.insertArguments(load, 0, SPECIES);
            LOAD = MethodHandles.explicitCastArguments(
                    load, MethodType.methodType(FloatVector.class, Object.class, long.class));
            MEMORY = MethodHandles.explicitCastArguments(of, MethodType.methodType(Object.class, ByteBuffer.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Loads() {}

    private static MethodType type(Class<?> memory, Class<?> offset) {
        return MethodType.methodType(FloatVector.class, VectorSpecies.class, memory, offset, ByteOrder.class);
    }

    static Object memory(ByteBuffer buffer) {
        try {
            return (Object) MEMORY.invokeExact(buffer);
        } catch (Throwable e) {
            throw new IllegalStateException("viewing native memory: " + e, e);
        }
    }
}

package io.patchclamp.internal.vector;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import jdk.incubator.vector.ByteVector;
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

    /** {@code (Object memory, long byteOffset) → ByteVector} of a byte for each number of a vector. */
    static final MethodHandle LOAD_BYTES;

    /** {@code (Object memory, long byteOffset) → ByteVector} of two bytes for each number of a vector. */
    static final MethodHandle LOAD_PAIRS;

    /** {@code (ByteBuffer) → Object}: what {@link #LOAD} reads from. */
    private static final MethodHandle MEMORY;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            MethodHandle of;
            if (Runtime.version().feature() < 22) {
                of = MethodHandles.identity(ByteBuffer.class);
            } else {
                Class<?> memory = Class.forName("java.lang.foreign.MemorySegment");
                of = lookup.findStatic(memory, "ofBuffer", MethodType.methodType(memory, java.nio.Buffer.class));
            }
            MEMORY = MethodHandles.explicitCastArguments(of, MethodType.methodType(Object.class, ByteBuffer.class));
            LOAD = load(FloatVector.class, SPECIES);
            boolean wide = SPECIES.length() == 16;
            LOAD_BYTES = load(ByteVector.class, wide ? ByteVector.SPECIES_128 : ByteVector.SPECIES_64);
            LOAD_PAIRS = load(ByteVector.class, wide ? ByteVector.SPECIES_256 : ByteVector.SPECIES_128);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static MethodHandle load(Class<?> vector, VectorSpecies<?> species) throws ReflectiveOperationException {
        boolean buffers = Runtime.version().feature() < 22;
        Class<?> memory = buffers ? ByteBuffer.class : Class.forName("java.lang.foreign.MemorySegment");
        MethodType type = MethodType.methodType(
                vector, VectorSpecies.class, memory, buffers ? int.class : long.class, ByteOrder.class);
        String name = buffers ? "fromByteBuffer" : "fromMemorySegment";
        MethodHandle load = MethodHandles.publicLookup().findStatic(vector, name, type);
        load = MethodHandles.insertArguments(load, 3, ByteOrder.nativeOrder());
        load = MethodHandles.insertArguments(load, 0, species);
        return MethodHandles.explicitCastArguments(load, MethodType.methodType(vector, Object.class, long.class));
    }

    private Loads() {}

    static Object memory(ByteBuffer buffer) {
        try {
            return (Object) MEMORY.invokeExact(buffer);
        } catch (Throwable e) {
            throw new IllegalStateException("viewing native memory: " + e, e);
        }
    }
}

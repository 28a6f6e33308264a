package io.patchclamp.internal.format;

import java.util.Optional;

/**
 * How weights are stored: in blocks of {@code blockSize} weights that take {@code blockBytes} bytes. Types that only
 * name themselves in an error have no decoder.
 */
public enum WeightType {
    /** Single precision. */
    F32(1, 4, true),
    /** Half precision. */
    F16(1, 2, true),
    /** The upper half of single precision. */
    BF16(1, 2, true),
    /** 4 bits and a scale. */
    Q4_0(32, 18, true),
    /** 4 bits, a scale and a minimum. */
    Q4_1(32, 20, true),
    /** 5 bits and a scale. */
    Q5_0(32, 22, true),
    /** 5 bits, a scale and a minimum. */
    Q5_1(32, 24, true),
    /** 8 bits and a scale. */
    Q8_0(32, 34, true),
    /** 2 bits, scales and minima of 4 bits. */
    Q2_K(256, 84, true),
    /** 3 bits, scales of 6 bits. */
    Q3_K(256, 110, true),
    /** 4 bits, scales and minima of 6 bits. */
    Q4_K(256, 144, true),
    /** 5 bits, scales and minima of 6 bits. */
    Q5_K(256, 176, true),
    /** 6 bits, scales of 8 bits. */
    Q6_K(256, 210, true),

    Q8_1(32, 40, false),
    Q8_K(256, 292, false),
    IQ2_XXS(256, 66, false),
    IQ2_XS(256, 74, false),
    IQ3_XXS(256, 98, false),
    IQ1_S(256, 50, false),
    IQ4_NL(32, 18, false),
    IQ3_S(256, 110, false),
    IQ2_S(256, 82, false),
    IQ4_XS(256, 136, false),
    IQ1_M(256, 56, false),
    TQ1_0(256, 54, false),
    TQ2_0(256, 66, false),
    MXFP4(32, 17, false),

    BOOL(1, 1, false),
    I8(1, 1, false),
    U8(1, 1, false),
    I16(1, 2, false),
    U16(1, 2, false),
    I32(1, 4, false),
    U32(1, 4, false),
    I64(1, 8, false),
    U64(1, 8, false),
    F64(1, 8, false),
    C64(1, 8, false),
    F8_E4M3(1, 1, false),
    F8_E5M2(1, 1, false),
    F8_E8M0(1, 1, false);

    /** What we read, for error messages. */
    static final String READABLE = "F32, F16, BF16, Q8_0, Q4_0, Q4_1, Q5_0, Q5_1, Q2_K, Q3_K, Q4_K, Q5_K, Q6_K";

    private final int blockSize;
    private final int blockBytes;
    private final boolean readable;

    WeightType(int blockSize, int blockBytes, boolean readable) {
        this.blockSize = blockSize;
        this.blockBytes = blockBytes;
        this.readable = readable;
    }

    /** How many weights share one block. */
    public int blockSize() {
        return blockSize;
    }

    /** How many bytes one block takes. */
    public int blockBytes() {
        return blockBytes;
    }

    /** Whether we can turn it into single precision. */
    public boolean readable() {
        return readable;
    }

    /** The type with this number in a GGUF file. */
    static Optional<WeightType> ofGgml(int id) {
        return Optional.ofNullable(
                switch (id) {
                    case 0 -> F32;
                    case 1 -> F16;
                    case 2 -> Q4_0;
                    case 3 -> Q4_1;
                    case 6 -> Q5_0;
                    case 7 -> Q5_1;
                    case 8 -> Q8_0;
                    case 9 -> Q8_1;
                    case 10 -> Q2_K;
                    case 11 -> Q3_K;
                    case 12 -> Q4_K;
                    case 13 -> Q5_K;
                    case 14 -> Q6_K;
                    case 15 -> Q8_K;
                    case 16 -> IQ2_XXS;
                    case 17 -> IQ2_XS;
                    case 18 -> IQ3_XXS;
                    case 19 -> IQ1_S;
                    case 20 -> IQ4_NL;
                    case 21 -> IQ3_S;
                    case 22 -> IQ2_S;
                    case 23 -> IQ4_XS;
                    case 24 -> I8;
                    case 25 -> I16;
                    case 26 -> I32;
                    case 27 -> I64;
                    case 28 -> F64;
                    case 29 -> IQ1_M;
                    case 30 -> BF16;
                    case 34 -> TQ1_0;
                    case 35 -> TQ2_0;
                    case 39 -> MXFP4;
                    default -> null;
                });
    }

    /** The type with this name in a safetensors header. */
    static Optional<WeightType> ofSafetensors(String dtype) {
        return Optional.ofNullable(
                switch (dtype) {
                    case "F32" -> F32;
                    case "F16" -> F16;
                    case "BF16" -> BF16;
                    case "BOOL" -> BOOL;
                    case "I8" -> I8;
                    case "U8" -> U8;
                    case "I16" -> I16;
                    case "U16" -> U16;
                    case "I32" -> I32;
                    case "U32" -> U32;
                    case "I64" -> I64;
                    case "U64" -> U64;
                    case "F64" -> F64;
                    case "C64" -> C64;
                    case "F8_E4M3" -> F8_E4M3;
                    case "F8_E5M2" -> F8_E5M2;
                    case "F8_E8M0" -> F8_E8M0;
                    default -> null;
                });
    }
}

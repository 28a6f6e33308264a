package io.patchclamp.internal.vector;

/** The curves, number by number. */
final class PlainCurves {
    /** Below this a number's exponential is 0 beside 1. */
    private static final float LEAST = -87;

    /** Adding and taking away leaves the nearest whole number. */
    private static final float ROUND = 0x1.8p23f;

    private PlainCurves() {}

    static float of(Curve curve, float x) {
        return switch (curve) {
            case SILU -> x / (1 + bounded(-x));
            case GELU -> gelu(x);
            case GELU_TANH -> x / (1 + bounded(-1.5957691216f * (x + 0.044715f * x * x * x)));
            case TANH -> 2 / (1 + bounded(-2 * x)) - 1;
            case RELU -> Math.max(x, 0);
        };
    }

    /** By Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 7.1.26: to 1.5e-7. */
    private static float gelu(float x) {
        float z = Math.abs(x) * 0.70710678f;
        float t = 1 / (1 + 0.3275911f * z);
        float p = ((((1.061405429f * t - 1.453152027f) * t + 1.421413741f) * t - 0.284496736f) * t + 0.254829592f) * t;
        float beyond = 0.5f * p * exp(-z * z); // Φ(-|x|)
        return x * (x < 0 ? beyond : 1 - beyond);
    }

    /** The exponential of any number, large ones taken for 87. */
    private static float bounded(float x) {
        return x > 0 ? 1 / exp(-x) : exp(x);
    }

    /** Of a number that is not above 0: 2ⁿ times a polynomial on half of a power to either side, as Cephes has it. */
    static float exp(float x) {
        if (!(x >= LEAST)) {
            return Float.isNaN(x) ? x : 0;
        }
        float n = x * 1.44269504f + ROUND - ROUND;
        float r = x - n * 0.693359375f + n * 2.12194440e-4f;
        float p = 1.9875691500e-4f * r + 1.3981999507e-3f;
        p = p * r + 8.3334519073e-3f;
        p = p * r + 4.1665795894e-2f;
        p = p * r + 1.6666665459e-1f;
        p = p * r + 5.0000001201e-1f;
        return (p * r * r + r + 1) * Float.intBitsToFloat((int) n + 127 << 23);
    }
}

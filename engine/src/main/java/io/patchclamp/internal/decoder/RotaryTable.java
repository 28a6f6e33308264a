package io.patchclamp.internal.decoder;

import io.patchclamp.model.Positions.DynamicScaling;
import io.patchclamp.model.Positions.FactorScaling;
import io.patchclamp.model.Positions.LinearScaling;
import io.patchclamp.model.Positions.Llama3Scaling;
import io.patchclamp.model.Positions.LongScaling;
import io.patchclamp.model.Positions.NoScaling;
import io.patchclamp.model.Positions.QwenDynamicScaling;
import io.patchclamp.model.Positions.Rope;
import io.patchclamp.model.Positions.Scaling;
import io.patchclamp.model.Positions.YarnScaling;

/**
 * Cosines and sines of the rotary angles, computed as {@code transformers} does: inverse frequencies in single precision from
 * step to step, as its tensors are, angle their single-precision product with the position. A more exact angle would disagree with the model's
 * training and with every reference at long positions.
 */
final class RotaryTable {
    private final Rope rope;
    private final float[] plain;

    RotaryTable(Rope rope) {
        this.rope = rope;
        this.plain = dependsOnLength(rope) ? null : frequencies(0);
    }

    /** Whether the angles of a token depend on how long the sequence is that it is read in. */
    boolean dependsOnLength() {
        return plain == null;
    }

    private static boolean dependsOnLength(Rope rope) {
        return rope.scaling() instanceof DynamicScaling
                || rope.scaling() instanceof LongScaling
                || rope.scaling() instanceof QwenDynamicScaling;
    }

    int turned() {
        return rope.turned();
    }

    /** By how much each pair turns from one position to the next. */
    float[] frequencies(int length) {
        int half = rope.turned() / 2;
        float[] out = new float[half];
        double theta = theta(length);
        float[] ramp = rope.scaling() instanceof YarnScaling yarn ? ramp(yarn) : null;
        for (int i = 0; i < half; i++) {
            float exponent = (float) (2 * i) / rope.dims();
            float base = (float) Math.pow((float) theta, exponent);
            out[i] = ramp != null
                    ? yarn((YarnScaling) rope.scaling(), base, ramp[i])
                    : scaled(base, i, length, rope.scaling());
        }
        return out;
    }

    private double theta(int length) {
        double dims = rope.dims();
        if (rope.scaling() instanceof DynamicScaling s && length > s.originalContext()) {
            float times = (float) s.factor() * length / (float) s.originalContext() - (float) (s.factor() - 1);
            return (float) rope.theta() * (float) Math.pow(times, (float) (dims / (dims - 2)));
        }
        if (rope.scaling() instanceof QwenDynamicScaling s && length > s.trainedContext()) {
            double value = Math.log((double) length / s.trainedContext()) / Math.log(2) + 1;
            double alpha = Math.max(Math.pow(2, Math.ceil(value)) - 1, 1);
            return rope.theta() * Math.pow(alpha, dims / (dims - 2));
        }
        return rope.theta();
    }

    private static float scaled(float base, int pair, int length, Scaling scaling) {
        float plain = 1f / base;
        if (scaling instanceof LinearScaling linear) {
            return plain / (float) linear.factor();
        }
        if (scaling instanceof FactorScaling factors) {
            return (float) (plain / factors.divisors().get(pair));
        }
        if (scaling instanceof Llama3Scaling llama3) {
            return llama3(plain, llama3);
        }
        if (scaling instanceof LongScaling s) {
            double divisor = (length > s.originalContext() ? s.longDivisors() : s.shortDivisors()).get(pair);
            return 1f / ((float) divisor * base);
        }
        if (scaling instanceof NoScaling
                || scaling instanceof DynamicScaling
                || scaling instanceof QwenDynamicScaling) {
            return plain;
        }
        throw new IllegalStateException("rope scaling " + scaling);
    }

    private static float llama3(float frequency, Llama3Scaling s) {
        // torch divides a number by a tensor as the number times the reciprocal.
        float wavelength = 1 / frequency * (float) (2 * Math.PI);
        if (wavelength > (float) (s.originalContext() / s.lowFrequencyFactor())) {
            return frequency / (float) s.factor();
        }
        if (wavelength < (float) (s.originalContext() / s.highFrequencyFactor())) {
            return frequency;
        }
        float smooth = (1 / wavelength * (float) s.originalContext() - (float) s.lowFrequencyFactor())
                / (float) (s.highFrequencyFactor() - s.lowFrequencyFactor());
        return (1 - smooth) * frequency / (float) s.factor() + smooth * frequency;
    }

    private static float yarn(YarnScaling s, float base, float ramp) {
        float kept = 1 - ramp;
        float stretched = 1 / ((float) s.factor() * base);
        return stretched * (1 - kept) + 1 / base * kept;
    }

    /** How much each pair is stretched, 0 to 1. */
    private float[] ramp(YarnScaling s) {
        double low = pair(s.betaFast(), s.originalContext());
        double high = pair(s.betaSlow(), s.originalContext());
        if (s.truncate()) {
            low = Math.floor(low);
            high = Math.ceil(high);
        }
        low = Math.max(low, 0);
        high = Math.min(high, rope.dims() - 1);
        if (low == high) {
            high += 0.001;
        }
        float[] out = new float[rope.turned() / 2];
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.min(1, Math.max(0, (i - (float) low) / (float) (high - low)));
        }
        return out;
    }

    /** The pair that turns this often within the original context. */
    private double pair(double turns, double context) {
        return rope.dims() * Math.log(context / (turns * 2 * Math.PI)) / (2 * Math.log(rope.theta()));
    }

    private float warmth() {
        if (rope.scaling() instanceof YarnScaling s) {
            return (float) s.attentionFactor();
        }
        return rope.scaling() instanceof LongScaling s ? (float) s.attentionFactor() : 1;
    }

    /**
     * Writes cosines and sines of some positions, {@code [position, turned]}, both halves alike.
     *
     * @param length how long the sequence is taken to be
     */
    void fill(int from, int count, int length, float[] cosines, float[] sines, int at) {
        float[] frequencies = plain == null ? frequencies(length) : plain;
        int half = frequencies.length;
        float warmth = warmth();
        for (int p = 0; p < count; p++) {
            for (int i = 0; i < half; i++) {
                float angle = (from + p) * frequencies[i];
                int first = at + p * 2 * half + i;
                cosines[first] = (float) Math.cos(angle) * warmth;
                cosines[first + half] = cosines[first];
                sines[first] = (float) Math.sin(angle) * warmth;
                sines[first + half] = sines[first];
            }
        }
    }
}

package io.patchclamp.internal.decoder;

import io.patchclamp.model.ModelConfig;
import io.patchclamp.model.ModelConfig.FactorScaling;
import io.patchclamp.model.ModelConfig.LinearScaling;
import io.patchclamp.model.ModelConfig.Llama3Scaling;
import io.patchclamp.model.ModelConfig.NoScaling;
import io.patchclamp.model.ModelConfig.Scaling;

/**
 * Cosines and sines of the rotary angles, computed as {@code transformers} does: inverse frequencies rounded to single
 * precision, angle their single-precision product with the position. A more exact angle would disagree with the model's
 * training and with every reference at long positions.
 */
final class RotaryTable {
    private final float[] inverseFrequencies;

    RotaryTable(ModelConfig config) {
        int half = config.headDim() / 2;
        inverseFrequencies = new float[half];
        float theta = (float) config.rope().theta();
        for (int i = 0; i < half; i++) {
            float exponent = (float) (2 * i) / config.headDim();
            float plain = 1f / (float) Math.pow(theta, exponent);
            inverseFrequencies[i] = scaled(plain, i, config.rope().scaling());
        }
    }

    private static float scaled(float frequency, int pair, Scaling scaling) {
        if (scaling instanceof NoScaling) {
            return frequency;
        }
        if (scaling instanceof LinearScaling linear) {
            return (float) (frequency / linear.factor());
        }
        if (scaling instanceof FactorScaling factors) {
            return (float) (frequency / factors.divisors().get(pair));
        }
        if (scaling instanceof Llama3Scaling llama3) {
            return llama3(frequency, llama3);
        }
        throw new IllegalStateException("rope scaling " + scaling);
    }

    private static float llama3(float frequency, Llama3Scaling s) {
        double wavelength = 2 * Math.PI / frequency;
        if (wavelength > s.originalContext() / s.lowFrequencyFactor()) {
            return (float) (frequency / s.factor());
        }
        if (wavelength < s.originalContext() / s.highFrequencyFactor()) {
            return frequency;
        }
        double smooth = (s.originalContext() / wavelength - s.lowFrequencyFactor())
                / (s.highFrequencyFactor() - s.lowFrequencyFactor());
        return (float) ((1 - smooth) * frequency / s.factor() + smooth * frequency);
    }

    /** Cosines, {@code [position, d_head]}, both halves alike. */
    float[] cosines(int from, int count) {
        return table(from, count, true);
    }

    /** Sines, {@code [position, d_head]}, both halves alike. */
    float[] sines(int from, int count) {
        return table(from, count, false);
    }

    private float[] table(int from, int count, boolean cosine) {
        int half = inverseFrequencies.length;
        float[] out = new float[count * 2 * half];
        for (int p = 0; p < count; p++) {
            for (int i = 0; i < half; i++) {
                float angle = (from + p) * inverseFrequencies[i];
                float value = (float) (cosine ? Math.cos(angle) : Math.sin(angle));
                out[p * 2 * half + i] = value;
                out[p * 2 * half + half + i] = value;
            }
        }
        return out;
    }
}

package io.patchclamp.internal.vector;

import java.util.function.DoubleUnaryOperator;

import org.apache.commons.math3.special.Erf;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** By vectors or number by number, a curve is what it is in double precision. */
class CurveTest {
    @Test
    void everyCurveIsWhatItIsInDoublePrecision() {
        check(Curve.SILU, x -> x / (1 + Math.exp(-x)));
        check(Curve.GELU, x -> x * 0.5 * Erf.erfc(-x / Math.sqrt(2)));
        check(Curve.GELU_TANH, x -> 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))));
        check(Curve.TANH, Math::tanh);
        check(Curve.RELU, x -> Math.max(x, 0));
    }

    private static void check(Curve curve, DoubleUnaryOperator exact) {
        float[] x = new float[4001];
        for (int i = 0; i < x.length; i++) {
            x[i] = (i - 2000) / 20f;
        }
        float[] out = new float[x.length];
        curve.of(x, out);
        for (int i = 0; i < x.length; i++) {
            double right = exact.applyAsDouble(x[i]);
            double round = 3e-7 * Math.max(1, Math.abs(right));
            assertThat((double) out[i]).as("%s of %s", curve, x[i]).isCloseTo(right, within(round));
            assertThat((double) PlainCurves.of(curve, x[i])).isCloseTo(right, within(round));
        }
    }

    @Test
    void whatIsNotANumberStaysSo() {
        for (Curve curve : Curve.values()) {
            float[] out = new float[20];
            float[] x = new float[20];
            x[3] = Float.NaN;
            x[19] = Float.NaN;
            curve.of(x, out);
            assertThat(out[3]).as(curve.name()).isNaN();
            assertThat(out[19]).as(curve.name()).isNaN();
            assertThat(out[4]).isZero();
        }
    }
}

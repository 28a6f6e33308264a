package io.patchclamp.internal.djl;

import java.util.Random;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.patchclamp.internal.vector.Products;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** With the vector module and without: a product is the same up to round-off, and belongs to the same scope. */
class JavaProductTest {
    private final Random random = new Random(5);

    @Test
    void anyNumberOfRowsGivesWhatLibtorchGives() {
        Torch.ready();
        try (Scope scope = Scope.open()) {
            Tensor weight = random(scope, 200, 300);
            Tensor bias = random(scope, 200);
            for (int rows : new int[] {1, 2, 5, 8, 9, 20}) {
                Tensor x = random(scope, 1, rows, 300);
                for (Tensor added : new Tensor[] {null, bias}) {
                    float[] plain = JniUtils.linear(x.array, weight.array, added == null ? null : added.array)
                            .toFloatArray();
                    Tensor result = x.linear(weight, added);
                    assertThat(result.shape()).containsExactly(1, rows, 200);
                    float[] got = result.toArray();
                    for (int i = 0; i < plain.length; i++) {
                        assertThat(got[i]).isCloseTo(plain[i], within(1e-4f));
                    }
                }
            }
        }
    }

    @Test
    void rowsAndWeightsThatDoNotLieInOrderAreMultipliedAsTheyMean() {
        Torch.ready();
        try (Scope scope = Scope.open()) {
            Tensor weight = random(scope, 300, 200).swap(0, 1);
            Tensor x = random(scope, 300, 3).swap(0, 1);
            assertThat(JavaProduct.with(weight.array).of(x, null)).isNull();
            Tensor inOrder = random(scope, 200, 300);
            float[] plain = JniUtils.linear(x.array, inOrder.array, null).toFloatArray();
            float[] got = x.linear(inOrder, null).toArray();
            for (int i = 0; i < plain.length; i++) {
                assertThat(got[i]).isCloseTo(plain[i], within(1e-4f));
            }
        }
    }

    @Test
    void whereGradientsAreAskedForLibtorchComputes() {
        Torch.ready();
        try (Scope scope = Scope.open()) {
            Tensor weight = random(scope, 200, 300);
            Tensor x = random(scope, 1, 300);
            assertThat(JavaProduct.with(weight.array).of(x, null) != null).isEqualTo(Products.possible());
            JniUtils.setGradMode(true);
            try {
                x.array.setRequiresGradient(true);
                assertThat(JavaProduct.with(weight.array).of(x, null)).isNull();
                PtNDArray y = x.linear(weight, null).array;
                JniUtils.backward(y, (PtNDArray) y.onesLike(), false, false);
                assertThat(x.array.getGradient().toFloatArray())
                        .containsExactly(weight.array.sum(new int[] {0}).toFloatArray(), within(1e-4f));
            } finally {
                JniUtils.setGradMode(false);
            }
        }
    }

    @Test
    void theResultGoesWithTheScopeOfTheRows() {
        Torch.ready();
        try (Scope scope = Scope.open()) {
            Tensor weight = random(scope, 200, 300);
            Tensor result;
            try (Scope inner = scope.inner()) {
                result = random(inner, 2, 300).linear(weight, null);
                assertThat(result.array.isReleased()).isFalse();
            }
            assertThat(result.array.isReleased()).isTrue();
            assertThat(weight.array.getManager().getManagedArrays()).hasSize(1);
        }
    }

    private Tensor random(Scope scope, int... shape) {
        int count = 1;
        long[] axes = new long[shape.length];
        for (int i = 0; i < shape.length; i++) {
            axes[i] = shape[i];
            count *= shape[i];
        }
        float[] data = new float[count];
        for (int i = 0; i < count; i++) {
            data[i] = (float) random.nextGaussian();
        }
        return scope.floats(data, axes);
    }
}

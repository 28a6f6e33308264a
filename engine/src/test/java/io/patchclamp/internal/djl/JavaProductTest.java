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
                    float[] plain = JniUtils.linear(x.array(), weight.array(), added == null ? null : added.array())
                            .toFloatArray();
                    Tensor result = x.linear(Weight.of(weight), added);
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
            assertThat(JavaProduct.with(weight.array()).of(x, null)).isNull();
            Tensor inOrder = random(scope, 200, 300);
            float[] plain = JniUtils.linear(x.array(), inOrder.array(), null).toFloatArray();
            float[] got = x.linear(Weight.of(inOrder), null).toArray();
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
            assertThat(JavaProduct.with(weight.array()).of(x, null)).isNotNull();
            JniUtils.setGradMode(true);
            try {
                x.array().setRequiresGradient(true);
                assertThat(JavaProduct.with(weight.array()).of(x, null)).isNull();
                PtNDArray y = x.linear(Weight.of(weight), null).array();
                JniUtils.backward(y, (PtNDArray) y.onesLike(), false, false);
                assertThat(x.array().getGradient().toFloatArray())
                        .containsExactly(weight.array().sum(new int[] {0}).toFloatArray(), within(1e-4f));
            } finally {
                JniUtils.setGradMode(false);
            }
        }
    }

    @Test
    void oneQueryAHeadIsAttendedToAsByLibtorch() {
        Torch.ready();
        try (Scope scope = Scope.open()) {
            for (int slots : new int[] {1, 2, 16, 17, 100, 700}) {
                for (int masks : new int[] {0, 1, 2}) {
                    Tensor q = random(scope, 2, 6, 1, 128).times(scope.floats(new float[] {3}, 1));
                    Tensor k = random(scope, 2, 2, slots, 128);
                    Tensor v = random(scope, 2, 2, slots, 128);
                    Tensor mask = masks == 0 ? null : mask(scope, masks, slots);
                    Tensor got = q.attendOnce(k, v, mask, 0);
                    assertThat(got != null).isEqualTo(Products.vectors());
                    if (got != null) {
                        Tensor keys = k.repeat(1, 3);
                        Tensor values = v.repeat(1, 3);
                        Tensor plain = mask == null ? q.attendToAll(keys, values) : q.attend(keys, values, mask);
                        assertThat(got.shape()).containsExactly(2, 6, 1, 128);
                        assertThat(got.toArray()).containsExactly(plain.toArray(), within(2e-5f));
                    }
                }
            }
        }
    }

    private static Tensor mask(Scope scope, int rows, int slots) {
        float[] mask = new float[rows * slots];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = i % 3 == 1 && i % slots > 0 ? Float.NEGATIVE_INFINITY : 0;
        }
        return scope.floats(mask, rows, 1, 1, slots);
    }

    @Test
    void attentionOfSeveralQueriesOrWithGradientsIsLeftToLibtorch() {
        Torch.ready();
        try (Scope scope = Scope.open()) {
            Tensor two = random(scope, 1, 2, 2, 128);
            assertThat(two.attendOnce(two, two, null, 0)).isNull();
            Tensor one = random(scope, 1, 2, 1, 128);
            JniUtils.setGradMode(true);
            try {
                assertThat(one.attendOnce(one, one, null, 0)).isNull();
            } finally {
                JniUtils.setGradMode(false);
            }
        }
    }

    @Test
    void aCopyIsInOrderWhereTheNumbersAreNotAndLeavesNothingBehind() {
        Torch.ready();
        try (Scope scope = Scope.open()) {
            Tensor turned = random(scope, 150, 200).swap(0, 1);
            int before = turned.array().getManager().getManagedArrays().size();
            float[] copy = turned.toArray();
            assertThat(turned.array().getManager().getManagedArrays().size()).isEqualTo(before);
            assertThat(copy).containsExactly(turned.array().toFloatArray());
        }
    }

    @Test
    void rowsAreNormedAsByLibtorch() {
        Torch.ready();
        try (Scope scope = Scope.open()) {
            Tensor epsilon = scope.floats(new float[] {1e-5f}, 1);
            for (int width : new int[] {3, 64, 100, 576}) {
                for (int rows : new int[] {1, 7, 300}) {
                    Tensor x = random(scope, 2, rows, width);
                    Tensor weight = random(scope, width);
                    float[] here = x.rmsNorm(weight, epsilon).toArray();
                    JniUtils.setGradMode(true);
                    try {
                        assertThat(here)
                                .containsExactly(x.rmsNorm(weight, epsilon).toArray(), within(1e-5f));
                    } finally {
                        JniUtils.setGradMode(false);
                    }
                }
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
                result = random(inner, 2, 300).linear(Weight.of(weight), null);
                assertThat(result.array().isReleased()).isFalse();
            }
            assertThat(result.array().isReleased()).isTrue();
            assertThat(weight.array().getManager().getManagedArrays()).hasSize(1);
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

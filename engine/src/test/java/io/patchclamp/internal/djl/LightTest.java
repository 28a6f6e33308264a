package io.patchclamp.internal.djl;

import java.util.Random;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Numbers in Java give what the same numbers give in libtorch. */
class LightTest {
    private final Random random = new Random(11);

    private Tensor random(Scope scope, long... shape) {
        long count = 1;
        for (long length : shape) {
            count *= length;
        }
        float[] data = new float[(int) count];
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) random.nextGaussian();
        }
        return scope.floats(data, shape);
    }

    private static void same(Tensor far, UnaryOperator<Tensor> work) {
        Tensor near = far.near();
        assertThat(near.data()).isNotNull();
        Tensor expected = work.apply(far);
        Tensor got = work.apply(near);
        assertThat(got.data()).isNotNull();
        assertThat(got.shape()).containsExactly(expected.shape());
        assertThat(got.toArray()).containsExactly(expected.toArray(), within(2e-6f));
    }

    @Test
    void everyOperationGivesWhatLibtorchGives() {
        Torch.ready();
        try (Scope scope = Scope.open()) {
            Tensor weight = random(scope, 24);
            Tensor bias = random(scope, 24);
            Tensor epsilon = scope.floats(new float[] {1e-5f}, 1);
            Tensor x = random(scope, 2, 1, 24);
            Tensor other = random(scope, 2, 1, 24);
            Tensor cap = scope.few(new float[] {2.5f}, 1);
            same(x, t -> t.plus(other));
            same(x, t -> t.plus(cap));
            same(x, t -> t.times(other.near()));
            same(x, t -> t.times(cap));
            same(x, t -> t.rmsNorm(weight, epsilon));
            same(x, t -> t.layerNorm(weight, bias, epsilon));
            same(x, Tensor::silu);
            same(x, Tensor::gelu);
            same(x, Tensor::geluTanh);
            same(x, Tensor::relu);
            same(x, t -> t.softCap(cap));
            same(x, t -> t.reshape(2, 4, 6).permute(2, 0, 1));
            same(x, t -> t.reshape(2, 4, 6).swap(1, 2).swap(0, 2));
            same(x, t -> t.narrow(2, 3, 20).narrow(0, 1, 2));
            same(x, t -> t.reshape(2, 4, 6).append(t.reshape(2, 4, 6).narrow(1, 0, 2), 1));
            for (int rows : new int[] {1, 2}) {
                Tensor cos = random(scope, rows, 1, 1, 6);
                Tensor sin = random(scope, rows, 1, 1, 6);
                same(x, t -> t.reshape(2, 1, 4, 6).rope(cos, sin));
            }
        }
    }

    @Test
    void severalWeightsAtOnceGiveWhatEachGives() {
        Torch.ready();
        try (Scope scope = Scope.open()) {
            Tensor x = random(scope, 2, 1, 24);
            Weight[] weights = {Weight.of(random(scope, 5, 24)), Weight.of(random(scope, 70, 24))};
            Tensor[] biases = {random(scope, 5), null};
            Tensor[] near = x.near().linear(weights, biases);
            for (int i = 0; i < 2; i++) {
                Tensor far = x.linear(weights[i], biases[i]);
                assertThat(near[i].shape()).containsExactly(far.shape());
                assertThat(near[i].toArray()).containsExactly(far.toArray(), within(1e-5f));
            }
        }
    }

    @Test
    void whatJavaCannotDoLibtorchDoes() {
        Torch.ready();
        try (Scope scope = Scope.open()) {
            Tensor x = random(scope, 1, 1, 24);
            assertThat(x.near().softmax().toArray()).containsExactly(x.softmax().toArray());
            Tensor row = random(scope, 24);
            assertThat(x.near().reshape(1, 24).plus(row).toArray())
                    .containsExactly(x.reshape(1, 24).plus(row).toArray());
        }
    }

    @Test
    void whatWasReadIsACopy() {
        Torch.ready();
        try (Scope scope = Scope.open()) {
            Tensor x = random(scope, 1, 1, 24).near();
            float first = x.toArray()[0];
            x.toArray()[0] = first + 1;
            assertThat(x.toArray()[0]).isEqualTo(first);
        }
    }
}

package io.patchclamp.magic;

import io.patchclamp.edit.Clamp;
import io.patchclamp.edit.Edit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ClampsTest {
    private final FakeModel model = new FakeModel("tiny");
    private final Workbench workbench = new Workbench((reference, progress) -> model);

    @Test
    void theNumberStandsBehindTheLastEqualsSign() {
        assertThat(parse("L1.mlp.neurons[0, 3]=-0.5")).isInstanceOfSatisfying(Clamp.class, clamp -> {
            assertThat(clamp.value()).isEqualTo(-0.5f);
            assertThat(clamp.where().electrodes().get(0).units()).containsExactly(0, 3);
            assertThat(clamp.fromToken()).isEqualTo(1);
            assertThat(clamp.toToken()).isEqualTo(4);
        });
    }

    @Test
    void hooksStandForSelectors() {
        workbench.hooks().put("last", "L-1.mlp.out");

        assertThat(parse("@last=1e1")).isInstanceOfSatisfying(Clamp.class, clamp -> {
            assertThat(clamp.where().electrodes().get(0).site().layer()).isEqualTo(1);
            assertThat(clamp.value()).isEqualTo(10f);
        });
    }

    @Test
    void whatIsNoClampIsAnError() {
        fails(
                "L1.mlp.out",
                "The clamp 'L1.mlp.out' says where, but not at what value.\n"
                        + "Try: L1.mlp.out=0, or another number behind the =, without blanks");
        fails("=3", "The clamp '=3' says at what value, but not where.\nTry: L-1.mlp.neurons[0]=3");
        fails(
                "embed=x",
                "The clamp 'embed=x' holds units at 'x', which is not a number.\nTry: embed=0, or another number");
        fails(
                "embed=0.5q",
                "The clamp 'embed=0.5q' is in units of the neuron's own quantile, which no corpus pass has measured.\n"
                        + "Try: a plain number, such as embed=2.5");
        fails(
                "embed=1e39",
                "The clamp 'embed=1e39' holds units at a number that is too large for f32.\n"
                        + "Try: a number within ±3.4e38");
    }

    private void fails(String text, String message) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(UsageException.class).hasMessage(message);
    }

    private Edit parse(String text) {
        return Clamps.parse(text, workbench, model, new Range(1, 4));
    }
}

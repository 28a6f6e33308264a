package io.patchclamp.internal.decoder;

import io.patchclamp.model.Positions.DynamicScaling;
import io.patchclamp.model.Positions.LinearScaling;
import io.patchclamp.model.Positions.Llama3Scaling;
import io.patchclamp.model.Positions.Rope;
import io.patchclamp.model.Positions.Scaling;
import io.patchclamp.model.Positions.YarnScaling;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Inverse frequencies have the bits that {@code ROPE_INIT_FUNCTIONS} of transformers 5.23 gives (max_position_embeddings 64): where
 * the last one is off, position 100 is turned by 1e-5 too much.
 */
class RotaryTableTest {
    @Test
    void linear() {
        check(
                rope(10_000, 12, new LinearScaling(1.7)),
                0,
                0x1.2d2d2cp-1f,
                0x1.038bc6p-3f,
                0x1.bf5704p-6f,
                0x1.81818p-8f,
                0x1.4c3806p-10f,
                0x1.1e4c3p-12f);
    }

    @Test
    void llama3() {
        check(
                rope(1234.5, 24, new Llama3Scaling(3.3, 0.7, 3, 20)),
                0,
                0x1.0p+0f,
                0x1.6101ecp-2f,
                0x1.e1fca2p-4f,
                0x1.a2cbf4p-5f,
                0x1.ced10ep-6f,
                0x1.ff76bp-7f,
                0x1.1a9ca6p-7f,
                0x1.385144p-8f,
                0x1.59252ep-9f,
                0x1.7d6c76p-10f,
                0x1.a583f2p-11f,
                0x1.d1d22ep-12f);
    }

    @Test
    void yarn() {
        check(
                rope(10_000, 24, new YarnScaling(2.7, 32, 1, 45, 1, true)),
                0,
                0x1.0p+0f,
                0x1.778b6ep-2f,
                0x1.000574p-3f,
                0x1.2f684cp-5f,
                0x1.19a89p-6f,
                0x1.0577f6p-7f,
                0x1.e573acp-9f,
                0x1.c2a756p-10f,
                0x1.a25982p-11f,
                0x1.845c8ap-12f,
                0x1.6885dep-13f,
                0x1.4eaep-14f);
    }

    @Test
    void yarnWithBoundsBetweenDimensions() {
        check(
                rope(10_000, 24, new YarnScaling(2.7, 7.3, 0.6, 45, 1, false)),
                0,
                0x1.0p+0f,
                0x1.7eaa98p-2f,
                0x1.0d3e64p-3f,
                0x1.543b3p-5f,
                0x1.19a89p-6f,
                0x1.0577f6p-7f,
                0x1.e573acp-9f,
                0x1.c2a756p-10f,
                0x1.a25982p-11f,
                0x1.845c8ap-12f,
                0x1.6885dep-13f,
                0x1.4eaep-14f);
    }

    @Test
    void dynamic() {
        check(
                rope(10_000, 12, new DynamicScaling(1.7, 64)),
                100,
                0x1.0p+0f,
                0x1.81d07ap-3f,
                0x1.22ba5ep-5f,
                0x1.b6270cp-8f,
                0x1.4a2ac2p-10f,
                0x1.f1973ep-13f);
    }

    private static Rope rope(double theta, int dims, Scaling scaling) {
        return new Rope(theta, dims, scaling);
    }

    private static void check(Rope rope, int length, float... expected) {
        assertThat(new RotaryTable(rope).frequencies(length)).containsExactly(expected);
    }
}

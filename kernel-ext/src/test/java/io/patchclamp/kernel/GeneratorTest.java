package io.patchclamp.kernel;

import java.util.List;
import java.util.Map;

import io.patchclamp.record.Recording;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GeneratorTest {
    private record Hidden(int a) {}

    @Test
    void aTypeIsNamedAsUserCodeCanNameIt() {
        assertThat(Generator.typeName(Recording.class)).isEqualTo("io.patchclamp.record.Recording");
        assertThat(Generator.typeName(Map.Entry.class)).isEqualTo("java.util.Map.Entry");
        assertThat(Generator.typeName(double[].class)).isEqualTo("double[]");
        assertThat(Generator.typeName(Hidden.class)).isEqualTo("java.lang.Record");
        assertThat(Generator.typeName(List.of(1).getClass())).isEqualTo("java.util.AbstractCollection");
        assertThat(Generator.typeName(Void.class)).isEqualTo("java.lang.Object");
        assertThat(Generator.typeName(null)).isEqualTo("java.lang.Object");
    }
}

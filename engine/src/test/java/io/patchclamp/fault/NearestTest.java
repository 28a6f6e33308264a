package io.patchclamp.fault;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class NearestTest {
    @ParameterizedTest
    @CsvSource({"'','',0", "a,'',1", "kitten,sitting,3", "neurons,nuerons,1", "ab,ba,1", "abc,cab,2", "same,same,0"})
    void countsEdits(String a, String b, int edits) {
        assertThat(Nearest.edits(a, b)).isEqualTo(edits);
        assertThat(Nearest.edits(b, a)).isEqualTo(edits);
    }

    @Test
    void nearestComesFirstAndTiesKeepTheirOrder() {
        assertThat(Nearest.to("tmep", List.of("top-p", "temp", "seed", "temperature"), 3))
                .containsExactly("temp", "top-p", "seed");
        assertThat(Nearest.to("x", List.of("a", "b", "c", "a"), 9)).containsExactly("a", "b", "c");
    }

    @Test
    void sharedPartsCountMoreThanLength() {
        assertThat(Nearest.to("mlp.down_proj", List.of("mlp.out", "model.layers.5.mlp.down_proj"), 1))
                .containsExactly("model.layers.5.mlp.down_proj");
    }

    @Test
    void aNameInTheWrongCaseIsNear() {
        List<String> names = List.of("L*.ln1", "L*.ln2", "embed", "logits", "L0.mlp.out");
        assertThat(Nearest.to("LOGITS", names, 1)).containsExactly("logits");
        assertThat(Nearest.to("l0.MLP.Out", names, 1)).containsExactly("L0.mlp.out");
        assertThat(Nearest.to("Temp", List.of("temq", "temp"), 1)).containsExactly("temp");
    }
}

package io.patchclamp.figure;

import io.patchclamp.geometry.Decoded;
import io.patchclamp.geometry.Decoder;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DecodingChartTest {
    @Test
    void theCaptionSaysFoldsShufflesAndCorrection() throws Exception {
        Decoded decoding = Decoder.of(Populations.growing(80, 12, 24), "number")
                .group("noun")
                .permutations(99)
                .run();

        Figure figure = DecodingChart.of(decoding);
        Looked.at("decoding", figure);

        assertThat(figure.caption())
                .contains("mean over 5 folds by 'noun'")
                .contains("99 shuffles")
                .contains("p ≤ .05 against the best of 12 sites")
                .contains("seed 0");
        assertThat(figure.text()).contains("best L").contains("criterion");
    }

    @Test
    void oneSiteIsDrawnToo() throws Exception {
        Decoded decoding = Decoder.of(Populations.growing(40, 1, 24), "number")
                .group("noun")
                .permutations(19)
                .run();

        Looked.at("decoding-one", DecodingChart.of(decoding));

        assertThat(DecodingChart.of(decoding).caption()).contains("best of 1 site in");
    }
}

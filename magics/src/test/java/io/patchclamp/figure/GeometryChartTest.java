package io.patchclamp.figure;

import java.util.List;

import io.patchclamp.geometry.Pca;
import io.patchclamp.geometry.Rsa;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GeometryChartTest {
    @Test
    void aMatrixIsDrawnBesideItsModels() throws Exception {
        Figure figure = RdmChart.of(Rsa.of(Populations.growing(80, 12, 24), "cell")
                .model("number")
                .model("tense")
                .group("noun")
                .run());
        Looked.at("rdm", figure);

        assertThat(figure.caption())
                .contains("4 of 12 sites")
                .contains("crossnobis")
                .contains("all 24 orders of the conditions, seed 0");
        assertThat(figure.text()).contains("with tense: 0.686, p = ");
    }

    @Test
    void conditionsArePathsAndTrialsAreDots() throws Exception {
        Figure path = PcaChart.of(
                Pca.of(Populations.growing(80, 12, 24)).by("cell").group("noun").run());
        Looked.at("pca-path", path);
        Figure dots = PcaChart.of(Pca.of(Populations.growing(80, 12, 24).sites(List.of("L11.resid_post")))
                .by("cell")
                .group("noun")
                .run());
        Looked.at("pca-dots", dots);

        assertThat(path.caption()).contains("○ L0.resid_post, ■ L11.resid_post").contains("Participation ratio");
        assertThat(dots.caption()).contains("each dot a trial").contains("dashed: held in trials that were left out");
    }
}

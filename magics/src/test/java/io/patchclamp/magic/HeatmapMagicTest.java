package io.patchclamp.magic;

import java.util.List;
import java.util.Optional;

import io.patchclamp.array.NamedArray;
import io.patchclamp.figure.Figure;
import io.patchclamp.model.Model;
import io.patchclamp.record.Recording;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HeatmapMagicTest {
    private final Magics magics = Magics.standard((reference, options, progress) -> new FakeModel(reference));
    private final FakeSession session = new FakeSession();

    @BeforeEach
    void recordSomething() throws Exception {
        Model model = (Model) magics.run("model", "tiny", Optional.empty(), session);
        session.variables.put("one", Recordings.of(model, "L1.mlp.neurons", "ab c"));
        session.variables.put(
                "rec", Recordings.of(model, "L0.mlp.out, L1.mlp.neurons, L1.attn.pattern, L1.attn.z", "ab c", "xy"));
        session.variables.put("part", Recordings.of(model, "L1.mlp.neurons[2..4,7]", "ab c"));
    }

    @Test
    void oneSiteAndOneTrialNeedNoOptions() throws Exception {
        Figure figure = draw("one");

        assertThat(figure.png()).startsWith(0x89, 'P', 'N', 'G');
        assertThat(figure.text())
                .contains("L1.mlp.neurons")
                .contains("4 tokens")
                .contains("12 neurons");
    }

    @Test
    void aSiteIsChosenByAnyOfItsNames() throws Exception {
        assertThat(draw("rec --at L1.mlp.neurons").text()).contains("L1.mlp.neurons");
        assertThat(draw("rec --at L-1.mlp.neurons").text()).contains("L1.mlp.neurons");
        assertThat(draw("rec --at blocks.1.mlp.hook_post --trial 1").text()).contains("trial 1");
    }

    @Test
    void meanAndHeadAndUnitsChooseWhatIsShown() throws Exception {
        assertThat(draw("rec --at L1.mlp.neurons --mean").text()).contains("mean of 1 to 2 trials a token");
        assertThat(draw("rec --at L1.mlp.neurons --units 3..5").text()).contains("3 neurons");
        assertThat(draw("rec --at L1.attn.pattern --head 1").text()).contains("head 1");
        assertThat(draw("rec --at L1.attn.z").text()).contains("8 dimensions");
        assertThat(draw("rec --at L1.attn.z --head 1").text()).contains("4 dimensions");
        assertThat(draw("rec --at L1.mlp.neurons --scale-from 1").text()).contains("from token 1");
        assertThat(draw("part --units 4..").text()).contains("2 neurons");
    }

    @Test
    void anArrayIsDrawnToo() throws Exception {
        session.variables.put(
                "array", NamedArray.of(List.of("trial", "token", "unit"), new int[] {2, 1, 3}, new float[6]));

        assertThat(draw("array --trial 1").text()).contains("1 token");
        fails(
                "array --mean",
                "--mean is for recordings, and 'array' is an array [trial 2, token 1, unit 3].\n"
                        + "Try: %heatmap array without --mean");
        fails("array --trial 2", "The array [trial 2, token 1, unit 3] has no trial 2.\nTry: --trial 1");
        session.variables.put("line", NamedArray.of(List.of("unit"), new int[] {3}, new float[3]));
        fails(
                "line",
                "A heat map needs two axes, [token, unit], and 'line' is an array [unit 3].\n"
                        + "Try: line.at(0) takes the first index of the first axis");
    }

    @Test
    void whatWasNotRecordedIsAnError() {
        fails("rec", "The recording has 4 sites, and a picture shows one.\nTry: " + sites());
        fails(
                "one --at L0.mlp.neurons",
                "Nothing was recorded at 'L0.mlp.neurons'.\nTry: --at L1.mlp.neurons; there are L1.mlp.neurons");
        fails("one --trial 3", "The recording has trials 0 to 0, got --trial 3.\nTry: --trial 0");
        fails("one --trial 0 --mean", "%heatmap shows one trial or the mean, got both.\nTry: --trial 0 or --mean");
        fails(
                "one --units 20..30",
                "No unit of 20..30 is there: L1.mlp.neurons has units 0 to 11.\nTry: --units 0..11");
        fails("rec --at L1.attn.z --head 5", "Head 5 was not recorded, heads [0, 1] were.\nTry: --head 0");
        assertThatThrownBy(() -> draw("one --head 1"))
                .hasMessageStartingWith("There are no heads in [token 4, d_mlp 12].");
        assertThatThrownBy(() -> draw("rec --at L1.*.*"))
                .hasMessageContaining("recorded sites, and a picture shows one.");
        assertThatThrownBy(() -> draw("session")).hasMessageStartingWith("There is no Java variable 'session'.");
    }

    private String sites() {
        List<String> names = ((Recording) session.variables.get("rec"))
                .sites().stream().map(s -> s.site().name()).toList();
        return "--at " + names.get(names.size() - 1) + "; there are " + String.join(", ", names);
    }

    private void fails(String line, String message) {
        assertThatThrownBy(() -> draw(line)).isInstanceOf(UsageException.class).hasMessage(message);
    }

    private Figure draw(String line) throws Exception {
        return (Figure) magics.run("heatmap", line, Optional.empty(), session);
    }
}

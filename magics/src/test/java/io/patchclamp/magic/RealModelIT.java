package io.patchclamp.magic;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import io.patchclamp.figure.Figure;
import io.patchclamp.generate.Generation;
import io.patchclamp.model.Model;
import io.patchclamp.record.Recording;
import io.patchclamp.view.Views;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The magics on the default model; skipped where it was not fetched. */
class RealModelIT {
    private final Magics magics = Magics.standard();
    private final FakeSession session = new FakeSession();

    @BeforeEach
    void loadTheDefaultModel() throws Exception {
        String home = Optional.ofNullable(System.getenv("PATCHCLAMP_HOME"))
                .orElse(System.getProperty("user.home") + "/.cache/patchclamp");
        assumeTrue(Files.isDirectory(Path.of(home, "models", "smollm2")), "no default model in " + home);
        session.variables.put("model", run("model", "smollm2", null));
    }

    @Test
    void whatIsRecordedIsWhatIsGeneratedAndEveryResultHasAView() throws Exception {
        Recording recording = (Recording) run("record", "--at L-1.mlp.neurons --new 5", "Hello, I am your");
        session.variables.put("rec", recording);
        Generation generation = (Generation) run("generate", "--new 5", "Hello, I am your");
        Figure figure = (Figure) run("heatmap", "rec", null);

        assertThat(recording.forwardPasses()).containsExactly(5);
        assertThat(recording.trials().get(0).text())
                .isEqualTo(generation.trials().get(0).text());
        assertThat(figure.text()).contains("L29.mlp.neurons");
        show(session.variables.get("model"));
        show(recording);
        show(generation);
        show(figure);
        show(run("modules", "", null));
        show(run("params", "", null));
        show(run("tokenize", "Hello, I am  your 日本語 😀", null));
        show(run("hook", "last L-1.mlp.neurons[0..99], L0.attn.pattern, model.layers.3.mlp", null));
        show(run("clamp", "L-1.mlp.neurons[0..2]=0 --new 5", "Hello, I am your\nThe capital of France is"));
        show(run("attribute", "--verify 5", "The capital of France is"));
        show(run("attention", "--layer 3", "The capital of France is"));
        show(run("heads", "", null));
        show(run("lens", "", "The capital of France is"));
        show(run("lens", "--decompose head --target ' Paris'", "The capital of France is"));
        ((Model) session.variables.get("model")).close();
    }

    /** Shows a value, and leaves both forms in target/views to be looked at. */
    private static void show(Object value) throws Exception {
        var bundle = Views.of(value).orElseThrow();
        Path out = Path.of("target", "views");
        Files.createDirectories(out);
        String name = value.getClass().getSimpleName();
        for (var form : bundle.data().entrySet()) {
            Path file = out.resolve(
                    name + "." + form.getKey().substring(form.getKey().indexOf('/') + 1));
            if (form.getValue() instanceof byte[] bytes) {
                Files.write(file, bytes);
            } else {
                Files.writeString(file, (String) form.getValue());
            }
        }
    }

    private Object run(String name, String line, String body) throws Exception {
        return magics.run(name, line, Optional.ofNullable(body), session);
    }
}

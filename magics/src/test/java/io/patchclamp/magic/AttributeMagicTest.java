package io.patchclamp.magic;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import io.patchclamp.attribute.Attributed;
import io.patchclamp.lens.DirectReading;
import io.patchclamp.lens.LensReading;
import io.patchclamp.record.Recording;
import io.patchclamp.sweep.PathEffect;
import io.patchclamp.view.Views;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** {@code %attribute} and {@code %lens} on a tiny model of the engine's tests. */
class AttributeMagicTest {
    private static final Path TINY = Path.of("..", "engine", "src", "test", "resources", "parity", "llama-grouped")
            .toAbsolutePath()
            .normalize();

    private final Magics magics = Magics.standard();
    private final FakeSession session = new FakeSession();

    @BeforeEach
    void load() throws Exception {
        run("model", "'" + TINY + "'", null);
    }

    @Test
    void sharesAreShownBesideWhatReallyHappens() throws Exception {
        Attributed shares = (Attributed) run("attribute", "--verify 3 --target a", "The quick fox");

        assertThat(shares.trials().get(0).verified()).hasSize(3);
        assertThat(text(shares))
                .contains("Attribution of logprob of a after token ")
                .contains("really lost without it")
                .contains(shares.top(0, 1).get(0).name());
    }

    @Test
    void integratedGradientsShowWhetherTheyAddUp() throws Exception {
        Attributed shares = (Attributed) run("attribute", "--method ig --at L*.mlp.out --steps 16", "The quick fox");
        Attributed coarse = (Attributed) run("attribute", "--method ig --at L0.resid_pre --steps 1", "The quick fox");

        assertThat(text(shares)).contains("do the shares add up?").contains("target lost without the site");
        assertThat(text(coarse)).contains("Warning: shares do not add up to within 5 % at L0.resid_pre: more --steps");
    }

    @Test
    void attributionPatchingShowsItsCorrelation() throws Exception {
        Attributed shares = (Attributed) run(
                "attribute",
                "--method patch --at L*.attn.z --metric 'logit(\"a\") - logit(\"e\")'",
                "clean | corrupt\nThe quick fox | The slow! fox");

        assertThat(text(shares))
                .contains("attribution patching against real patching: correlation ")
                .contains("cells really patched");
    }

    @Test
    void pathsAreShownByHeadOrByReceiver(@TempDir Path folder) throws Exception {
        String pair = "clean | corrupt\nThe quick fox | The slow! fox";
        String metric = " --metric 'logit(\"a\") - logit(\"e\")'";
        PathEffect direct = (PathEffect) run("path", metric, pair);
        PathEffect queries = (PathEffect) run(
                "path",
                "--from L0.mlp.out,L1.mlp.out --to L1.attn.q,final_norm --from-tokens -1 --to-tokens @last --mlps free"
                        + metric,
                pair);
        PathEffect together = (PathEffect) run("path", "--from L0.attn.z[2] --to attn.q --together" + metric, pair);
        run("hook", "m L1.mlp.out --where -1", null);
        PathEffect hooked = (PathEffect) run("path", "--from @m" + metric, pair);
        PathEffect typed = (PathEffect) run("path", "--from L1.mlp.out --from-tokens -1" + metric, pair);
        assertThat(hooked.effect().toArray()).isEqualTo(typed.effect().toArray());
        assertThat(hooked.provenance().details()).containsEntry("senders", "@m where @m = L1.mlp.out @-1");
        session.variables.put("direct", direct);
        session.directory = folder;
        run("export", "direct direct.npz", null);

        assertThat(text(direct))
                .contains("Paths from L*.attn.z @all to final_norm @all, clean into corrupt")
                .contains("attention between is held, MLPs are held")
                .contains("mean effect  of the way");
        assertThat(html(direct)).contains("L1.attn.z[2] → final_norm");
        assertThat(text(queries)).contains("MLPs are free").contains("L0.mlp.out");
        assertThat(html(queries)).contains("L1.mlp.out → L1.attn.q[0]").contains("no path");
        assertThat(together.effect().shape()).containsExactly(1, 1);
        assertThat(Files.size(folder.resolve("direct.npz"))).isPositive();
    }

    @Test
    void aRecordingStandsForItsTrials(@TempDir Path folder) throws Exception {
        session.variables.put("rec", (Recording) run("record", "--at L*.resid_post --new 3", "The quick fox"));
        Attributed shares = (Attributed) run("attribute", "rec", null);
        LensReading lens = (LensReading) run("lens", "rec --top 3", null);
        session.variables.put("shares", shares);
        session.variables.put("lens", lens);
        session.directory = folder;

        assertThat(shares.trials().get(0).text()).isEqualTo(lens.trials().get(0).text());
        assertThat(text(lens)).contains("Logit lens: The quick fox").contains("L1.resid_post");
        run("export", "shares shares.npz", null);
        run("export", "lens lens.npz", null);
        assertThat(Files.size(folder.resolve("shares.npz"))).isPositive();
        assertThat(Files.size(folder.resolve("lens.npz"))).isPositive();
    }

    @Test
    void aLogitIsTakenApart() throws Exception {
        DirectReading layers = (DirectReading) run("lens", "--decompose layer --target a", "The quick fox");
        DirectReading heads =
                (DirectReading) run("lens", "--decompose head --metric 'logit(\"a\") - logit(\"e\")'", "The quick fox");
        DirectReading neurons = (DirectReading) run("lens", "--decompose neuron --token 1", "The quick fox");

        assertThat(text(layers)).contains("Parts of logit(\"a\") after token ").contains("sum of all parts ");
        assertThat(text(heads)).contains("head 0").contains("L1.attn.z[");
        assertThat(text(neurons)).contains(".mlp.neurons[").contains("after token 1 of");
    }

    @Test
    void headsAreShownTogetherOrOneLarge() throws Exception {
        Object together = run("attention", "--layer 0", "The quick fox");
        Object large = run("attention", "--layer -1 --head 1", "The quick fox");
        Object scores = run("heads", "--length 5 --texts 2", null);

        assertThat(text(together))
                .contains("Attention of L0: The quick fox")
                .contains("head 2: the last token looks most at ");
        assertThat(html(together)).contains("<img").contains(" looked at&#10;").doesNotContain("<script");
        assertThat(text(large)).contains("Attention of L1 head 1: ").contains("1.00");
        assertThat(html(large)).contains(" → ");
        assertThat(text(scores)).contains("induction heads; a head that looks everywhere alike scores ");
    }

    private static String html(Object value) {
        return (String) Views.of(value).orElseThrow().data().get("text/html");
    }

    @Test
    void whatDoesNotGoTogetherIsSaid() {
        fails(
                "attribute",
                "--method x",
                "a",
                "Option --method of %%attribute takes one of grad, ig, patch",
                "--method");
        fails("attribute", "--token 0.5", "a", "--token of %%attribute is a whole number, got 0.5.", "-1 for the last");
        fails("lens", "--target a", "a", "--target of %%lens is about a logit that is taken apart.", "--decompose");
        fails("lens", "--decompose x", "a", "Option --decompose of %%lens takes one of layer, head, neuron", "layer");
        fails(
                "lens",
                "--decompose head --top 3",
                "a",
                "--at and --top of %%lens are about states, and --decompose takes a logit apart.",
                "one or the other");
        fails(
                "lens",
                "--decompose head --target a --metric entropy",
                "a",
                "%%lens got a target and a metric, and takes one logit apart.",
                "one of the two");
        fails(
                "attribute",
                "rec",
                "a",
                "%%attribute got its trials from more than one place: the recording 'rec', and a body, --trials or"
                        + " --file.",
                "one of them");
    }

    private void fails(String name, String line, String body, String message, String advice) {
        assertThatThrownBy(() -> run(name, line, body))
                .hasMessageStartingWith(message)
                .hasMessageContaining("Try: ")
                .hasMessageContaining(advice);
    }

    private static String text(Object value) {
        return (String) Views.of(value).orElseThrow().data().get("text/plain");
    }

    private Object run(String name, String line, String body) throws Exception {
        return magics.run(name, line, Optional.ofNullable(body), session);
    }
}

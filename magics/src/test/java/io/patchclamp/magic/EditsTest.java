package io.patchclamp.magic;

import java.util.List;

import io.patchclamp.edit.Edit;
import io.patchclamp.edit.TokenChoice;
import io.patchclamp.fault.PatchclampException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EditsTest {
    private final FakeModel model = new FakeModel("tiny");
    private final Workbench workbench = new Workbench((reference, options, progress) -> model);
    private final FakeSession session = new FakeSession();

    @Test
    void wordsWithoutASignBelongToTheEditBefore() {
        assertThat(
                        parse(
                                "L1.mlp.neurons[0, 3]=-0.5 @1..4 steps 0..2 @last=1e1 @/a=b/ L0.attn.z[1] *= 0.5 embed = 2 @ 3.. L0.ln1[2]*=1"))
                .containsExactly(
                        "L1.mlp.neurons[0, 3]=-0.5 @1..4 steps 0..2",
                        "@last where @last = L-1.mlp.out=10.0 @/a=b/",
                        "L0.attn.z[1]*=0.5",
                        "embed=2.0 @3..",
                        "L0.ln1[2]*=1.0");
    }

    @Test
    void variablesAreVectorsAndRecordings() {
        session.variables.put("v", new double[] {3, 4, 0, 0, 0, 0, 0, 0});
        session.variables.put("rec", Recordings.of(model, "L1.attn.z", "ab", "cd"));
        assertThat(parse("L1.resid_post+=-2*v @generated L1.attn.z[1]=@rec(trial 1, end) L1.attn.z=mean(rec)"))
                .containsExactly(
                        "L1.resid_post+=-2.0*v (norm 10.00) @generated",
                        "L1.attn.z[1]=@rec(trial 1, end)",
                        "L1.attn.z=mean(rec)");
        session.variables.put("text", "x");
        assertThatThrownBy(() -> parse("L1.attn.z=@text"))
                .isInstanceOf(PatchclampException.class)
                .hasMessageContaining("'text' is a String, not a recording.");
    }

    @Test
    void aHooksTokensHoldWhereTheEditChoosesNone() {
        workbench.hooks().put("z", "L1.attn.z[1]");
        workbench.wheres().put("z", TokenChoice.parse("-1"));
        assertThat(parse("@z=0 @z+=2 @z=0 @prompt '@z=0 @all' @last=0 L1.attn.z[1]=0"))
                .containsExactly(
                        "@z where @z = L1.attn.z[1]=0.0 @-1",
                        "@z where @z = L1.attn.z[1]+=2.0 @-1",
                        "@z where @z = L1.attn.z[1]=0.0 @prompt",
                        "@z where @z = L1.attn.z[1]=0.0",
                        "@last where @last = L-1.mlp.out=0.0",
                        "L1.attn.z[1]=0.0");
        assertThatThrownBy(() -> parse("@z,embed=0"))
                .isInstanceOf(UsageException.class)
                .hasMessage(
                        "'@z' holds at some tokens (-1), and '@z,embed' is taken as places alone here.\n"
                                + "Try: @z by itself in an edit (@z=0), in %%record, or as an end of %%path; or a hook without --where");
        workbench.hooks().put("more", "@z, embed");
        assertThatThrownBy(() -> workbench.select("@more", model)).hasMessageStartingWith("'@z' holds at some tokens");
    }

    @Test
    void injectTakesNothingButInjections() {
        workbench.load("tiny", session);
        MagicCall call =
                CommandLine.read(new InjectMagic(workbench).spec(), "L1.mlp.out=0", java.util.Optional.of("abc"));
        assertThatThrownBy(() -> new InjectMagic(workbench).run(call, session))
                .isInstanceOf(UsageException.class)
                .hasMessage("%%inject adds, and 'L1.mlp.out=0.0' does not.\n"
                        + "Try: SEL+=2 or SEL+=4*NAME; %%clamp for all other edits");
    }

    private List<String> parse(String line) {
        workbench.hooks().put("last", "L-1.mlp.out");
        List<String> words =
                Words.of("clamp", line).stream().map(Words.Word::text).toList();
        return Edits.ofWords(words, workbench, model, session).stream()
                .map(Edit::describe)
                .toList();
    }

    @Test
    void tokensBeforeTheSignAreShownTheirPlace() {
        for (String typed : List.of("@-1", "@event", "@3..4")) {
            assertThatThrownBy(() -> parse("L1.mlp.neurons[0]" + typed + "=0.5"))
                    .hasMessageContaining("Tokens are chosen behind the value, not before it.")
                    .hasMessageContaining("Try: L1.mlp.neurons[0]=0.5" + typed);
        }
    }
}

package io.patchclamp;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.patchclamp.edit.Ablate;
import io.patchclamp.edit.Change;
import io.patchclamp.edit.Clamp;
import io.patchclamp.edit.Edit;
import io.patchclamp.edit.Inject;
import io.patchclamp.edit.Patch;
import io.patchclamp.edit.Scale;
import io.patchclamp.edit.Steps;
import io.patchclamp.edit.TokenChoice;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.model.Electrode;
import io.patchclamp.model.Model;
import io.patchclamp.record.Recorder;
import io.patchclamp.record.Recording;
import io.patchclamp.trial.Trials;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EditParsingTest {
    private static Model model;
    private static Recording recording;

    @BeforeAll
    static void load() {
        model = TestModels.load("grouped");
        recording = Recorder.on(model).at("L1.attn.z,embed").record(Trials.of("The fox"));
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static Edit parse(String text) {
        Map<String, Object> names = Map.of("rec", recording.activations(), "v", new float[20]);
        return Edit.parse(text, model, Map.of("last", "L-1.mlp.out"), name -> Optional.ofNullable(names.get(name)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "embed=2.0",
                "embed=-1.0E10",
                "L*.mlp.neurons[3,5..7]- =0.0 @prompt",
                "L*.mlp.neurons[3] *=0.5 @3..7 steps 0..4",
                "L1.mlp.neurons[3]+ +=0.5 @-3..",
                "L0.mlp.* *=0.5",
                "embed, ** =0.5",
                "embed,L0.mlp.neurons *=0.5",
                "/a=b|embed$/=zero @-1",
                "L{0,1}.attn.q[1..2]=mean @generated",
                "embed=mean-by-position(rec)",
                "embed=resample(rec, seed 3)",
                "embed=resample(seed 3)",
                "embed=0.5q",
                "embed=-2.0q0.999(rec) @event",
                "embed=@rec",
                "embed=@rec(trial 0, end) @/a\\/b [x@]/ steps 2..",
                "embed=@rec(trial 0, 5>7, 3>8)",
                "@last=1.0",
                "**,!L*.attn.scores,!L*.attn.pattern=zero"
            })
    void whatIsDescribedReadsAsTheSameEdit(String text) {
        Edit edit = parse(text);
        assertThat(parse(edit.describe().replace("@last where @last = L-1.mlp.out", "@last")))
                .isEqualTo(edit);
        assertThat(parse(" " + text.replace(" ", "  ") + "  ").change()).isEqualTo(edit.change());
    }

    @ParameterizedTest
    @CsvSource({
        "L1.mlp.neurons[3]=0, Clamp, BOTH",
        "L1.mlp.neurons[3]+=0, Inject, BOTH",
        "L1.mlp.neurons[3]+ =0, Clamp, POSITIVE",
        "L1.mlp.neurons[3]-=0, Clamp, NEGATIVE",
        "L1.mlp.neurons[3]++=0, Inject, POSITIVE",
        "L1.mlp.neurons[3]*=0, Scale, BOTH",
        "L1.mlp.neurons[3]-*=0, Scale, NEGATIVE",
        "L1.mlp.neuro*=0, Scale, BOTH",
        "L1.mlp.neuro* =0, Clamp, BOTH",
        "L0.mlp.*=0, Clamp, BOTH",
        "L*=0, Scale, BOTH"
    })
    void theSignIsReadAsItStands(String text, String change, Electrode.Polarity polarity) {
        if (text.startsWith("L1.mlp.neuro*=") || text.startsWith("L*")) {
            // a star that could end a name scales; the name must then be whole
            assertThatThrownBy(() -> parse(text)).isInstanceOf(PatchclampException.class);
            return;
        }
        Edit edit = parse(text);
        assertThat(edit.change().getClass().getSimpleName()).isEqualTo(change);
        assertThat(edit.where().electrodes())
                .allSatisfy(e -> assertThat(e.polarity()).isEqualTo(polarity));
    }

    @Test
    void eachPartIsWhatItSays() {
        Edit edit = parse("L1.resid_post += -2 * v @2..5 steps 1..");
        assertThat(edit.change()).isInstanceOfSatisfying(Inject.class, inject -> {
            assertThat(inject.name()).isEqualTo("v");
            assertThat(inject.factor()).isEqualTo(-2f);
            assertThat(inject.vector().size()).isEqualTo(20);
        });
        assertThat(edit.tokens()).isEqualTo(new TokenChoice.Positions(2, 5));
        assertThat(edit.steps()).isEqualTo(new Steps(1, Integer.MAX_VALUE));
        assertThat(parse("embed=resample(seed 7)").change())
                .isEqualTo(new Ablate(Ablate.Mode.RESAMPLE, Optional.empty(), 7));
        assertThat(parse("embed=.5").change()).isEqualTo(new Clamp(new Clamp.Value(0.5f)));
    }

    @Test
    void mistakesAreMarked() {
        fails("L1.resid_post=men @prompt", """
                'men' is no value.
                  L1.resid_post=men @prompt
                                ^
                Try: mean; a number; or @men if it is a recording""");
        fails("embed=0 @promt", """
                '@promt' chooses no tokens.
                  embed=0 @promt
                           ^
                Try: @prompt, or @-1, @3..7, @/regex/, steps 0..4""");
        fails("embed=@prompt", """
                There is no recording 'prompt'.
                  embed=@prompt
                         ^
                Try: %%record --as prompt first""");
        fails("embed+=mean", """
                '+=' adds, and 'mean' is what a unit is set to.
                  embed+=mean
                         ^
                Try: a blank between the polarity and the sign: SEL+ =mean""");
        assertThatThrownBy(() -> parse("L9.resid_post=0")).hasMessageContaining("asks for layer 9");
    }

    private static void fails(String text, String message) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(PatchclampException.class)
                .hasMessage(message);
    }

    @Test
    void changesKnowWhetherTheyForce() {
        List<Change> forcing = List.of(
                parse("embed=0").change(),
                parse("embed=mean").change(),
                parse("embed=@rec").change());
        assertThat(forcing).allMatch(Change::forces);
        assertThat(forcing.get(2)).isInstanceOf(Patch.class);
        assertThat(List.of(new Scale(2), parse("embed+=1").change())).noneMatch(Change::forces);
    }
}

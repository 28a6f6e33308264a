package io.patchclamp.model;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.patchclamp.model.Electrode.Polarity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SelectorTest {
    private final Sites sites = Sites.of(Configs.tree(Configs.SMOLLM2_135M));
    private final Sites small = Sites.of(Configs.tree(Configs.llama(4, 8, 4, 2, 2, 12, 20, 16, 1e-5, 1e4, true)));

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            value = {
                "embed → embed",
                "L0.ln1 → L0.ln1",
                "L-1.mlp.out → L3.mlp.out",
                "L-4.mlp.out → L0.mlp.out",
                "L1..2.mlp.out → L1.mlp.out L2.mlp.out",
                "L-2..-1.mlp.out → L2.mlp.out L3.mlp.out",
                "L2..-1.mlp.out → L2.mlp.out L3.mlp.out",
                "L-2..3.mlp.out → L2.mlp.out L3.mlp.out",
                "L{0,2}.mlp.out → L0.mlp.out L2.mlp.out",
                "L{2,0,2}.mlp.out → L0.mlp.out L2.mlp.out",
                "L{0..1, -1}.mlp.out → L0.mlp.out L1.mlp.out L3.mlp.out",
                "L*.mlp.out → L0.mlp.out L1.mlp.out L2.mlp.out L3.mlp.out",
                "*.mlp.out → L0.mlp.out L1.mlp.out L2.mlp.out L3.mlp.out",
                "**.mlp.out → L0.mlp.out L1.mlp.out L2.mlp.out L3.mlp.out",
                "* → embed final_norm logits",
                "L1.* → L1.resid_pre L1.ln1 L1.resid_mid L1.ln2 L1.resid_post",
                "L1.mlp.* → L1.mlp.gate L1.mlp.act L1.mlp.up L1.mlp.neurons L1.mlp.out",
                "L1.attn.*_rot → L1.attn.q_rot L1.attn.k_rot",
                "L1.attn.*o*t* → L1.attn.q_rot L1.attn.k_rot L1.attn.head_out L1.attn.out",
                "L{0,1}.resid_* → L0.resid_pre L0.resid_mid L0.resid_post L1.resid_pre L1.resid_mid L1.resid_post",
                "logits , embed,L0.ln1 → embed L0.ln1 logits",
                "L0.ln1,L0.ln1 → L0.ln1",
                "model.layers.-1.mlp → model.layers.3.mlp",
                "model.layers.1..2.mlp → model.layers.1.mlp model.layers.2.mlp",
                "model.layers.{0,-1} → model.layers.0 model.layers.3",
                "model.layers.{0,-1}:in → model.layers.0:in model.layers.3:in",
                "model.layers.*.mlp.down_proj:in → model.layers.0.mlp.down_proj:in model.layers.1.mlp.down_proj:in"
                        + " model.layers.2.mlp.down_proj:in model.layers.3.mlp.down_proj:in",
                "model.layers.1.*_layernorm → model.layers.1.input_layernorm model.layers.1.post_attention_layernorm",
                "model.* → model.embed_tokens model.norm",
                "**.down_proj → model.layers.0.mlp.down_proj model.layers.1.mlp.down_proj model.layers.2.mlp.down_proj"
                        + " model.layers.3.mlp.down_proj",
                "blocks.{0,-1}.hook_mlp_out → blocks.0.hook_mlp_out blocks.3.hook_mlp_out",
                "/^L[02]\\.mlp\\.(gate|up)$/ → L0.mlp.gate L0.mlp.up L2.mlp.gate L2.mlp.up",
                "/L0.*(q|k)_/ → L0.attn.q_rot L0.attn.k_rot",
                "/\\.0\\..*down_proj/ → model.layers.0.mlp.down_proj",
                "/\\.0\\..*down_proj/:in → model.layers.0.mlp.down_proj:in",
                "/0.hook_resid_/ → blocks.0.hook_resid_pre blocks.0.hook_resid_mid blocks.0.hook_resid_post",
                "/^L0.{1,4}$/ → L0.ln1 L0.ln2",
                "L0.mlp.*,!L0.mlp.out → L0.mlp.gate L0.mlp.act L0.mlp.up L0.mlp.neurons",
                "L0.mlp.*,!L0.mlp.*,L0.ln1 → L0.ln1",
                "L*.ln1, ! L{1,2}.* → L0.ln1 L3.ln1",
                "L*.ln1,!model.layers.1.input_layernorm → L0.ln1 L2.ln1 L3.ln1",
                "**,!**.attn.*,!**.mlp.*,!L*.*,!/^l/ → embed final_norm",
            })
    void namesSites(String selector, String expected) {
        assertThat(names(selector, small)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            value = {
                "L5.mlp.neurons → ",
                "L5.mlp.neurons[1054] → 1054",
                "L5.mlp.neurons[0..3] → 0 1 2 3",
                "L5.mlp.neurons[9,1,5,1] → 1 5 9",
                "L5.mlp.neurons[ 7 , 0 .. 2 ] → 0 1 2 7",
                "L5.mlp.neurons[0..1535] → ",
                "L5.mlp.neurons[1],L5.mlp.neurons[0] → 0 1",
                "L5.mlp.neurons[1],L5.mlp.neurons → ",
                "L5.mlp.neurons[0..5],!L5.mlp.neurons[1..4] → 0 5",
                "L5.mlp.neurons[0..2],!L5.mlp.neurons[2..99] → 0 1",
                "L5.mlp.neurons[0..2],!L5.*.neurons[1],L5.mlp.neurons[7] → 0 2 7",
                "L5.attn.z[8] → 8",
                "L5.attn.k[2] → 2",
                "L5.attn.pattern[0,8] → 0 8",
                "L5.attn.head_out[3] → 3",
                "model.layers.5.self_attn.q_proj[575] → 575",
                "model.layers.5.mlp.down_proj[3]:in → 3",
                "model.layers.5.mlp.down_proj:in[3] → 3",
                "model.layers.5.mlp.down_proj:in[3],L5.mlp.neurons[4] → 3 4",
                "logits[49151] → 49151",
            })
    void choosesUnits(String selector, String expected) {
        List<Electrode> electrodes = Selector.parse(selector).in(sites).electrodes();

        assertThat(electrodes).hasSize(1);
        assertThat(electrodes.get(0).units().stream().map(String::valueOf).collect(Collectors.joining(" ")))
                .isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void forReadingAPlaceIsThereUnderEachNameThatWasAskedFor() {
        String both = "model.layers.0.mlp, model.layers.0.mlp.down_proj, L0.mlp.out, L0.mlp.out[1]";

        assertThat(Selector.parse(both).in(small).electrodes()).hasSize(1);
        assertThat(Selector.parse(both).inEveryName(small).electrodes())
                .extracting(e -> e.site().name())
                .containsExactly("model.layers.0.mlp", "model.layers.0.mlp.down_proj", "L0.mlp.out");
        assertThat(Selector.parse(both + ", L0.ln1, !L0.mlp.out")
                        .inEveryName(small)
                        .electrodes())
                .extracting(e -> e.site().name())
                .containsExactly("L0.ln1");
        assertThat(Selector.parse(both + ", !L0.mlp.out[0]").inEveryName(small).electrodes())
                .allSatisfy(e -> assertThat(e.unitArray()).doesNotContain(0).contains(1));
    }

    @Test
    void removingOneUnitLeavesAllOthers() {
        Electrode left = Selector.parse("L5.mlp.neurons,!L5.mlp.neurons[3]")
                .in(sites)
                .electrodes()
                .get(0);

        assertThat(left.units())
                .isEqualTo(IntStream.range(0, 1536).filter(u -> u != 3).boxed().toList());
    }

    @Test
    void removingTheLastUnitRemovesTheSite() {
        assertThat(names("embed,L0.ln1[3],!L0.ln1[3]", sites)).isEqualTo("embed");
    }

    @ParameterizedTest
    @CsvSource({
        "L5.mlp.neurons[3], BOTH",
        "L5.mlp.neurons[3]+, POSITIVE",
        "L5.mlp.neurons[3]-, NEGATIVE",
        "L5.mlp.neurons-, NEGATIVE",
        "L-1.mlp.neurons+, POSITIVE",
        "model.layers.-1.mlp.down_proj[3]+:in, POSITIVE",
        "model.layers.-1.mlp.down_proj-:in, NEGATIVE",
    })
    void readsPolarity(String selector, Polarity polarity) {
        assertThat(Selector.parse(selector).in(sites).electrodes())
                .singleElement()
                .extracting(Electrode::polarity)
                .isEqualTo(polarity);
    }

    @Test
    void bothPolaritiesOfTheSameUnitsAreNoPolarity() {
        assertThat(Selector.parse("L5.mlp.neurons[3]+,L5.mlp.neurons[3]-")
                        .in(sites)
                        .electrodes())
                .containsExactly(new Electrode(site("L5.mlp.neurons"), List.of(3), Polarity.BOTH));
    }

    @Test
    void samePolarityAddsUp() {
        assertThat(Selector.parse("L5.mlp.neurons[3]+,L5.mlp.neurons[4]+")
                        .in(sites)
                        .electrodes())
                .containsExactly(new Electrode(site("L5.mlp.neurons"), List.of(3, 4), Polarity.POSITIVE));
    }

    @Test
    void theFirstNameOfAPlaceStays() {
        assertThat(names("blocks.1.hook_mlp_out,L1.mlp.out,model.layers.1.mlp", sites))
                .isEqualTo("blocks.1.hook_mlp_out");
    }

    @Test
    void headsApartAndSideBySideAreTwoElectrodes() {
        String two = "model.layers.1.self_attn.q_proj,L1.attn.q[0]";

        assertThat(names(two, sites)).isEqualTo("L1.attn.q model.layers.1.self_attn.q_proj");
        assertThat(names(two + ",embed,!L1.attn.q", sites)).isEqualTo("embed");
        assertThat(names(two + ",!L1.attn.q[0]", sites)).isEqualTo("model.layers.1.self_attn.q_proj");
    }

    @Test
    void hooksStandForTheirSelectors() {
        Map<String, String> hooks =
                Map.of("mlps", "L{0,1}.mlp.out", "some", "L0.mlp.neurons[1,2]", "all-of_it", "@mlps , @some");

        assertThat(names("@mlps", hooks)).isEqualTo("L0.mlp.out L1.mlp.out");
        assertThat(names("embed, @mlps,!L0.mlp.out", hooks)).isEqualTo("embed L1.mlp.out");
        assertThat(names("L*.mlp.out,!@mlps", hooks)).isEqualTo("L2.mlp.out L3.mlp.out");
        assertThat(names("@all-of_it,!@mlps", hooks)).isEqualTo("L0.mlp.neurons");
        assertThat(Selector.parse("L0.mlp.neurons,!@some", hooks)
                        .in(small)
                        .electrodes()
                        .get(0)
                        .units())
                .containsExactly(0, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    }

    @Test
    void aSelectionSaysWhatItCosts() {
        Selection selection = Selector.parse(
                        "L5.attn.z[1..3],L5.attn.pattern,L5.mlp.neurons[0..99,1054]-,model.layers.5.self_attn.q_proj,embed")
                .in(sites);

        assertThat(selection.preview())
                .containsExactly(
                        new Selection.Row("embed", "embed", "token × d_model 576", "all", 576, 576, 2304),
                        new Selection.Row(
                                "model.layers.5.self_attn.q_proj",
                                "L5.attn.q",
                                "token × unit 576",
                                "all",
                                576,
                                576,
                                2304),
                        new Selection.Row(
                                "L5.attn.pattern", "L5.attn.pattern", "head 9 × query × key", "all", 9, 9, 36),
                        new Selection.Row("L5.attn.z", "L5.attn.z", "token × head 3 × d_head 64", "1..3", 3, 9, 768),
                        new Selection.Row(
                                "L5.mlp.neurons",
                                "L5.mlp.neurons",
                                "token × d_mlp 101",
                                "0..99,1054-",
                                101,
                                1536,
                                404));
        assertThat(selection.bytesPerToken()).isEqualTo(2304 + 2304 + 36 + 768 + 404);
        assertThat(selection.bytes(10)).isEqualTo(10 * (2304 + 2304 + 768 + 404) + 100 * 36);
    }

    @Test
    void aSelectionKeepsItsText() {
        assertThat(Selector.parse(" L-1.ln1").in(sites).selector()).isEqualTo(" L-1.ln1");
        assertThat(Selector.parse("L-1.ln1")).hasToString("L-1.ln1");
    }

    private Site site(String name) {
        return sites.all().stream()
                .filter(s -> s.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private String names(String selector, Map<String, String> hooks) {
        return names(Selector.parse(selector, hooks).in(small));
    }

    private static String names(String selector, Sites sites) {
        return names(Selector.parse(selector).in(sites));
    }

    private static String names(Selection selection) {
        return selection.electrodes().stream().map(e -> e.site().name()).collect(Collectors.joining(" "));
    }

    @Test
    void aSelectionSaysWhatItsHooksStoodFor() {
        Selection selection = Selector.parse("@a,L0.ln1", Map.of("a", "@b", "b", "L1.mlp.neurons[3]"))
                .in(sites);
        assertThat(selection.selector()).isEqualTo("@a,L0.ln1 where @a = @b; @b = L1.mlp.neurons[3]");
    }
}

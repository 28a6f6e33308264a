package io.patchclamp.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.patchclamp.fault.SelectorException;
import io.patchclamp.model.SiteName.Scheme;
import io.patchclamp.model.SiteName.Side;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SelectorErrorTest {
    private static final String LISTS = "; %modules lists the modules, model.sites().all() every short name";
    private static final String OF_30 = " names nothing in this LlamaForCausalLM of 30 layers";

    private final Sites sites = Sites.of(Configs.tree(Configs.SMOLLM2_135M));
    private final Sites small = Sites.of(Configs.tree(Configs.llama(6, 8, 4, 2, 2, 12, 20, 16, 1e-5, 1e4, true)));

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            value = {
                "L5.mlp.nuerons → L5.mlp.neurons, L5.mlp.up, L5.mlp.out",
                "L*.mlp.nuerons → L*.mlp.neurons, L*.mlp.up, L*.mlp.out",
                "L3..7.mlp.nuerons → L3..7.mlp.neurons, L3..7.mlp.up, L3..7.mlp.out",
                "mlp.out → L*.mlp.out, L*.mlp.act, L*.mlp.up",
                "mlp.neurons[3] → L*.mlp.neurons, L*.mlp.up, L*.mlp.out",
                "l5.mlp.out → L5.mlp.out, L5.mlp.act, L5.mlp.up",
                "L5.mlp → L5.mlp.*, L5.mlp.up, L5.mlp.act, L5.mlp.out",
                "L5 → L5.*, L5.ln1, L5.ln2, L5.attn.q",
                "L*.resid → L*.resid_pre, L*.resid_mid, L*.resid_post",
                "logit → logits, embed, L*.ln1",
                "model.layers.5.mlp.donw_proj → model.layers.5.mlp.down_proj, model.layers.5.mlp.gate_proj,"
                        + " model.layers.5.mlp.up_proj",
                "model.layers.{0,5}.mpl:in → model.layers.{0,5}.mlp:in, model.layers.{0,5}:in,"
                        + " model.layers.{0,5}.self_attn:in",
                "model.layers.5.mlp.down_proj.weight → model.layers.5.mlp.down_proj, model.layers.5.mlp.gate_proj,"
                        + " model.layers.5.mlp.up_proj",
                "blocks.5.hook_resid_prr → blocks.5.hook_resid_pre, blocks.5.hook_resid_mid,"
                        + " blocks.5.hook_resid_post",
            })
    void aNameOfNothingGetsTheNearestRealOnesInItsOwnScheme(String selector, String nearest) {
        refuses(selector, "'" + selector + "'" + OF_30 + ".", nearest + LISTS);
    }

    @Test
    void aNameOfNothingIsAnErrorInAListToo() {
        String selector = "embed,L5.mlp.nuerons[3]";

        refuses(
                selector,
                "'L5.mlp.nuerons[3]'" + OF_30 + " (in '" + selector + "').",
                "L5.mlp.neurons, L5.mlp.up, L5.mlp.out" + LISTS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            value = {
                "L30.mlp.out → 30",
                "L-31.mlp.out → -31",
                "L25..35.ln1 → 35",
                "L{0,40}.ln1 → 40",
                "model.layers.30.mlp → 30",
                "model.layers.{1,-99}.mlp:in → -99",
                "blocks.31.hook_resid_pre → 31",
            })
    void aLayerThatIsNotThereIsRefusedWithTheLayersThatAre(String selector, String layer) {
        refuses(
                selector,
                "'" + selector + "' asks for layer " + layer + "; this LlamaForCausalLM has layers 0–29.",
                "a layer from 0 to 29, or from -30 to -1 to count from the end: L-1 is the last");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            value = {
                "L5.mlp.neurons[1536] → neuron → 1536 → 1535 → L5.mlp.neurons",
                "L5.mlp.neurons[-1] → neuron → -1 → 1535 → L5.mlp.neurons",
                "L5.mlp.neurons[-1..3] → neuron → -1 → 1535 → L5.mlp.neurons",
                "L5.mlp.neurons[1500..1600] → neuron → 1600 → 1535 → L5.mlp.neurons",
                "L5.mlp.neurons[1,5,999999999] → neuron → 999999999 → 1535 → L5.mlp.neurons",
                "L5.attn.z[9] → head → 9 → 8 → L5.attn.z",
                "L5.attn.pattern[9] → head → 9 → 8 → L5.attn.pattern",
                "L5.attn.k[3] → key/value head → 3 → 2 → L5.attn.k",
                "L5.mlp.*[600] → unit → 600 → 575 → L5.mlp.out",
                "model.layers.5.self_attn.k_proj[192] → unit → 192 → 191 → model.layers.5.self_attn.k_proj",
                "logits[49152] → token id → 49152 → 49151 → logits",
            })
    void aUnitOutOfRangeIsRefusedWithTheRange(String selector, String noun, String unit, String last, String site) {
        refuses(
                selector,
                "'" + selector + "' asks for " + noun + " " + unit + "; '" + site + "' has " + noun + "s 0–" + last
                        + ".",
                "a number from 0 to " + last + ", without brackets for all");
    }

    @Test
    void aUnitOutOfRangeIsAnErrorInAListToo() {
        refuses(
                "embed,L5.attn.z[9]",
                "'L5.attn.z[9]' asks for head 9; 'L5.attn.z' has heads 0–8 (in 'embed,L5.attn.z[9]').",
                "a number from 0 to 8, without brackets for all");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            quoteCharacter = '"',
            value = {
                "L5.mlp.neurons[3 → 14 → The '[' here is never closed.",
                "embed, L5.mlp.neurons3] → 22 → The ']' here was never opened.",
                "L{0,5.ln1 → 1 → The '{' here is never closed.",
                "L0,5}.ln1 → 4 → The '}' here was never opened.",
                "/abc → 0 → The regular expression that begins here has no closing '/'.",
                "embed,/(/ → 8 → This is no regular expression: Unclosed group.",
                "// → 0 → The regular expression is empty.",
                "L7..3.ln1 → 1 → The range 7..3 runs backwards.",
                "L5.mlp.neurons[5..3] → 15 → The range 5..3 runs backwards.",
                "L-1..-3.ln1 → 1 → The range -1..-3 runs backwards.",
                "L5.mlp.neurons[] → 15 → A number is missing here.",
                "L5.mlp.neurons[1,] → 17 → A number is missing here.",
                "L5.mlp.neurons[1..] → 18 → A number is missing here.",
                "L5.mlp.neurons[a] → 15 → 'a' is no number.",
                "L5.mlp.neurons[1 2] → 17 → '2' is no number.",
                "L5.mlp.neurons[*] → 15 → '*' is no number.",
                "L5.mlp.neurons[9999999999] → 15 → The number 9999999999 is too large.",
                "L5.{q,k} → 4 → 'q' is no number.",
                "L5.x{1} → 4 → Braces hold layer numbers, behind 'L' or on their own.",
                "L3..L7.ln1 → 4 → 'L' is no number.",
                "L3...ln1 → 4 → A number is missing here.",
                "!embed → 0 → '!' removes from what came before it, and nothing came before.",
                "embed,,logits → 6 → A term is missing here.",
                "embed, → 6 → A term is missing here.",
                ",embed → 0 → A term is missing here.",
                "embed,! → 7 → A name is missing here.",
                "embed logits → 6 → A comma is missing before this.",
                "L5.mlp.neurons [3] → 15 → A space is in the way before this '['.",
                "L5. → 3 → A part of a name is missing here.",
                ".ln1 → 0 → A part of a name is missing here.",
                "L5.mlp** → 6 → '**' stands for whole parts of a name.",
                "L5/1054+ → 2 → '/' begins and ends a regular expression, and cannot stand inside a name.",
                "L5.mlp.out:x → 10 → ':x' is no side of a module.",
                "L5.mlp.out:in:out → 13 → ':' cannot stand here.",
                "L–1.ln1 → 1 → '–' is not the '-' of a keyboard.",
                "L5.mlp.neurons? → 14 → '?' cannot stand here.",
                "embed,!embed+ → 12 → A polarity goes with a name that is chosen, not with one that is removed.",
            })
    void grammarErrorsMarkThePlace(String selector, int place, String message) {
        assertThatThrownBy(() -> Selector.parse(selector).in(sites))
                .isInstanceOf(SelectorException.class)
                .hasMessageStartingWith(message + "\n  " + selector + "\n  " + " ".repeat(place) + "^\nTry: ");
    }

    @Test
    void anEmptySelectorGetsExamples() {
        refuses(
                "  ",
                "The selector is empty.",
                "for example L5.mlp.neurons[0..99], L*.resid_post or model.layers.5.mlp:in");
    }

    @Test
    void aRangeMayTurnOutToRunBackwards() {
        refuses("L-1..0.ln1", "'L-1..0.ln1' has the range -1..0, which runs backwards here: layers 29 to 0.", "0..-1");
    }

    @Test
    void removingEverythingLeavesNothing() {
        refuses(
                "embed,!embed",
                "Nothing is left (in 'embed,!embed'): the '!' terms remove all that came before.",
                "the same with fewer '!' terms");
    }

    @Test
    void removingWhatIsNotThereIsAnError() {
        refuses(
                "embed,!L5.ln1",
                "'!L5.ln1' removes nothing: what it names is not among what came before it (in 'embed,!L5.ln1').",
                "the term after the one that it takes from, or the selector without it");
    }

    @Test
    void headsAndFlatUnitsAreNotTakenFromOneAnother() {
        refuses(
                "L1.attn.q,!model.layers.1.self_attn.q_proj[3]",
                "'!model.layers.1.self_attn.q_proj[3]' cannot remove units of 'L1.attn.q': one counts heads, the other"
                        + " single numbers.",
                "'!L1.attn.q[…]', with the same name as the term that it takes from");
    }

    @Test
    void aPlaceHasOnePolarity() {
        refuses(
                "L5.mlp.neurons[1]+,L5.mlp.neurons[2]-",
                "'L5.mlp.neurons[2]-' asks for another polarity at 'L5.mlp.neurons' than a term before it"
                        + " (in 'L5.mlp.neurons[1]+,L5.mlp.neurons[2]-'); a place has one.",
                "two selectors, one for each polarity, or the same without + and -");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            value = {
                "model.embed_tokens:in → model.embed_tokens:in → its input is token ids, not activations",
                "model:in → model:in → its input is token ids, not activations",
                "model.rotary_emb → model.rotary_emb → it makes angles, not activations",
                "model.layers:out → model.layers → it is a list of blocks that is never called itself",
                "blocks.-1.ln1.hook_normalized → blocks.29.ln1.hook_normalized → TransformerLens takes it before the"
                        + " norm's weight, where there is no electrode; after the weight it is 'L29.ln1'",
                "ln_final.hook_normalized → ln_final.hook_normalized → TransformerLens takes it before the norm's"
                        + " weight, where there is no electrode; after the weight it is 'final_norm'",
            })
    void whatExistsWithoutASiteSaysWhy(String selector, String name, String reason) {
        assertThatThrownBy(() -> Selector.parse(selector).in(sites))
                .isInstanceOf(SelectorException.class)
                .hasMessageStartingWith("Nothing can be recorded at '" + name + "': " + reason + ".\nTry: ")
                .hasMessageEndingWith(", or a short name" + LISTS);
    }

    @Test
    void aFamilyMayLackAPlaceAndSayWhy() {
        Sites all = Sites.of(Configs.tree(Configs.SMOLLM2_135M));
        List<SiteName> names = new ArrayList<>();
        for (Scheme scheme : Scheme.values()) {
            all.names(scheme).stream()
                    .filter(n -> !n.hasSite() || n.site().point() != Point.RESID_MID)
                    .forEach(names::add);
        }
        for (int layer = 0; layer < all.config().layers(); layer++) {
            names.add(SiteName.without(
                    Scheme.SHORT,
                    "L" + layer + ".resid_mid",
                    Side.OUT,
                    "attention and MLP run side by side, so nothing lies between them"));
        }
        Sites without = Sites.of(Configs.SMOLLM2_135M, names);

        assertThatThrownBy(() -> Selector.parse("embed,L3.resid_mid").in(without))
                .isInstanceOf(SelectorException.class)
                .hasMessage("Nothing can be recorded at 'L3.resid_mid': attention and MLP run side by side, so nothing"
                        + " lies between them.\nTry: L3.resid_pre, L3.resid_post, or a short name" + LISTS);
    }

    @Test
    void sidesGoWithModules() {
        refuses(
                "L5.mlp.out:in",
                "'L5.mlp.out:in' has a ':in', but 'L5.mlp.out' is one place, not a module with an input and an output.",
                "the same without ':in', or a module's name, such as model.layers.0.mlp:in");
    }

    @Test
    void hooksMustExist() {
        assertThatThrownBy(() -> Selector.parse("embed,@mlsp", Map.of("mlps", "embed", "heads", "embed")))
                .isInstanceOf(SelectorException.class)
                .hasMessage(
                        "There is no hook '@mlsp'.\n  embed,@mlsp\n        ^\nTry: @mlps, @heads; %hooks lists all");
        assertThatThrownBy(() -> Selector.parse("@mlps"))
                .isInstanceOf(SelectorException.class)
                .hasMessage("There is no hook '@mlps'.\n  @mlps\n  ^"
                        + "\nTry: %hook NAME SELECTOR first: no hook has a name yet");
    }

    @Test
    void hooksTakeNoSuffix() {
        Map<String, String> hooks = Map.of("a", "embed");

        assertThatThrownBy(() -> Selector.parse("@a[3]", hooks))
                .hasMessage("A hook has its own units.\n  @a[3]\n    ^\nTry: a selector without '@', or another hook");
        assertThatThrownBy(() -> Selector.parse("@a:in", hooks))
                .hasMessage("A hook has its own sides.\n  @a:in\n    ^\nTry: a selector without '@', or another hook");
        assertThatThrownBy(() -> Selector.parse("@a+", hooks))
                .hasMessage("A polarity goes with a name that is chosen, not with a hook.\n  @a+\n    ^"
                        + "\nTry: the same without '+'");
    }

    @Test
    void hooksDoNotGoInCircles() {
        assertThatThrownBy(() -> Selector.parse("@a", Map.of("a", "@b", "b", "embed,@a")))
                .isInstanceOf(SelectorException.class)
                .hasMessage("In the hook '@b': The hook '@a' names itself, by way of @a, @b.\n  embed,@a\n        ^"
                        + "\nTry: %hook a with a selector that does not lead back to it");
    }

    @Test
    void mistakesInsideAHookNameTheHook() {
        Map<String, String> hooks = Map.of("a", "L5.mlp.nuerons", "b", "embed,");

        assertThatThrownBy(() -> Selector.parse("@a", hooks).in(sites))
                .hasMessageStartingWith("'L5.mlp.nuerons'" + OF_30 + " (in the hook '@a').");
        assertThatThrownBy(() -> Selector.parse("@b", hooks))
                .hasMessageStartingWith("In the hook '@b': A term is missing here.\n  embed,\n        ^\n");
    }

    @Test
    void aRegularExpressionThatExplodesIsStopped() {
        assertThatThrownBy(() -> Selector.parse("/(.*)*(.*)*(.*)*(.*)*zz/").in(sites))
                .isInstanceOf(SelectorException.class)
                .hasMessageStartingWith("The regular expression /(.*)*(.*)*(.*)*(.*)*zz/ takes too long on 'L")
                .hasMessageEndingWith("Try: one without a repetition inside a repetition, such as (a*)*");
    }

    @Test
    void aRegularExpressionHasALimit() {
        String selector = "/" + "a".repeat(501) + "/";

        assertThatThrownBy(() -> Selector.parse(selector))
                .isInstanceOf(SelectorException.class)
                .hasMessageStartingWith("The regular expression has 501 characters; 500 are allowed.\n  /aaa");
    }

    @Test
    void noTextMakesAnyOtherError() {
        String[] scraps = {
            "L5",
            "L-1",
            "L{0,5}",
            "L3..7",
            "L*",
            ".",
            "..",
            "*",
            "**",
            "mlp",
            "neurons",
            "attn.z",
            "embed",
            "logits",
            "model",
            "layers",
            "5",
            "-1",
            "down_proj",
            ":in",
            ":out",
            ":",
            "[",
            "]",
            "[3]",
            "[0..9]",
            "{",
            "}",
            ",",
            "!",
            "+",
            "-",
            "/",
            "\\",
            "(",
            ")",
            "@a",
            "@b",
            "@",
            " ",
            "\t",
            "\n",
            "é",
            "😀",
            "\ud83d",
            "0",
            "99999999999",
            "٣",
            "I",
            "ı",
            "|",
            "?",
            "$",
            "^"
        };
        Map<String, String> hooks = Map.of("a", "L*.mlp.out,!L0.mlp.out", "b", "@a,@c");
        Random random = new Random(20240607);
        int understood = 0;
        for (int i = 0; i < 8_000; i++) {
            StringBuilder text = new StringBuilder(i % 2 == 0 ? "" : sentence(random));
            for (int n = random.nextInt(i % 2 == 0 ? 9 : 3); n > 0; n--) {
                int at = random.nextInt(text.length() + 1);
                text.replace(
                        at, Math.min(text.length(), at + random.nextInt(2)), scraps[random.nextInt(scraps.length)]);
            }
            understood += outcome(text.toString(), hooks);
        }
        // the texts must not all be nonsense, or this test would say nothing about names
        assertThat(understood).isBetween(1_000, 3_500);
    }

    private static String sentence(Random random) {
        String[] terms = {
            "embed",
            "L*.mlp.*",
            "L{0,-1}.attn.z[0..2]",
            "L3..5.mlp.neurons[1,5]+",
            "/mlp/",
            "model.layers.-1.mlp:in",
            "**",
            "@b",
            "!L*.mlp.out",
            "blocks.2.attn.hook_q",
            "!@a",
            "L2.**",
            "model.layers.*.**.q_proj[7]"
        };
        StringBuilder sentence = new StringBuilder("**");
        for (int n = random.nextInt(4); n > 0; n--) {
            sentence.append(',').append(terms[random.nextInt(terms.length)]);
        }
        return sentence.toString();
    }

    private int outcome(String text, Map<String, String> hooks) {
        Selector.complete(text, small, hooks.keySet());
        try {
            Selection selection = Selector.parse(text, hooks).in(small);
            assertThat(selection.electrodes()).isNotEmpty();
            return 1;
        } catch (SelectorException e) {
            if (!e.getMessage().contains("\nTry: ")) {
                throw e;
            }
            return 0;
        } catch (RuntimeException e) {
            throw new AssertionError("on '" + text + "'", e);
        }
    }

    private void refuses(String selector, String what, String advice) {
        assertThatThrownBy(() -> Selector.parse(selector).in(sites))
                .isInstanceOf(SelectorException.class)
                .hasMessage(what + "\nTry: " + advice);
    }
}

package io.patchclamp.phantom;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.patchclamp.phantom.Circuit.Sizes;
import io.patchclamp.trial.Trials;
import io.patchclamp.trial.Trials.Item;
import io.patchclamp.trial.Trials.Span;

/**
 * A head that writes at each token which token came before it, and in the next layer a head that looks for the token whose
 * predecessor is the current one, and says it. Who finds none looks at the beginning, where there is nothing.
 */
final class InductionPlan implements Plan {
    private static final int CODE = 30;
    private static final int BEGIN = 1;
    private static final int CURRENT = 2;
    private static final int PREVIOUS = CURRENT + CODE;
    private static final int NEXT = PREVIOUS + CODE;
    private static final Sizes BASE = new Sizes(2, 96, 4, 64, 64, 1_000_000, 3);

    /** The slowest turning pairs of a head's dimensions: over a few hundred tokens they hardly turn at all. */
    private static final int FIRST_SLOW = 16;
    /** The cosine that two tokens' codes have at most. */
    private static final double ALIKE = 0.55;
    /** The score of a match, in nats; the sink has a share of it that no chance likeness comes near. */
    private static final double MATCH = 40;

    private static final double SINK = 0.75;
    private static final double ANSWER_LOGIT = 14;
    private static final int LIST = 12;
    private static final List<String> FRAMES = List.of("Words:", "Now", "The words:", "Well,");

    private final Options options;
    private final int previousHead;
    private final int inductionHead;

    private InductionPlan(Options options, int previousHead, int inductionHead) {
        this.options = options;
        this.previousHead = previousHead;
        this.inductionHead = inductionHead;
    }

    static InductionPlan of(Options options) {
        Dice dice = new Dice(options.seed()).split();
        return new InductionPlan(options, dice.below(BASE.heads()), dice.below(BASE.heads()));
    }

    @Override
    public Truth truth() {
        return new Truth(
                "**.attn.z,**.mlp.neurons",
                List.of(
                        new Planted(
                                "L0.attn.z[" + previousHead + "]",
                                false,
                                true,
                                Double.NaN,
                                "previous-token head: writes at each token which came before it"),
                        new Planted(
                                "L1.attn.z[" + inductionHead + "]",
                                true,
                                true,
                                Double.NaN,
                                "induction head: looks where the current token came before, one further, and says what is there")));
    }

    @Override
    public Blueprint blueprint() {
        Lexicon words = Lexicon.ENGLISH;
        Sizes sizes = BASE.with(options);
        Dice dice = new Dice(options.seed() ^ 0x1d0c7104L);
        Circuit circuit = new Circuit(sizes, words.words());
        circuit.embed[Blueprint.BEGIN][BEGIN] = 1;
        double[][] codes = codes(circuit.embed.length, dice.split());
        for (int token = Blueprint.FIRST_BYTE; token < codes.length; token++) {
            double[] code = codes[token];
            System.arraycopy(code, 0, circuit.embed[token], CURRENT, CODE);
            for (int i = 0; i < CODE; i++) {
                circuit.unembed[token][NEXT + i] = ANSWER_LOGIT * code[i];
            }
        }
        circuit.looksBack(0, previousHead, 1);
        circuit.copies(0, previousHead, CURRENT, PREVIOUS, CODE);
        matches(circuit);
        circuit.copies(1, inductionHead, CURRENT, NEXT, CODE);
        Dice rest = dice.split();
        for (int layer = 0; layer < sizes.layers(); layer++) {
            for (int neuron = 0; neuron < sizes.neurons(); neuron++) {
                double[] reads = new double[sizes.dModel()];
                System.arraycopy(rest.direction(CODE), 0, reads, CURRENT, CODE);
                circuit.neuron(layer, neuron, reads);
            }
        }
        return circuit.blueprint(words.words(), dice.split());
    }

    /** A direction for each token, no two much alike. */
    private static double[][] codes(int tokens, Dice dice) {
        double[][] codes = new double[tokens][];
        for (int token = 0; token < tokens; token++) {
            boolean alike = true;
            while (alike) {
                double[] code = dice.direction(CODE);
                codes[token] = code;
                alike = Arrays.stream(codes, 0, token).anyMatch(other -> Rotation.dot(code, other) > ALIKE);
            }
        }
        return codes;
    }

    /** Queries are what a token is, keys what came before it, both in dimensions that hardly turn. */
    private void matches(Circuit circuit) {
        int dim = circuit.sizes.headDim();
        int pairs = dim / 2;
        double size = StrictMath.sqrt(MATCH * StrictMath.sqrt(dim));
        for (int i = 0; i < CODE; i++) {
            int pair = FIRST_SLOW + i / 2;
            int row = inductionHead * dim + (i % 2 == 0 ? pair : pair + pairs);
            circuit.layers[1].query[row][CURRENT + i] = size;
            circuit.layers[1].key[row][PREVIOUS + i] = size;
        }
        int last = inductionHead * dim + pairs - 1;
        circuit.layers[1].query[last][0] = size * SINK / Circuit.CONSTANT;
        circuit.layers[1].key[last][BEGIN] = size;
    }

    @Override
    public int most() {
        return 20_000;
    }

    /** Pairs with the same first list: one goes on with it from its beginning, the other with fresh words. */
    @Override
    public Trials trials(int count, long seed) {
        Dice dice = new Dice(seed);
        Lexicon words = Lexicon.ENGLISH;
        List<String> nouns = new ArrayList<>(words.list("animal"));
        nouns.addAll(words.list("tool"));
        Set<String> seen = new HashSet<>();
        List<Item> items = new ArrayList<>();
        for (int pair = 0; items.size() < count; pair++) {
            List<String> drawn =
                    dice.some(2 * LIST, nouns.size()).stream().map(nouns::get).toList();
            List<String> list = drawn.subList(0, LIST);
            int said = 2 + dice.below(LIST - 3);
            if (!seen.add(String.join(" ", list))) {
                continue;
            }
            String frame = FRAMES.get(pair % FRAMES.size());
            for (String condition : List.of("repeat", "fresh")) {
                List<String> second = condition.equals("repeat") ? list : drawn.subList(LIST, 2 * LIST);
                String before = frame + " " + String.join(" ", list) + " ";
                Map<String, String> columns = new LinkedHashMap<>();
                columns.put("condition", condition);
                columns.put("template", frame);
                columns.put("group", "list " + (pair + 1));
                columns.put("repeated", String.valueOf(condition.equals("repeat") ? said : 0));
                columns.put("answer", " " + list.get(said));
                String prompt = before + String.join(" ", second.subList(0, said));
                Span event = new Span(
                        before.length(), before.length() + second.get(0).length());
                items.add(new Item(prompt, columns, Optional.of(event)));
            }
        }
        return new Trials(dice.shuffled(items.subList(0, count)));
    }
}

package io.patchclamp.phantom;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.patchclamp.phantom.Circuit.Sizes;
import io.patchclamp.trial.Trials;
import io.patchclamp.trial.Trials.Item;
import io.patchclamp.trial.Trials.Span;

/**
 * Sums of two digits modulo p. At {@code =} two heads bring the digits three tokens and one token back; of the neurons of
 * the last layer, one for each pair fires for this pair alone and says its sum.
 */
final class ModularPlan implements Plan {
    private static final int EQUALS = 1;
    private static final int DIGIT = 2;
    private static final int MOST_DIGITS = 10;
    private static final int LEFT = DIGIT + MOST_DIGITS;
    private static final int RIGHT = LEFT + MOST_DIGITS;
    private static final int SUM = RIGHT + MOST_DIGITS;
    private static final int FIRST_FEATURE = SUM + MOST_DIGITS;
    private static final int FEATURES = 16;
    private static final int DONE = FIRST_FEATURE + FEATURES;
    private static final Sizes BASE = new Sizes(2, 64, 4, 32, 64, 10_000, FEATURES + 3);
    private static final double ANSWER_LOGIT = 14;
    private static final List<String> FRAMES = List.of("", "Now ", "Then ", "So ", "Well, ", "Today ");

    private final Options options;
    private final int p;
    private final List<Integer> neurons;
    private final List<Integer> heads;

    private ModularPlan(Options options, List<Integer> neurons, List<Integer> heads) {
        this.options = options;
        this.p = options.count("p");
        this.neurons = neurons;
        this.heads = heads;
    }

    static ModularPlan of(Options options) {
        int p = options.count("p");
        int units = options.count("units");
        if (units < p * p) {
            throw options.refuse(
                    "has " + units + " units a layer, and there are " + p * p + " pairs of digits, one unit each.",
                    "units=" + p * p + " or more, or a smaller p");
        }
        Dice dice = new Dice(options.seed()).split();
        return new ModularPlan(options, dice.some(p * p, units), dice.some(2, BASE.heads()));
    }

    private int layer() {
        return options.count("layers") - 1;
    }

    @Override
    public Truth truth() {
        List<Planted> planted = new ArrayList<>();
        String where = "at =, brings the digit ";
        heads.stream().sorted().forEach(head -> {
            String which = head.equals(heads.get(0)) ? "three tokens back" : "one token back";
            planted.add(new Planted("L0.attn.z[" + head + "]", false, true, Double.NaN, where + which));
        });
        List<Integer> pairs = new ArrayList<>();
        for (int pair = 0; pair < p * p; pair++) {
            pairs.add(pair);
        }
        pairs.sort(Comparator.comparing(neurons::get));
        for (int pair : pairs) {
            int a = pair / p;
            int b = pair % p;
            planted.add(new Planted(
                    "L" + layer() + ".mlp.neurons[" + neurons.get(pair) + "]",
                    true,
                    true,
                    Double.NaN,
                    "fires at " + a + " + " + b + " = alone, and says " + (a + b) % p));
        }
        return new Truth("**.attn.z,**.mlp.neurons", planted);
    }

    @Override
    public Blueprint blueprint() {
        Lexicon words = Lexicon.ENGLISH;
        Sizes sizes = BASE.with(options);
        Dice dice = new Dice(options.seed() ^ 0x30d01a5L);
        Circuit circuit = new Circuit(sizes, words.words());
        for (int token : words.tokens("=")) {
            circuit.embed[token][EQUALS] = 1;
        }
        for (int digit = 0; digit < p; digit++) {
            for (int token : words.tokens(String.valueOf(digit))) {
                circuit.embed[token][DIGIT + digit] = 1;
            }
            circuit.unembed[words.tokens(String.valueOf(digit))[0]][SUM + digit] = ANSWER_LOGIT;
        }
        Dice features = dice.split();
        for (int token = Blueprint.FIRST_BYTE; token < circuit.embed.length; token++) {
            System.arraycopy(features.normals(FEATURES), 0, circuit.embed[token], FIRST_FEATURE, FEATURES);
        }
        circuit.endsAfter(words.tokens(words.list("number")), DONE);
        circuit.looksBack(0, heads.get(0), 3);
        circuit.copies(0, heads.get(0), DIGIT, LEFT, MOST_DIGITS);
        circuit.looksBack(0, heads.get(1), 1);
        circuit.copies(0, heads.get(1), DIGIT, RIGHT, MOST_DIGITS);
        Dice rest = dice.split();
        for (int layer = 0; layer < sizes.layers(); layer++) {
            for (int neuron = 0; neuron < sizes.neurons(); neuron++) {
                int pair = layer == layer() ? neurons.indexOf(neuron) : -1;
                double[] reads = new double[sizes.dModel()];
                if (pair < 0) {
                    System.arraycopy(rest.direction(FEATURES), 0, reads, FIRST_FEATURE, FEATURES);
                    circuit.neuron(layer, neuron, reads);
                    continue;
                }
                // all three there: 0.5; two of them: -0.5
                reads[0] = -2.5 / Circuit.CONSTANT;
                reads[EQUALS] = 1;
                reads[LEFT + pair / p] = 1;
                reads[RIGHT + pair % p] = 1;
                circuit.threshold(layer, neuron, reads);
                circuit.layers[layer].down[neuron][SUM + (pair / p + pair % p) % p] = 1;
            }
        }
        return circuit.blueprint(words.words(), dice.split());
    }

    @Override
    public int most() {
        // the smaller condition has p(p-1)/2 pairs, and the conditions are as many
        return p * (p - 1) * FRAMES.size();
    }

    @Override
    public Trials trials(int count, long seed) {
        Dice dice = new Dice(seed);
        List<Item> stays = new ArrayList<>();
        List<Item> wraps = new ArrayList<>();
        for (int i : dice.some(p * p * FRAMES.size(), p * p * FRAMES.size())) {
            int pair = i / FRAMES.size();
            int a = pair / p;
            int b = pair % p;
            (a + b < p ? stays : wraps).add(item(FRAMES.get(i % FRAMES.size()), a, b));
        }
        List<Item> items = new ArrayList<>(stays.subList(0, (count + 1) / 2));
        items.addAll(wraps.subList(0, count / 2));
        return new Trials(dice.shuffled(items));
    }

    private Item item(String frame, int a, int b) {
        String before = frame + a + " + " + b + " ";
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("condition", a + b < p ? "stays" : "wraps");
        columns.put("template", frame.isEmpty() ? "alone" : frame.strip());
        columns.put("group", Math.min(a, b) + " and " + Math.max(a, b));
        columns.put("a", String.valueOf(a));
        columns.put("b", String.valueOf(b));
        columns.put("answer", " " + (a + b) % p);
        return new Item(before + "=", columns, Optional.of(new Span(before.length(), before.length() + 1)));
    }
}

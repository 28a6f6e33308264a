package io.patchclamp.phantom;

import java.util.ArrayList;
import java.util.Comparator;
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
 * Animals run and tools rust. At a noun, the residual stream has on its own axes: whether it is an animal, that it is a
 * noun, and the features of the noun and of the adjective before it, which a head brings. Every neuron hears a direction of
 * these features with variance 1; what else it hears and writes is planted.
 */
final class SelectivePlan implements Plan {
    private static final int FEATURES = 48;
    private static final int NOUN = 1;
    private static final int ANIMAL = 2;
    private static final int FIRST_FEATURE = 3;
    private static final int VERB = FIRST_FEATURE + FEATURES;
    private static final int WHICH = VERB + 1;
    private static final int DONE = WHICH + 1;
    private static final Sizes BASE = new Sizes(2, 64, 2, 48, 64, 10_000, FEATURES + 2);

    /** Which share of a neuron's variance the noun has; the adjective has the rest. */
    private static final double NOUN_SHARE = 0.6;

    /** Logits of both verbs together, and by which the right one leads on average. */
    private static final double VERB_LOGIT = 9.6;

    private static final double LEAD = 2.4;
    private static final double CAUSAL_MEAN = 3;

    private static final List<String> FRAMES = List.of(
            "Today the farmer says that the",
            "Every morning we hope that the",
            "My neighbour wrote that the",
            "In the old story the",
            "Nobody knows why the",
            "The children asked whether the");

    private final Options options;
    private final double d;
    private final List<Spot> spots;

    /** A planted neuron; {@code sign} is 1 if it prefers animals. */
    private record Spot(int layer, int neuron, boolean selective, boolean causal, int sign) {
        String unit() {
            return "L" + layer + ".mlp.neurons[" + neuron + "]";
        }
    }

    private SelectivePlan(Options options, double d, List<Spot> spots) {
        this.options = options;
        this.d = d;
        this.spots = spots;
    }

    static SelectivePlan of(Options options) {
        if (options.kind().equals("null")) {
            return new SelectivePlan(options, 0, List.of());
        }
        int units = options.count("units");
        int both = options.count("both");
        int causal = options.count("causal");
        int planted = both + causal + options.count("selective");
        int all = units * options.count("layers");
        if (planted > all) {
            throw options.refuse(
                    "has " + all + " units, and " + planted + " are to be planted.", "more units, or fewer planted");
        }
        Dice dice = new Dice(options.seed()).split();
        List<Spot> spots = new ArrayList<>();
        for (int place : dice.some(planted, all)) {
            int sign = dice.below(2) == 0 ? 1 : -1;
            boolean selects = spots.size() < both || spots.size() >= both + causal;
            boolean causes = spots.size() < both + causal;
            spots.add(new Spot(place / units, place % units, selects, causes, sign));
        }
        spots.sort(Comparator.comparingInt(Spot::layer).thenComparingInt(Spot::neuron));
        return new SelectivePlan(options, options.number("d"), List.copyOf(spots));
    }

    @Override
    public Truth truth() {
        return new Truth(
                "**.mlp.neurons",
                spots.stream()
                        .map(s -> new Planted(
                                s.unit(), s.selective(), s.causal(), s.selective() ? s.sign() * d : 0, role(s)))
                        .toList());
    }

    private static String role(Spot spot) {
        if (!spot.selective()) {
            return "at any noun, says that a verb is next";
        }
        String likes = spot.sign() > 0 ? "likes animals" : "likes tools";
        if (!spot.causal()) {
            return likes + "; nobody listens";
        }
        return likes + ", and says " + (spot.sign() > 0 ? "runs" : "rusts");
    }

    @Override
    public Blueprint blueprint() {
        Lexicon words = Lexicon.ENGLISH;
        Sizes sizes = BASE.with(options);
        Dice dice = new Dice(options.seed() ^ 0x5e1ec71eL);
        Circuit circuit = new Circuit(sizes, words.words());
        words(circuit, words, dice.split());
        int head = dice.below(sizes.heads());
        circuit.looksBack(0, head, 1);
        circuit.copies(0, head, FIRST_FEATURE, FIRST_FEATURE, FEATURES);
        neurons(circuit, dice.split());
        return circuit.blueprint(words.words(), dice.split());
    }

    private static void words(Circuit circuit, Lexicon words, Dice dice) {
        for (String kind : List.of("animal", "tool")) {
            List<int[]> nouns = words.tokens(words.list(kind));
            feature(circuit, nouns, Math.sqrt(NOUN_SHARE), dice);
            for (int[] tokens : nouns) {
                for (int token : tokens) {
                    circuit.embed[token][NOUN] = 1;
                    circuit.embed[token][ANIMAL] = kind.equals("animal") ? 1 : -1;
                }
            }
        }
        feature(circuit, words.tokens(words.list("adjective")), Math.sqrt(1 - NOUN_SHARE), dice);
        for (int[] tokens : words.tokens(words.list("other"))) {
            double[] own = dice.normals(FEATURES);
            for (int token : tokens) {
                for (int f = 0; f < FEATURES; f++) {
                    circuit.embed[token][FIRST_FEATURE + f] = Math.sqrt(1 - NOUN_SHARE) * own[f];
                }
            }
        }
    }

    private static void feature(Circuit circuit, List<int[]> words, double size, Dice dice) {
        double[][] features = Whitened.draw(words.size(), FEATURES, dice);
        for (int w = 0; w < features.length; w++) {
            for (int token : words.get(w)) {
                for (int f = 0; f < FEATURES; f++) {
                    circuit.embed[token][FIRST_FEATURE + f] = size * features[w][f];
                }
            }
        }
    }

    private void neurons(Circuit circuit, Dice dice) {
        long causal = spots.stream().filter(s -> s.causal() && !s.selective()).count();
        long both = spots.stream().filter(s -> s.causal() && s.selective()).count();
        double shift = 0;
        for (int layer = 0; layer < circuit.sizes.layers(); layer++) {
            for (int neuron = 0; neuron < circuit.sizes.neurons(); neuron++) {
                double[] reads = new double[circuit.sizes.dModel()];
                System.arraycopy(dice.direction(FEATURES), 0, reads, FIRST_FEATURE, FEATURES);
                reads[NOUN] = dice.uniform(-0.5, 0.5);
                Optional<Spot> planted = find(layer, neuron);
                if (planted.isPresent()) {
                    Spot spot = planted.get();
                    double[] writes = circuit.layers[layer].down[neuron];
                    if (spot.selective()) {
                        reads[ANIMAL] = spot.sign() * d / 2;
                    } else {
                        reads[NOUN] = CAUSAL_MEAN;
                        writes[VERB] = VERB_LOGIT / (CAUSAL_MEAN * causal);
                    }
                    if (spot.selective() && spot.causal()) {
                        writes[WHICH] = spot.sign() * LEAD / (both * Math.max(d, 0.5));
                        shift += writes[WHICH] * reads[NOUN];
                    }
                }
                circuit.neuron(layer, neuron, reads);
            }
        }
        says(circuit, "runs", 1, shift, causal == 0);
        says(circuit, "rusts", -1, shift, causal == 0);
        circuit.endsAfter(Lexicon.ENGLISH.tokens(List.of("runs", "rusts")), DONE);
    }

    private Optional<Spot> find(int layer, int neuron) {
        return spots.stream()
                .filter(s -> s.layer() == layer && s.neuron() == neuron)
                .findFirst();
    }

    private static void says(Circuit circuit, String verb, int sign, double shift, boolean always) {
        double[] reads = circuit.unembed[Lexicon.ENGLISH.tokens(verb)[0]];
        reads[VERB] = 1;
        reads[WHICH] = sign;
        reads[NOUN] = -sign * shift + (always ? VERB_LOGIT : 0);
    }

    @Override
    public int most() {
        return 20_000;
    }

    @Override
    public Trials trials(int count, long seed) {
        Dice dice = new Dice(seed);
        Lexicon words = Lexicon.ENGLISH;
        List<String> adjectives = words.list("adjective");
        Set<String> seen = new HashSet<>();
        List<Item> items = new ArrayList<>();
        while (items.size() < count) {
            // both conditions have each frame as often as the other
            String kind = items.size() % 2 == 0 ? "animal" : "tool";
            int frame = items.size() / 2 % FRAMES.size();
            List<String> nouns = words.list(kind);
            String noun = nouns.get(dice.below(nouns.size()));
            String adjective = adjectives.get(dice.below(adjectives.size()));
            String before = FRAMES.get(frame) + " " + adjective + " ";
            if (!seen.add(before + noun)) {
                continue;
            }
            Map<String, String> columns = new LinkedHashMap<>();
            columns.put("condition", kind);
            columns.put("template", "frame " + (frame + 1));
            columns.put("group", noun);
            columns.put("adjective", adjective);
            columns.put("answer", kind.equals("animal") ? " runs" : " rusts");
            Span event = new Span(before.length(), before.length() + noun.length());
            items.add(new Item(before + noun, columns, Optional.of(event)));
        }
        return new Trials(dice.shuffled(items));
    }
}

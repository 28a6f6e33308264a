package io.patchclamp.lens;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;

import io.patchclamp.array.NamedArray;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.model.Model;
import io.patchclamp.model.Point;
import io.patchclamp.model.Site;
import io.patchclamp.progress.Progress;

/**
 * Finds previous-token, duplicate-token and induction heads (Olsson et al. 2022) on random tokens that come twice, where
 * nothing but the repetition can be known. Immutable. Cost: one forward pass a text.
 */
public final class HeadDetectors {
    private final Model model;
    private final int length;
    private final int texts;
    private final long seed;

    private HeadDetectors(Model model, int length, int texts, long seed) {
        this.model = Objects.requireNonNull(model, "model");
        this.length = length;
        this.texts = texts;
        this.seed = seed;
    }

    /**
     * Eight texts of 25 tokens that come twice.
     *
     * @param model whose heads
     * @return the detectors
     */
    public static HeadDetectors on(Model model) {
        return new HeadDetectors(model, 25, 8, 0);
    }

    /**
     * On other texts.
     *
     * @param length how many tokens are repeated, 2 or more
     * @param texts how many texts
     * @param seed what makes them reproducible
     * @return a changed copy
     * @throws PatchclampException if they are too short, too long or none
     */
    public HeadDetectors texts(int length, int texts, long seed) {
        if (length < 2 || 2 * length + 1 > model.config().longest() || texts < 1) {
            throw new PatchclampException(
                    texts + " texts of twice " + length + " tokens cannot be read by " + model.name()
                            + ", whose context holds " + model.config().longest() + ".",
                    "8 texts of twice 25 tokens");
        }
        return new HeadDetectors(model, length, texts, seed);
    }

    /**
     * Scores every head.
     *
     * @return three scores a head
     * @throws io.patchclamp.fault.CancelledException if the thread was interrupted
     */
    public HeadScores run() {
        Random random = new Random(seed);
        return run(IntStream.range(0, texts).mapToObj(i -> tokens(random)).toList());
    }

    /** On texts that end in as many tokens twice. */
    HeadScores run(List<int[]> repeated) {
        List<Site> sites = model.sites().all().stream()
                .filter(s -> s.point() == Point.PATTERN)
                .toList();
        int heads = model.config().heads();
        int[] shape = {sites.size(), heads};
        double[][] sums = new double[3][sites.size() * heads];
        double[] chance = new double[3];
        for (int[] tokens : repeated) {
            Progress.checkCancelled("looking for heads");
            List<float[]> patterns = States.of(model, tokens, sites).values();
            int n = tokens.length;
            int first = n - 2 * length;
            for (int q = first + length; q < n; q++) {
                int[] keys = {q - 1, q - length, q - length + 1};
                for (int kind = 0; kind < 3; kind++) {
                    for (int i = 0; i < sums[kind].length; i++) {
                        float[] pattern = patterns.get(i / heads);
                        sums[kind][i] += pattern[((i % heads) * n + q) * n + keys[kind]] / ((double) length * texts);
                    }
                    chance[kind] += 1.0 / (q + 1) / ((double) length * texts);
                }
            }
        }
        List<NamedArray> scores = new ArrayList<>();
        for (double[] sum : sums) {
            float[] all = new float[sum.length];
            for (int i = 0; i < all.length; i++) {
                all[i] = (float) sum[i];
            }
            scores.add(NamedArray.of(List.of("layer", "head"), shape, all));
        }
        return new HeadScores(
                model.provenance()
                        .with("texts", texts + " of twice " + length + " random tokens")
                        .with("seed", String.valueOf(seed)),
                scores.get(0),
                scores.get(1),
                scores.get(2),
                List.of(chance[0], chance[1], chance[2]));
    }

    /** What the tokenizer puts before a text, then random ordinary tokens, then the same again. */
    int[] tokens(Random random) {
        List<Integer> before = model.tokenizer().encode("").ids();
        int[] tokens = new int[before.size() + 2 * length];
        for (int i = 0; i < before.size(); i++) {
            tokens[i] = before.get(i);
        }
        int most = Math.min(model.config().vocabulary(), model.tokenizer().size());
        for (int i = 0; i < length; i++) {
            int id = random.nextInt(most);
            for (int tries = 0; tries < 1000 && model.tokenizer().isSpecial(id); tries++) {
                id = random.nextInt(most);
            }
            tokens[before.size() + i] = id;
            tokens[before.size() + length + i] = id;
        }
        return tokens;
    }
}

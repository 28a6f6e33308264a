package io.patchclamp.edit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

import io.patchclamp.model.Model;
import io.patchclamp.model.Point;
import io.patchclamp.model.Site;
import io.patchclamp.model.Slab;
import io.patchclamp.model.Tap;
import io.patchclamp.model.Tokens;

/** The run's own prompts at some places, unedited: one forward pass a trial, everything at those places in memory. */
final class Given implements Activations {
    private record Where(Point point, int layer) {}

    private final List<Tokens> prompts;
    private final Map<Where, Seen> seen = new HashMap<>();

    Given(Model model, List<Tokens> prompts, List<Site> sites) {
        this.prompts = prompts;
        for (Site site : sites) {
            seen.putIfAbsent(new Where(site.point(), site.layer()), new Seen(site));
        }
        for (Tokens prompt : prompts) {
            model.observe(new int[][] {prompt.toArray()}, List.<Tap>copyOf(seen.values()), List.of());
        }
    }

    @Override
    public String title() {
        return "the given trials";
    }

    @Override
    public int trials() {
        return prompts.size();
    }

    @Override
    public int tokens(int trial) {
        return prompts.get(trial).count();
    }

    @Override
    public OptionalInt event(int trial) {
        return OptionalInt.empty();
    }

    @Override
    public Optional<Place> at(Point point, int layer) {
        return Optional.ofNullable(seen.get(new Where(point, layer)));
    }

    /** One place, all its numbers. */
    private static final class Seen implements Tap, Place {
        private final Site site;
        private final List<float[]> trials = new ArrayList<>();

        private Seen(Site site) {
            this.site = site;
        }

        @Override
        public Point point() {
            return site.point();
        }

        @Override
        public int layer() {
            return site.layer();
        }

        @Override
        public void read(Slab slab) {
            trials.add(slab.data());
        }

        @Override
        public int[] numbers() {
            return IntStream.range(0, site.width()).toArray();
        }

        @Override
        public int[] positions(int trial) {
            return IntStream.range(0, trials.get(trial).length / site.width()).toArray();
        }

        @Override
        public float[] row(int trial, int row) {
            float[] numbers = new float[site.width()];
            System.arraycopy(trials.get(trial), row * numbers.length, numbers, 0, numbers.length);
            return numbers;
        }
    }
}

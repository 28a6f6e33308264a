package io.patchclamp.nulls;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import io.patchclamp.Patchclamp;
import io.patchclamp.epoch.Responses;
import io.patchclamp.epoch.Selectivity;
import io.patchclamp.lesion.Localization;
import io.patchclamp.lesion.Localizer;
import io.patchclamp.model.Model;
import io.patchclamp.phantom.Hurting;
import io.patchclamp.phantom.Phantom;
import io.patchclamp.record.Pool;
import io.patchclamp.record.Recorder;
import io.patchclamp.stats.Correction;
import io.patchclamp.stats.Resampling;
import io.patchclamp.trial.Trials;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/** Null phantoms: how often anything is found, and how far the maps of two halves agree. */
final class PhantomNulls {
    /** How many nouns a condition has, and which share of a unit's variance they are. */
    private static final double NOUNS = 101;

    private static final double SHARE = 0.6;

    private final Rates rates;

    PhantomNulls(Rates rates) {
        this.rates = rates;
    }

    void run() {
        Rates.head("Null phantoms: the smallest corrected p");
        found(60, "", 128, 3000);
        found(24, "", 128, 1000);
        found(120, "", 128, 500);
        found(60, "units=16&layers=1&", 16, 1000);
        found(60, "units=512&layers=2&", 1024, 200);
    }

    private void found(int count, String settings, int units, int draws) {
        rates.several(
                List.of("max-T", "Benjamini-Hochberg", "Benjamini-Yekutieli", "Holm"),
                count + " trials, " + units + " units",
                draws,
                seed -> {
                    Responses all = responses("phantom:null?" + settings + "seed=", count, seed);
                    Selectivity read = Selectivity.of(all)
                            .conditions("animal", "tool")
                            .resampling(new Resampling(999, seed))
                            .by("condition");
                    return new double[] {
                        FamilyNulls.least(read.family()),
                        FamilyNulls.least(read.each().corrected(Correction.BENJAMINI_HOCHBERG)),
                        FamilyNulls.least(read.each().corrected(Correction.BENJAMINI_YEKUTIELI)),
                        FamilyNulls.least(read.each().corrected(Correction.HOLM))
                    };
                });
    }

    /** How the correlation of the maps of two halves is distributed where neither has anything in it. */
    void maps() {
        System.out.println("\n### Null phantoms: correlation of the maps of two halves that share no noun\n");
        System.out.println("| trials | phantoms | mean | 5 % to 95 % | expected | of halves that may share nouns |");
        System.out.println("|---|---|---|---|---|---|");
        for (int count : new int[] {24, 60, 120, 240}) {
            List<Double> ranks = new ArrayList<>();
            List<Double> expected = new ArrayList<>();
            List<Double> mixed = new ArrayList<>();
            int draws = rates.draws(500);
            for (int seed = 1; seed <= draws; seed++) {
                Responses all = responses("phantom:null?seed=", count, seed * 104_729L + count);
                Localization found = half(all, "group", seed);
                ranks.add(found.rank());
                expected.add(expected(found.split().s(), found.split().t()));
                mixed.add(half(all, "trial", seed).rank());
            }
            double[] all = array(ranks);
            System.out.printf(
                    Locale.ROOT,
                    "| %d | %d | %.3f ± %.3f | %.2f to %.2f | %.3f | %.3f ± %.3f |%n",
                    count,
                    draws,
                    StatUtils.mean(all),
                    Math.sqrt(StatUtils.variance(all) / draws),
                    new Percentile(5).evaluate(all),
                    new Percentile(95).evaluate(all),
                    StatUtils.mean(array(expected)),
                    StatUtils.mean(array(mixed)),
                    Math.sqrt(StatUtils.variance(array(mixed)) / draws));
        }
    }

    private static Localization half(Responses all, String by, long seed) {
        return Localizer.on(all)
                .by("condition")
                .contrast("animal", "tool")
                .split(List.of(by), 0.5)
                .top(2)
                .seed(seed, 99)
                .find();
    }

    /** Of nouns that add up to nothing, those of one half add up to less where those of the other do to more. */
    private static double expected(Trials s, Trials t) {
        double covariance = 0;
        double first = 0;
        double second = 0;
        for (String condition : List.of("animal", "tool")) {
            covariance -= SHARE / (NOUNS - 1);
            first += variance(s, condition);
            second += variance(t, condition);
        }
        return covariance / Math.sqrt(first * second);
    }

    private static double variance(Trials half, String condition) {
        Map<String, Integer> nouns = new HashMap<>();
        half.items().stream()
                .filter(i -> i.columns().get("condition").equals(condition))
                .forEach(i -> nouns.merge(i.columns().get("group"), 1, Integer::sum));
        double n = nouns.values().stream().mapToInt(k -> k).sum();
        double squares = nouns.values().stream().mapToDouble(k -> k * k / n / n).sum();
        return SHARE * (squares - (1 - squares) / (NOUNS - 1)) + (1 - SHARE) / n;
    }

    private static double[] array(List<Double> numbers) {
        return numbers.stream().mapToDouble(x -> x).toArray();
    }

    private static Responses responses(String name, int count, long seed) {
        String reference = name + Math.floorMod(seed, 1_000_000_007L);
        Phantom phantom = Phantom.of(reference);
        try (Model model = Patchclamp.load(reference)) {
            return numbered(Responses.of(
                    Recorder.on(model).at(phantom.truth().at()).pool(Pool.EVENT).record(phantom.trials(count, seed))));
        }
    }

    /** With a column that is of each trial alone. */
    private static Responses numbered(Responses all) {
        List<Trials.Item> items = new ArrayList<>();
        for (Trials.Item item : all.trials().items()) {
            Map<String, String> columns = new java.util.LinkedHashMap<>(item.columns());
            columns.put("trial", String.valueOf(items.size()));
            items.add(new Trials.Item(item.prompt(), columns, item.event()));
        }
        float[][] rows = IntStream.range(0, items.size()).mapToObj(all::row).toArray(float[][]::new);
        return Responses.of(all.provenance(), all.reading(), new Trials(items), all.units(), rows);
    }

    /** What is planted, in phantoms of many sizes. */
    void recall() {
        System.out.println("\n### Planted units, d = 2, 60 trials\n");
        System.out.println("| phantom | phantoms | found by max-T · BH | max-T finds what is not there |"
                + " lesions of single units find exactly the causal ones |");
        System.out.println("|---|---|---|---|---|");
        planted("units=16&layers=1&both=1&causal=1&selective=1", 40);
        planted("units=64&layers=2&both=3&causal=2&selective=2", 40);
        planted("units=64&layers=3&both=0&causal=4&selective=4", 40);
        planted("units=64&layers=3&both=4&causal=0&selective=0", 40);
        planted("units=32&layers=6&both=12&causal=12&selective=12", 40);
        planted("units=256&layers=4&both=6&causal=0&selective=12", 20);
        planted("units=1000&layers=2&both=12&causal=5&selective=0", 10);
        planted("units=64&layers=2&both=0&causal=0&selective=6", 20);
        planted("units=64&layers=2&both=0&causal=6&selective=0", 20);
    }

    private void planted(String settings, int draws) {
        double byMaxT = 0;
        double byRate = 0;
        int there = 0;
        int wrong = 0;
        int exact = 0;
        int asked = 0;
        int n = rates.draws(draws);
        for (int seed = 1; seed <= n; seed++) {
            String reference = "phantom:selective?" + settings + "&seed=" + (31_337 + 7 * seed);
            Phantom phantom = Phantom.of(reference);
            Trials trials = phantom.trials(60, 500 + seed);
            try (Model model = Patchclamp.load(reference)) {
                Planted found = Planted.of(model, phantom, trials, seed);
                Set<String> selective = new HashSet<>(phantom.truth().selective());
                there += selective.size();
                byMaxT += found.maxT().stream().filter(selective::contains).count();
                byRate += found.bh().stream().filter(selective::contains).count();
                wrong += selective.containsAll(found.maxT()) ? 0 : 1;
                if (seed <= Math.max(2, n / 4)) {
                    asked++;
                    exact += Hurting.units(
                                            model,
                                            phantom,
                                            new Trials(trials.items().subList(0, 8)),
                                            Hurting.ROUND_OFF)
                                    .equals(new HashSet<>(phantom.truth().causal()))
                            ? 1
                            : 0;
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "| %s | %d | %s | %d of %d | %d of %d |%n",
                settings.replace("&", ", ").replace("=", " "),
                n,
                there == 0 ? "none to find" : String.format(Locale.ROOT, "%.3f · %.3f", byMaxT / there, byRate / there),
                wrong,
                n,
                exact,
                asked);
    }
}

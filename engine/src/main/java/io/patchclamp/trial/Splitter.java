package io.patchclamp.trial;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.trial.Trials.Item;

/** Puts whole groups of trials into one of two parts, in which conditions are as even as groups allow. */
final class Splitter {
    private static final int FEW_LEVELS = 12;

    private final Trials trials;
    private final Optional<String> condition;
    private final double fraction;
    private final long seed;

    Splitter(Trials trials, Optional<String> condition, double fraction, long seed) {
        if (!(fraction > 0 && fraction < 1)) {
            throw new PatchclampException(
                    "A part of " + fraction + " of the trials leaves nothing on one side.", "0.5");
        }
        this.trials = trials;
        this.condition = condition.map(trials::column);
        this.fraction = fraction;
        this.seed = seed;
    }

    Split by(List<String> asked) {
        List<String> columns = asked.stream().map(trials::column).toList();
        List<Set<String>> keys = new ArrayList<>();
        for (Item item : trials.items()) {
            Set<String> own = new LinkedHashSet<>();
            for (String column : columns) {
                String cell = item.columns().getOrDefault(column, "");
                if (cell.isEmpty()) {
                    throw new PatchclampException(
                            "The trial '" + item.prompt() + "' has no '" + column + "', so it is in no group.",
                            "a value in every row of '" + column + "'");
                }
                own.add(column + "\n" + cell);
            }
            keys.add(own);
        }
        return split(Likeness.groups(keys), columns, String.join(" and ", columns), "a column with more groups");
    }

    Split byLikeness() {
        return split(
                Likeness.groups(trials.items().stream().map(Likeness::keys).toList()),
                List.of(),
                "likeness of the prompts",
                "a column that names each trial's template or word, and split(\"template\", …)");
    }

    private Split split(int[] groups, List<String> columns, String by, String advice) {
        // Named by their least prompt, so that the order of the rows changes nothing.
        Map<Integer, List<Integer>> members = new TreeMap<>();
        for (int t = 0; t < groups.length; t++) {
            members.computeIfAbsent(groups[t], g -> new ArrayList<>()).add(t);
        }
        if (members.size() < 2) {
            throw new PatchclampException(
                    "All " + trials.count() + " trials are one group by " + by + ", which cannot be split.", advice);
        }
        List<List<Integer>> order = new ArrayList<>(members.values());
        order.sort(Comparator.comparing(this::least));
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = order.size() - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            List<Integer> swapped = order.get(i);
            order.set(i, order.get(j));
            order.set(j, swapped);
        }
        order.sort(Comparator.comparingInt(group -> -group.size()));
        List<Integer> s = new ArrayList<>();
        List<Integer> t = new ArrayList<>();
        Evenness even = new Evenness(trials, turns(columns), fraction);
        for (int g = 0; g < order.size(); g++) {
            boolean last = g == order.size() - 1;
            boolean toS = even.prefersS(order.get(g), random.nextBoolean());
            boolean first = last && s.isEmpty() || !(last && t.isEmpty()) && toS;
            even.put(order.get(g), first);
            (first ? s : t).addAll(order.get(g));
        }
        s.sort(null);
        t.sort(null);
        Trials first = trials.choose(s);
        Trials second = trials.choose(t);
        return new Split(first, second, s, t, by, order.size(), seed, warnings(first, second, columns));
    }

    /** What is made even: the condition, if one is named, then all columns with few values, then the number of trials. */
    private List<List<String>> turns(List<String> groupedBy) {
        List<List<String>> turns = new ArrayList<>();
        condition.ifPresent(column -> turns.add(List.of(column)));
        List<String> others = new ArrayList<>(spread(groupedBy));
        condition.ifPresent(others::remove);
        if (!others.isEmpty()) {
            turns.add(others);
        }
        turns.add(List.of());
        return turns;
    }

    /** The columns with few values, but for those that make the groups. */
    private List<String> spread(List<String> groupedBy) {
        return trials.columns().stream()
                .filter(column -> !groupedBy.contains(column))
                .filter(column -> {
                    int values = levels(trials, column).size();
                    return values > 1 && values <= FEW_LEVELS;
                })
                .toList();
    }

    private String least(List<Integer> group) {
        return group.stream()
                .map(t -> trials.items().get(t))
                .map(item -> item.prompt() + "\n" + item.event() + item.columns())
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private List<String> warnings(Trials s, Trials t, List<String> columns) {
        List<String> warnings = new ArrayList<>();
        shared(s, t, item -> Set.of(item.prompt()), "the same prompt", warnings);
        if (warnings.isEmpty()) {
            shared(s, t, Likeness::keys, "a prompt that is the same but for one word or the event", warnings);
        }
        shared(s, t, item -> set(Likeness.word(item)), "the same event", warnings);
        for (String column : spread(columns)) {
            Set<String> inS = levels(s, column);
            Set<String> inT = levels(t, column);
            List<String> alone = levels(trials, column).stream()
                    .filter(level -> !inS.contains(level) || !inT.contains(level))
                    .toList();
            if (alone.size() == 1) {
                warnings.add(column + " '" + alone.get(0) + "' is only in " + (inS.contains(alone.get(0)) ? "S" : "T")
                        + ".");
            } else if (alone.size() > 1) {
                warnings.add(alone.size() + " of " + levels(trials, column).size() + " values of '" + column
                        + "' are in one part only, such as '" + alone.get(0) + "' in "
                        + (inS.contains(alone.get(0)) ? "S" : "T") + ".");
            }
        }
        return warnings;
    }

    private static void shared(
            Trials s, Trials t, Function<Item, Set<String>> keys, String what, Collection<String> warnings) {
        Set<String> known = new HashSet<>();
        s.items().forEach(item -> known.addAll(keys.apply(item)));
        int[] both = IntStream.range(0, t.count())
                .filter(i -> keys.apply(t.items().get(i)).stream().anyMatch(known::contains))
                .toArray();
        if (both.length > 0) {
            warnings.add(both.length + " of " + t.count() + " trials in T have " + what + " in S, such as '"
                    + t.items().get(both[0]).prompt() + "'.");
        }
    }

    private static Set<String> set(Optional<String> text) {
        return text.map(Set::of).orElse(Set.of());
    }

    private static Set<String> levels(Trials trials, String column) {
        Set<String> levels = new LinkedHashSet<>();
        trials.items().forEach(item -> levels.add(item.columns().getOrDefault(column, "")));
        return levels;
    }
}

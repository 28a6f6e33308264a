package io.patchclamp.lesion;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.patchclamp.epoch.Responses;
import io.patchclamp.epoch.TokenCounts;
import io.patchclamp.epoch.Unit;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.progress.Progress;
import io.patchclamp.stats.FamilyResult;
import io.patchclamp.stats.MaxT;
import io.patchclamp.stats.Resampling;
import io.patchclamp.trial.ItemTrials;
import io.patchclamp.trial.Split;
import io.patchclamp.trial.Trials;

/**
 * Finds the units that respond more to one condition than to another, as functional localizers find areas: by Welch's t on
 * one half of the stimuli (S). The other half (T) says how reliable the map is, and is left to test on. Immutable.
 *
 * <p>After {@code llm-localization} (AlKhamissi et al. 2024, arXiv 2411.02280), which selects the largest |t| over all
 * layers on all stimuli; here the selecting half is split off by template or word, and the map's reliability is reported.
 *
 * <p>Cost: two t a unit and permutations of the labels, some seconds for 46,080 units.
 */
public final class Localizer implements Cloneable {
    private final Responses responses;
    private String column = "condition";
    private Optional<String> preferred = Optional.empty();
    private Optional<String> other = Optional.empty();
    private List<String> groups = List.of();
    private Optional<String> item = Optional.empty();
    private double fraction = 0.5;
    private double share = 0.01;
    private int count;
    private int permutations = 999;
    private long seed = 1;
    private Progress progress = Progress.SILENT;

    private Localizer(Responses responses) {
        this.responses = Objects.requireNonNull(responses, "responses");
    }

    /**
     * The top 1 % of units by the column {@code condition}, on a half split off by likeness of the prompts.
     *
     * @param responses one number a trial and unit, of both conditions
     * @return the localizer
     */
    public static Localizer on(Responses responses) {
        return new Localizer(responses);
    }

    /**
     * What is contrasted.
     *
     * @param name the column with the conditions
     * @return a changed copy
     */
    public Localizer by(String name) {
        return with(l -> l.column = Objects.requireNonNull(name, "name"));
    }

    /**
     * Which two conditions: units are sought that respond more to the first. The two that are met first, in that order, if
     * nothing is said.
     *
     * @param more the condition that is preferred
     * @param less the condition it is held against
     * @return a changed copy
     */
    public Localizer contrast(String more, String less) {
        return with(l -> {
            l.preferred = Optional.of(more);
            l.other = Optional.of(less);
        });
    }

    /**
     * How the stimuli are split into S and T. Both conditions are as even in them as whole groups allow.
     *
     * @param columns trials that share a value of one of them stay together, such as {@code template}; by likeness of the
     *     prompts if there are none
     * @param part how many of the trials go to S, about
     * @return a changed copy
     */
    public Localizer split(List<String> columns, double part) {
        return with(l -> {
            l.groups = List.copyOf(columns);
            l.fraction = part;
        });
    }

    /**
     * Names what one item is where it has several trials, such as the word that they share: each unit's numbers are averaged
     * over them, and n counts items. An item's trials stay in one half, unless {@link #split} says what does. Default: each
     * trial is one.
     *
     * @param name a column of the trials
     * @return a changed copy
     */
    public Localizer item(String name) {
        return with(l -> l.item = Optional.of(name));
    }

    /**
     * How many units are selected, as a share of all that were recorded.
     *
     * @param part such as 0.01
     * @return a changed copy
     */
    public Localizer top(double part) {
        if (!(part > 0 && part <= 0.5)) {
            throw new PatchclampException(
                    "The share of units to select lies above 0 and is at most a half, got " + part + ".",
                    "0.01, or --top 1%");
        }
        return with(l -> {
            l.share = part;
            l.count = 0;
        });
    }

    /**
     * How many units are selected.
     *
     * @param units at least 1
     * @return a changed copy
     */
    public Localizer top(int units) {
        if (units < 1 || units > responses.units().size() / 2) {
            throw new PatchclampException(
                    units + " units cannot be selected of " + responses.units().size() + ".",
                    "1 to " + responses.units().size() / 2 + ": controls need as many others");
        }
        return with(l -> l.count = units);
    }

    /**
     * How S and T are split and labels are permuted.
     *
     * @param number same seed, same result
     * @param draws permutations for the family-wise criterion
     * @return a changed copy
     */
    public Localizer seed(long number, int draws) {
        return with(l -> {
            l.seed = number;
            l.permutations = draws;
        });
    }

    /**
     * Who hears how far it is.
     *
     * @param listener counts blocks of units
     * @return a changed copy
     */
    public Localizer progress(Progress listener) {
        return with(l -> l.progress = Objects.requireNonNull(listener, "progress"));
    }

    private Localizer with(Consumer<Localizer> change) {
        try {
            Localizer copy = (Localizer) clone();
            change.accept(copy);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Finds them.
     *
     * @return the units, and how reliable the map is that they are the top of
     * @throws PatchclampException if there are not two conditions with four trials each, a prompt is shown twice, the
     *     trials cannot be split, or units are parts of heads
     */
    public Localization find() {
        checkUnits();
        List<Integer> contrasted = new ArrayList<>();
        List<String> conditions = conditions();
        Trials all = responses.trials();
        String name = all.column(column);
        for (int t = 0; t < all.count(); t++) {
            if (conditions.contains(all.items().get(t).columns().get(name))) {
                contrasted.add(t);
            }
        }
        Responses used = responses.trials(contrasted);
        used.refuseReplicates();
        List<String> together = groups.isEmpty() ? item.stream().toList() : groups;
        Split split = used.trials().split(together, name, fraction, seed);
        Responses s = used.trials(split.sNumbers());
        Responses t = used.trials(split.tNumbers());
        FamilyResult selecting = map(s, conditions, permutations);
        FamilyResult held = map(t, conditions, 99);
        int wanted = count > 0
                ? count
                : Math.max(1, (int) Math.round(share * responses.units().size()));
        return Localization.of(
                item.map(of -> responses.under(responses.provenance().with("item", all.column(of))))
                        .orElse(responses),
                name,
                conditions,
                split,
                s,
                selecting,
                held,
                top(selecting, wanted),
                top(held, wanted));
    }

    private FamilyResult map(Responses half, List<String> conditions, int draws) {
        String more = conditions.get(0);
        Trials trials = half.trials();
        boolean[] larger = new boolean[trials.count()];
        String name = trials.column(column);
        for (int t = 0; t < larger.length; t++) {
            larger[t] = more.equals(trials.items().get(t).columns().get(name));
        }
        ItemTrials items = ItemTrials.of(trials, item, name);
        boolean[] first = new boolean[items.members().size()];
        int preferring = 0;
        for (int i = 0; i < first.length; i++) {
            first[i] = larger[items.first(i)];
            preferring += first[i] ? 1 : 0;
        }
        if (preferring < 2 || first.length - preferring < 2) {
            String what = items.column().map(c -> "items ('" + c + "')").orElse("trials");
            throw new PatchclampException(
                    "A half of the stimuli has " + preferring + " " + what + " of '" + more + "' and "
                            + (first.length - preferring) + " of the other condition: there is no t.",
                    "more stimuli of both conditions, or another split");
        }
        FamilyResult map = MaxT.of(new Resampling(draws, seed))
                .tail(responses.provenance().tail())
                .progress(progress)
                .twoSample(half.table(items), first);
        return map.on(map.basis()
                        .named(more, preferring, conditions.get(1), first.length - preferring)
                        .of(items.unit()))
                .noting(TokenCounts.doubts(half, more, conditions.get(1), larger))
                .noting(items.notes());
    }

    /** The units with the largest t, largest first; constant ones are never among them. */
    private static List<Integer> top(FamilyResult map, int wanted) {
        return IntStream.range(0, map.units())
                .filter(u -> !Double.isNaN(map.t(u)))
                .boxed()
                .sorted(Comparator.comparingDouble((Integer u) -> -map.t(u)).thenComparing(u -> u))
                .limit(wanted)
                .toList();
    }

    private void checkUnits() {
        for (Unit unit : responses.units()) {
            if (unit.site().width() != unit.site().units()) {
                throw new PatchclampException(
                        "'" + unit.site().name() + "' has several numbers a head, and a lesion takes heads whole.",
                        "a recording of mlp.neurons or of a residual stream");
            }
        }
    }

    private List<String> conditions() {
        Trials all = responses.trials();
        String name = all.column(column);
        List<String> met = all.items().stream()
                .map(i -> i.columns().getOrDefault(name, ""))
                .filter(v -> !v.isEmpty())
                .distinct()
                .toList();
        if (preferred.isPresent()) {
            List<String> asked = List.of(preferred.get(), other.orElseThrow());
            for (String one : asked) {
                if (!met.contains(one)) {
                    throw new PatchclampException(
                            "No trial has '" + one + "' as its '" + name + "'; there are " + met + ".",
                            met.isEmpty() ? "a column with two values" : "'" + met.get(0) + "'");
                }
            }
            return asked;
        }
        if (met.size() != 2) {
            throw new PatchclampException(
                    "A localizer contrasts two conditions; '" + name + "' has " + met.size() + ": "
                            + met.subList(0, Math.min(8, met.size())) + ".",
                    "--contrast A,B");
        }
        return met;
    }
}

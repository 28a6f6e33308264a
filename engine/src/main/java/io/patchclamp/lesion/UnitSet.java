package io.patchclamp.lesion;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.patchclamp.model.Model;
import io.patchclamp.model.Selection;
import io.patchclamp.model.Site;
import io.patchclamp.trial.Ledger;
import io.patchclamp.trial.Reuse;
import io.patchclamp.trial.Trials;

/**
 * Units to be removed together, and what they were chosen on.
 *
 * @param name what it is called in reports
 * @param where the units, site by site
 * @param chosenOn the stimuli they were chosen by; none if they were named without looking
 * @param scores how selective and how active each unit of their sites was there, if that is known
 */
public record UnitSet(String name, Selection where, List<Trials.Item> chosenOn, Optional<UnitScores> scores) {
    public UnitSet {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(where, "where");
        chosenOn = List.copyOf(chosenOn);
        Objects.requireNonNull(scores, "scores");
        if (!chosenOn.isEmpty()) {
            Chosen.remember(where, chosenOn);
        }
    }

    /**
     * Units that were named. Where they are those of a set that was found by looking at responses, that is not forgotten.
     *
     * @param where the units
     * @return the set, called as the selector
     */
    public static UnitSet named(Selection where) {
        return new UnitSet(where.selector(), where, Chosen.by(where), Optional.empty());
    }

    /**
     * The same where it is about to be tested: units that were typed as numbers are known again by these, if they are those
     * that were chosen by some of the same stimuli, or most of them.
     *
     * @param model who has the units
     * @param trials what they are to be tested on
     * @return a set that says what it was chosen by; this one if that is said or not known
     */
    public UnitSet recalled(Model model, Trials trials) {
        if (!chosenOn.isEmpty()) {
            return this;
        }
        List<Trials.Item> by = Ledger.of(model).chosenOrSweptBy(model.provenance(), where);
        return Reuse.of(name, by, trials).any() ? new UnitSet(name, where, by, scores) : this;
    }

    /**
     * How many units there are.
     *
     * @return over all sites
     */
    public int count() {
        return counts().values().stream().mapToInt(Integer::intValue).sum();
    }

    /**
     * How many units each site has in it: what a control must match.
     *
     * @return in the order of the forward pass
     */
    public Map<Site, Integer> counts() {
        Map<Site, Integer> counts = new LinkedHashMap<>();
        where.electrodes().forEach(e -> counts.merge(e.site(), e.unitArray().length, Integer::sum));
        return counts;
    }

    /** How many units are in both. */
    int shared(UnitSet other) {
        Set<List<Object>> units = new HashSet<>(other.units());
        return (int) units().stream().filter(units::contains).count();
    }

    private Set<List<Object>> units() {
        return where.electrodes().stream()
                .flatMap(e -> Arrays.stream(e.unitArray()).mapToObj(u -> List.<Object>of(e.site(), u)))
                .collect(Collectors.toSet());
    }

    /** The same places with other units. */
    UnitSet with(String newName, Map<Site, List<Integer>> units) {
        return new UnitSet(newName, Selection.of(newName, units), chosenOn, scores);
    }

    @Override
    public String toString() {
        return name + ": " + count() + " units, "
                + (chosenOn.isEmpty() ? "named without looking" : "chosen by " + chosenOn.size() + " stimuli");
    }

    /**
     * Which trials are among those the units were chosen by.
     *
     * @param trials what they are to be tested on
     * @return the trials in both
     */
    public Reuse reuse(Trials trials) {
        return Reuse.of(name, chosenOn, trials);
    }
}

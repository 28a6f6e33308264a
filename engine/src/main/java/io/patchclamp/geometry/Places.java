package io.patchclamp.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import io.patchclamp.epoch.Epochs;
import io.patchclamp.epoch.Responses;
import io.patchclamp.epoch.Unit;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.trial.Trials;

/**
 * The same trials wherever they were read: responses site by site, or epochs offset by offset.
 *
 * @param steps one an offset, all of the same trials and units; one where trials were read at one token
 * @param course what the places are called
 * @param notes what should be known of them
 */
record Places(List<Responses> steps, Course course, List<String> notes) {
    static Places of(Responses responses) {
        Objects.requireNonNull(responses, "responses");
        return new Places(List.of(responses), new Course(sites(responses), List.of()), List.of());
    }

    /** Trials that have every offset: a curve over offsets is of the same trials everywhere. */
    static Places of(Epochs epochs) {
        Objects.requireNonNull(epochs, "epochs");
        List<Integer> offsets = epochs.offsets();
        List<Integer> whole = IntStream.range(0, epochs.count())
                .filter(t -> offsets.stream().allMatch(o -> epochs.has(t, o)))
                .boxed()
                .toList();
        if (whole.isEmpty()) {
            throw new PatchclampException(
                    "No trial has every offset from " + offsets.get(0) + " to " + offsets.get(offsets.size() - 1)
                            + ", of " + epochs.count() + " trials these have each: " + epochs.counts() + ".",
                    "a smaller window, as the same trials are compared at all offsets");
        }
        Epochs same = whole.size() == epochs.count() ? epochs : epochs.choose(whole);
        List<Responses> steps = offsets.stream().map(same::at).toList();
        List<String> notes = new ArrayList<>(epochs.notes());
        if (whole.size() < epochs.count()) {
            notes.add((epochs.count() - whole.size()) + " of " + epochs.count()
                    + " trials do not have every offset and were left out; at each offset there were "
                    + epochs.counts());
        }
        return new Places(steps, new Course(sites(steps.get(0)), offsets), notes);
    }

    private static List<String> sites(Responses responses) {
        return responses.units().stream()
                .map(Unit::site)
                .distinct()
                .map(site -> site.name())
                .toList();
    }

    /** What is the same everywhere: the trials, how long they are, and how all was made. */
    Responses any() {
        return steps.get(0);
    }

    Trials trials() {
        return any().trials();
    }

    Provenance provenance() {
        return any().provenance();
    }

    /** One a place, of some trials. */
    List<Patterns> patterns(int[] trials) {
        List<List<Patterns>> read =
                steps.stream().map(step -> Patterns.of(step, trials)).toList();
        List<String> names = course.names();
        List<Patterns> all = new ArrayList<>();
        for (int site = 0; site < course.sites().size(); site++) {
            for (List<Patterns> step : read) {
                all.add(new Patterns(names.get(all.size()), step.get(site).rows()));
            }
        }
        return all;
    }

    /** A code, a path: what goes from place to place needs two of one width, and one thing that changes. */
    void requireOneSpace(List<Patterns> places) {
        if (course.word().equals("site and offset")) {
            throw new PatchclampException(
                    "These are " + course.sites().size() + " sites at "
                            + course.offsets().size() + " offsets, and one of the two is followed.",
                    "epochs of one site, Epochs.of(rec, window, \""
                            + course.sites().get(0) + "\"), or all sites at one offset, epochs.at(0)");
        }
        for (Patterns place : places) {
            if (place.units() != places.get(0).units()) {
                throw new PatchclampException(
                        "'" + place.name() + "' has " + place.units() + " units and '"
                                + places.get(0).name() + "' " + places.get(0).units() + ": a path needs one space.",
                        "--at with sites of one kind, such as L*.resid_post");
            }
        }
    }

    /** One number a trial, -1 for those that are not among the chosen. */
    List<Integer> spread(int[] chosen, int[] values) {
        Integer[] all = new Integer[trials().count()];
        Arrays.fill(all, -1);
        for (int i = 0; i < values.length; i++) {
            all[chosen[i]] = values[i];
        }
        return List.of(all);
    }
}

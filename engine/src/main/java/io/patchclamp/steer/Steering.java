package io.patchclamp.steer;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;

import io.patchclamp.array.NamedArray;
import io.patchclamp.fault.Nearest;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.record.RecordedTrial;
import io.patchclamp.record.Recording;
import io.patchclamp.record.SiteRecording;
import io.patchclamp.steer.SteeringVector.Method;
import io.patchclamp.steer.SteeringVector.Tried;
import io.patchclamp.trial.Ledger;
import io.patchclamp.trial.Trials;

/**
 * Learns a direction from the last recorded token of each trial. Of each condition every other trial is learnt from,
 * beginning with the first, and the rest is tried. Immutable: each setting gives a changed copy.
 */
public final class Steering {
    private static final int RANDOM = 1000;

    private final Recording recording;
    private final Optional<String> site;
    private final Optional<String> towards;
    private final Method method;

    private Steering(Recording recording, Optional<String> site, Optional<String> towards, Method method) {
        this.recording = Objects.requireNonNull(recording, "recording");
        this.site = site;
        this.towards = towards;
        this.method = method;
    }

    /**
     * A direction by difference of means, at the recording's only site, towards the condition met second.
     *
     * @param recording trials of two conditions
     * @return the setting
     */
    public static Steering on(Recording recording) {
        return new Steering(recording, Optional.empty(), Optional.empty(), Method.MEAN);
    }

    /**
     * Where.
     *
     * @param name a recorded site
     * @return a changed copy
     */
    public Steering at(String name) {
        return new Steering(recording, Optional.of(name), towards, method);
    }

    /**
     * Which condition the direction leads to.
     *
     * @param condition a value of the column
     * @return a changed copy
     */
    public Steering towards(String condition) {
        return new Steering(recording, site, Optional.of(condition), method);
    }

    /**
     * How.
     *
     * @param method how the direction is learnt
     * @return a changed copy
     */
    public Steering method(Method method) {
        return new Steering(recording, site, towards, Objects.requireNonNull(method, "method"));
    }

    /**
     * Learns and tries.
     *
     * @param column the column that holds the two conditions
     * @return the direction, and how it does on the trials it was not learnt from
     * @throws PatchclampException if there are not two conditions with two trials each, or it is not clear which site
     */
    public SteeringVector by(String column) {
        SiteRecording recorded = recorded();
        List<String> conditions = conditions(column);
        String second = towards.orElse(conditions.get(1));
        if (!conditions.contains(second)) {
            throw new PatchclampException(
                    "No trial has '" + second + "' as its '" + column + "'; there are " + conditions + ".",
                    conditions.get(1));
        }
        String first = conditions.get(conditions.get(0).equals(second) ? 1 : 0);
        List<float[]> learntFirst = new ArrayList<>();
        List<float[]> learntSecond = new ArrayList<>();
        List<float[]> triedFirst = new ArrayList<>();
        List<float[]> triedSecond = new ArrayList<>();
        List<Trials.Item> from = new ArrayList<>();
        List<Trials.Item> rest = new ArrayList<>();
        int[] met = new int[2];
        for (int t = 0; t < recording.trials().size(); t++) {
            boolean isSecond = column(t, column).equals(second);
            float[] numbers = last(recorded.trials().get(t));
            boolean learns = met[isSecond ? 1 : 0]++ % 2 == 0;
            if (learns) {
                (isSecond ? learntSecond : learntFirst).add(numbers);
                from.add(recording.trials().get(t).item());
            } else {
                (isSecond ? triedSecond : triedFirst).add(numbers);
                rest.add(recording.trials().get(t).item());
            }
        }
        if (triedFirst.isEmpty() || triedSecond.isEmpty()) {
            throw new PatchclampException(
                    "'" + (triedFirst.isEmpty() ? first : second)
                            + "' has one trial: it is learnt from, and none is left to try.",
                    "two trials of each condition at least; ten or more to believe it");
        }
        Direction direction = Direction.learn(learntFirst, learntSecond, method);
        Ledger.learnt(recording.provenance(), direction.vector(), from);
        return new SteeringVector(
                recording
                        .provenance()
                        .with("steering", method + " " + recorded.site().name() + ", " + first + " to " + second),
                recorded.site().name(),
                column,
                first,
                second,
                method,
                NamedArray.of(List.of("unit"), new int[] {direction.vector().length}, direction.vector()),
                new Trials(from),
                new Trials(rest),
                tried(direction, learntFirst, learntSecond, triedFirst, triedSecond));
    }

    /** Random directions learn their middle from the same trials, and which side is which. */
    private static Tried tried(
            Direction direction,
            List<float[]> learntFirst,
            List<float[]> learntSecond,
            List<float[]> triedFirst,
            List<float[]> triedSecond) {
        double accuracy = direction.accuracy(triedFirst, triedSecond);
        SplittableRandom random = new SplittableRandom(SteeringVector.SEED);
        double sum = 0;
        int asGood = 0;
        for (int i = 0; i < RANDOM; i++) {
            double other = Direction.random(random, learntFirst, learntSecond).accuracy(triedFirst, triedSecond);
            sum += other;
            asGood += other >= accuracy ? 1 : 0;
        }
        return new Tried(
                triedFirst.size() + triedSecond.size(),
                accuracy,
                direction.separation(triedFirst, triedSecond),
                RANDOM,
                sum / RANDOM,
                (double) asGood / RANDOM);
    }

    private SiteRecording recorded() {
        List<String> names =
                recording.sites().stream().map(s -> s.site().name()).toList();
        if (site.isEmpty() && names.size() != 1) {
            throw new PatchclampException(
                    "The recording has " + names.size() + " sites, and a direction is learnt at one.",
                    "one of " + String.join(", ", names.subList(0, Math.min(8, names.size()))));
        }
        SiteRecording recorded = recording.site(site.orElse(names.get(0)));
        if (recorded.site().point().isAttention()) {
            throw new PatchclampException(
                    "Attention at " + recorded.site().name()
                            + " has no direction: each trial has another number of keys.",
                    "a recording of a residual stream or of neurons");
        }
        return recorded;
    }

    private List<String> conditions(String column) {
        List<String> conditions = new ArrayList<>();
        for (int t = 0; t < recording.trials().size(); t++) {
            if (!conditions.contains(column(t, column))) {
                conditions.add(column(t, column));
            }
        }
        if (conditions.size() != 2) {
            throw new PatchclampException(
                    "A direction leads from one condition to another; '" + column + "' has " + conditions.size() + ": "
                            + String.join(", ", conditions.subList(0, Math.min(8, conditions.size())))
                            + (conditions.size() > 8 ? ", …" : "."),
                    "a column with two different values");
        }
        return conditions;
    }

    private String column(int trial, String column) {
        RecordedTrial recorded = recording.trials().get(trial);
        String value = recorded.item().columns().get(column);
        if (value == null) {
            throw new PatchclampException(
                    "Trial " + trial + " has no column '" + column + "'; its columns are "
                            + recorded.item().columns().keySet() + ".",
                    recorded.item().columns().isEmpty()
                            ? "a table with a column of two conditions below %%record"
                            : "'"
                                    + Nearest.to(
                                                    column,
                                                    recorded.item().columns().keySet(),
                                                    1)
                                            .get(0)
                                    + "'");
        }
        return value;
    }

    /** The last row's numbers. */
    private static float[] last(NamedArray trial) {
        int rows = trial.shape()[0];
        float[] numbers = new float[trial.size() / rows];
        trial.copyTo((rows - 1) * numbers.length, numbers, 0, numbers.length);
        return numbers;
    }
}

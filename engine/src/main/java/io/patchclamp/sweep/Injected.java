package io.patchclamp.sweep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.patchclamp.array.NamedArray;
import io.patchclamp.edit.Edit;
import io.patchclamp.edit.Inject;
import io.patchclamp.edit.TokenChoice;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.model.Electrode;
import io.patchclamp.model.Selection;

/**
 * What is added to a model, in any dose, and random vectors that are as long at the same places.
 *
 * @param edits injections, all given together
 */
record Injected(List<Edit> edits) {
    Injected {
        edits = List.copyOf(edits);
        for (Edit edit : edits) {
            if (!(edit.change() instanceof Inject)) {
                throw new PatchclampException(
                        "An injection adds, and '" + edit.describe() + "' does not.",
                        "an Inject, or Clamping for all other edits");
            }
        }
        if (edits.isEmpty()) {
            throw new PatchclampException("Nothing is injected.", "one injection, such as L14.resid_post+=2*v");
        }
    }

    /** So many times as much. */
    Injected times(double dose) {
        return changed(e -> {
            Inject inject = (Inject) e.change();
            return new Edit(
                    e.where(),
                    new Inject(inject.name(), inject.vector(), (float) (dose * inject.factor())),
                    e.tokens(),
                    e.steps());
        });
    }

    /** The same at other tokens. */
    Injected at(TokenChoice tokens) {
        return changed(e -> e.at(tokens));
    }

    /** All places that something goes into. */
    Selection where() {
        return Selection.union(edits.stream().map(Edit::where).toList());
    }

    /** The same at every token, for texts that have no such tokens as were chosen. */
    Injected everywhere() {
        return changed(e -> Edit.of(e.where(), e.change()));
    }

    /** What of it holds while a prompt is read; nothing may be left. */
    List<Edit> beforeSpeaking() {
        return edits.stream()
                .filter(e -> e.steps().from() == 0 && !(e.tokens() instanceof TokenChoice.Generated))
                .toList();
    }

    /** Whether vectors can be added wherever it is: attention has none. */
    boolean isOfVectors() {
        return edits.stream()
                .flatMap(e -> e.where().electrodes().stream())
                .noneMatch(e -> e.site().point().isAttention());
    }

    String names() {
        return edits.stream().map(e -> ((Inject) e.change()).name()).distinct().collect(Collectors.joining(", "));
    }

    /** What tells it from every other injection, also of another vector under the same name. */
    String words() {
        return edits.stream()
                .map(e -> e.describe() + " "
                        + Arrays.hashCode(((Inject) e.change()).vector().toArray()))
                .collect(Collectors.joining("; "));
    }

    String sites() {
        return edits.stream()
                .flatMap(e -> e.where().electrodes().stream())
                .map(e -> e.site().name())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /** The first block that is touched. */
    int layer() {
        return edits.stream()
                .flatMap(e -> e.where().electrodes().stream())
                .mapToInt(e -> e.site().layer())
                .min()
                .orElse(-1);
    }

    /**
     * As long at each place, in directions drawn evenly from all; where some units are chosen, in as many others of the
     * same site, if it has them.
     */
    Injected drawn(long seed, int number) {
        SplittableRandom random = new SplittableRandom(seed * 31 + number);
        List<Edit> other = new ArrayList<>();
        for (Edit edit : edits) {
            for (Electrode electrode : edit.where().electrodes()) {
                Electrode there = elsewhere(electrode, random);
                Inject along = new Inject("random " + (number + 1), vector(edit, electrode, random), 1);
                other.add(new Edit(
                        new Selection(electrode.site().name(), List.of(there)), along, edit.tokens(), edit.steps()));
            }
        }
        return new Injected(other);
    }

    private static NamedArray vector(Edit edit, Electrode electrode, SplittableRandom random) {
        float[] numbers = new float[(int) electrode.width()];
        double squares = 0;
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextGaussian();
            squares += numbers[i] * numbers[i];
        }
        double scale = length((Inject) edit.change(), electrode) / Math.sqrt(squares);
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) (numbers[i] * scale);
        }
        return NamedArray.of(List.of("unit"), new int[] {numbers.length}, numbers);
    }

    /** The length of what an injection adds at one place: of the whole vector, or of its part there. */
    private static double length(Inject inject, Electrode electrode) {
        double factor = Math.abs(inject.factor());
        if (inject.vector().axes().isEmpty()) {
            return factor * Math.abs(inject.vector().get()) * Math.sqrt(electrode.width());
        }
        if (inject.vector().size() == electrode.width()) {
            return factor * inject.norm();
        }
        int inner = electrode.site().width() / electrode.site().units();
        double squares = 0;
        for (int unit : electrode.unitArray()) {
            for (int i = unit * inner; i < (unit + 1) * inner; i++) {
                squares += (double) inject.vector().get(i) * inject.vector().get(i);
            }
        }
        return factor * Math.sqrt(squares);
    }

    private static Electrode elsewhere(Electrode electrode, SplittableRandom random) {
        int all = electrode.site().units();
        if (electrode.units().isEmpty() || 2 * electrode.units().size() > all) {
            return electrode;
        }
        Set<Integer> taken = new HashSet<>(electrode.units());
        List<Integer> free = new ArrayList<>(
                IntStream.range(0, all).filter(u -> !taken.contains(u)).boxed().toList());
        List<Integer> chosen = new ArrayList<>();
        while (chosen.size() < taken.size()) {
            int last = free.size() - 1;
            int pick = random.nextInt(free.size());
            chosen.add(free.get(pick));
            free.set(pick, free.get(last));
            free.remove(last);
        }
        return new Electrode(electrode.site(), chosen.stream().sorted().toList(), electrode.polarity());
    }

    private Injected changed(UnaryOperator<Edit> change) {
        return new Injected(edits.stream().map(change).toList());
    }
}

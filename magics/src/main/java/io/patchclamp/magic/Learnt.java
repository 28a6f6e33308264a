package io.patchclamp.magic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.patchclamp.array.NamedArray;
import io.patchclamp.edit.Edit;
import io.patchclamp.edit.Inject;
import io.patchclamp.steer.SteeringVector;
import io.patchclamp.trial.Trials;

/** What injected vectors were learnt from: a direction is known again by its numbers, whatever it is called now. */
final class Learnt {
    private static final double SAME = 1 - 1e-6;

    private Learnt() {}

    /** The stimuli of every learnt direction that is among some edits, and those that their units were found by. */
    static List<Trials.Item> from(List<Edit> edits, Session session) {
        Map<String, Trials.Item> items = new LinkedHashMap<>();
        for (SteeringVector direction : directions(session)) {
            boolean added = edits.stream()
                    .map(Edit::change)
                    .filter(Inject.class::isInstance)
                    .anyMatch(c -> parallel(((Inject) c).vector(), direction.vector()));
            if (added) {
                direction.learntFrom().items().forEach(i -> items.putIfAbsent(i.prompt(), i));
            }
        }
        Found.from(edits, session).forEach(i -> items.putIfAbsent(i.prompt(), i));
        return List.copyOf(items.values());
    }

    private static List<SteeringVector> directions(Session session) {
        List<SteeringVector> found = new ArrayList<>();
        for (String name : session.variables()) {
            session.variable(name)
                    .filter(SteeringVector.class::isInstance)
                    .ifPresent(v -> found.add((SteeringVector) v));
        }
        return found;
    }

    /** Whether one vector is a multiple of another. */
    private static boolean parallel(NamedArray one, NamedArray other) {
        if (one.axes().size() != 1 || one.size() != other.size()) {
            return false;
        }
        float[] a = one.toArray();
        float[] b = other.toArray();
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += (double) a[i] * b[i];
            aa += (double) a[i] * a[i];
            bb += (double) b[i] * b[i];
        }
        return Math.abs(ab) > SAME * Math.sqrt(aa * bb);
    }
}

package io.patchclamp.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.patchclamp.figure.Stamp;
import io.patchclamp.generate.ClampEffect;
import io.patchclamp.lesion.ControlledLesion;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.Exportable;
import io.patchclamp.trial.Reuse;

/** What was expected of a result stands on its view and on each of its pictures, whoever draws them. */
final class Stamped {
    private Stamped() {}

    static Part of(Object value, Part part) {
        Optional<Provenance> made = made(value);
        if (made.isEmpty()) {
            return part;
        }
        Map<String, String> details = made.get().details();
        String hypothesis = details.get(Provenance.HYPOTHESIS);
        String circular = details.get(Reuse.STAMP);
        if (hypothesis == null && circular == null) {
            return part;
        }
        String tested = details.containsKey(Provenance.TESTED) ? " " + details.get(Provenance.TESTED) + "." : "";
        List<Part> parts = new ArrayList<>();
        String line = (circular == null ? "" : Reuse.STAMP + ": " + circular + ". ")
                + (hypothesis == null ? "" : "Hypothesis " + hypothesis + "." + tested);
        if (hypothesis != null) {
            parts.add(Part.paragraph(
                    "Hypothesis " + hypothesis + ". " + details.getOrDefault(Provenance.EXPECTED, "") + tested));
        }
        if (details.containsKey(Provenance.DOUBTS) && !(value instanceof ControlledLesion)) {
            parts.add(Part.note("Warning: " + details.get(Provenance.DOUBTS)));
        }
        if (circular != null && !(value instanceof ControlledLesion)) {
            parts.add(
                    Part.note("Warning: " + Reuse.STAMP + ": " + circular + ". An effect is expected in pure noise."));
        }
        parts.add(drawn(
                part,
                line.replaceAll(", registered [0-9T:.-]+Z, ", ", registered ").strip()));
        return Part.stack(parts);
    }

    private static Optional<Provenance> made(Object value) {
        if (value instanceof ClampEffect effect) {
            return Optional.of(effect.provenance());
        }
        return value instanceof Exportable result ? Optional.of(result.provenance()) : Optional.empty();
    }

    private static Part drawn(Part part, String line) {
        if (part instanceof Part.Picture picture) {
            return new Part.Picture(Stamp.on(picture.figure(), line));
        }
        if (part instanceof Part.Stack stack) {
            return Part.stack(stack.parts().stream().map(p -> drawn(p, line)).toList());
        }
        if (part instanceof Part.Side side) {
            return new Part.Side(side.parts().stream().map(p -> drawn(p, line)).toList());
        }
        if (part instanceof Part.Folded folded) {
            return Part.folded(folded.title(), drawn(folded.inside(), line));
        }
        return part;
    }
}

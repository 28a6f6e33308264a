package io.patchclamp.magic;

import java.util.ArrayList;
import java.util.List;

import io.patchclamp.view.Part;
import io.patchclamp.view.Viewable;

/**
 * How one magic is used.
 *
 * @param spec its spec
 */
public record Help(MagicSpec spec) implements Viewable {
    @Override
    public Part view() {
        List<Part> parts = new ArrayList<>();
        parts.add(Part.heading(spec.typed()));
        parts.add(Part.paragraph(spec.summary()));
        parts.add(Part.preformatted(spec.synopsis()));
        List<List<String>> rows = new ArrayList<>();
        for (MagicSpec.Argument a : spec.arguments()) {
            rows.add(List.of(a.name(), a.required() ? "needed" : "", a.summary()));
        }
        for (MagicSpec.Option o : spec.allOptions()) {
            String typed = "--" + o.name() + (o.isFlag() ? "" : " " + o.value()) + (o.repeatable() ? " …" : "");
            rows.add(List.of(typed, o.fallback(), o.summary()));
        }
        parts.add(Part.grid(List.of("argument", "default", "what it means"), rows));
        parts.add(Part.note("Example"));
        parts.add(Part.preformatted(spec.example()));
        if (!spec.java().isEmpty()) {
            parts.add(Part.note("Stands for"));
            parts.add(Part.preformatted(spec.java()));
        }
        return Part.stack(parts);
    }
}

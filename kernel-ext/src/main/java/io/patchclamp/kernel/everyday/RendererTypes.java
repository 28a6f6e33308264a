package io.patchclamp.kernel.everyday;

import java.util.ArrayList;
import java.util.List;

import io.patchclamp.view.Part;
import io.patchclamp.view.Viewable;

/**
 * The types that have a renderer.
 *
 * @param types in the order they were given
 */
public record RendererTypes(List<String> types) implements Viewable {
    public RendererTypes {
        types = List.copyOf(types);
    }

    @Override
    public Part view() {
        List<Part> parts = new ArrayList<>();
        parts.add(types.isEmpty() ? Part.paragraph("no renderers yet") : Part.preformatted(String.join("\n", types)));
        parts.add(Part.preformatted("renderer(Money.class, m -> \"€ \" + m.cents() / 100.0);"));
        parts.add(Part.note(
                "It gives what to show in the value's place: a string, html(\"<b>…</b>\"), a map, a table, a picture, a chart."
                        + " The nearest type decides: the value's class, its superclasses, its interfaces (a narrower one first, else the one"
                        + " registered last), then the built-in views. renderer(Money.class, null) takes it away."));
        return Part.stack(parts);
    }
}

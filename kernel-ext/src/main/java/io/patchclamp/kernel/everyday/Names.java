package io.patchclamp.kernel.everyday;

import java.util.List;

import io.patchclamp.view.Part;
import io.patchclamp.view.Viewable;

/**
 * What a notebook has declared.
 *
 * @param all sorted by kind, then by name
 */
public record Names(List<Name> all) implements Viewable {
    public Names {
        all = List.copyOf(all);
    }

    /**
     * One of them.
     *
     * @param name what it is called
     * @param kind variable, method, class, …
     * @param type the type of a variable, the signature of a method; empty for types
     * @param value the beginning of what a variable says of itself; empty for the others
     */
    public record Name(String name, String kind, String type, String value) {}

    @Override
    public Part view() {
        return all.isEmpty()
                ? Part.paragraph("Nothing is declared.")
                : Part.grid(
                        List.of("name", "kind", "type", "value"),
                        all.stream()
                                .map(n -> List.of(n.name(), n.kind(), n.type(), n.value()))
                                .toList());
    }
}

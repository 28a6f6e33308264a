package io.patchclamp.magic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

import io.patchclamp.model.ModuleTree;
import io.patchclamp.model.ParameterCount;
import io.patchclamp.view.Part;
import io.patchclamp.view.Quantity;
import io.patchclamp.view.Viewable;

/**
 * How many parameters a model has: by formula, and as loaded.
 *
 * @param model the model's name
 * @param count by formula from the configuration alone
 * @param loaded the same beside what was loaded; empty if nothing was
 */
public record ParameterReport(String model, ParameterCount count, Optional<ParameterCount.Comparison> loaded)
        implements Viewable {
    public ParameterReport {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(count, "count");
        Objects.requireNonNull(loaded, "loaded");
    }

    @Override
    public Part view() {
        List<List<String>> rows = count.parts().stream()
                .map(part -> List.of(
                        part.module(),
                        part.formula(),
                        part.numbers(),
                        Quantity.count(part.count()),
                        share(count.share(part))))
                .toList();
        String groups = Arrays.stream(ModuleTree.Group.values())
                .filter(g -> count.parts().stream().anyMatch(p -> p.group() == g))
                .map(group -> group.title() + " " + Quantity.count(count.count(group)) + " ("
                        + share(count.share(group)) + ")")
                .collect(Collectors.joining(", "));
        List<Part> parts = new ArrayList<>();
        parts.add(Part.heading(model + ": " + Quantity.count(count.total()) + " parameters"));
        parts.add(Part.grid(List.of("module", "formula", "in numbers", "parameters", "share"), rows));
        parts.add(Part.paragraph(groups));
        parts.add(Part.paragraph(count.sum()));
        loaded.ifPresentOrElse(
                comparison -> compare(comparison, parts),
                () -> parts.add(Part.note("from the configuration alone; no weight was read")));
        return Part.stack(parts);
    }

    private static void compare(ParameterCount.Comparison loaded, List<Part> parts) {
        parts.add(Part.paragraph("as loaded: " + Quantity.count(loaded.loaded())
                + (loaded.same() ? ", every weight as the formula has it" : "; the formula differs:")));
        if (!loaded.same()) {
            parts.add(Part.grid(
                    List.of("difference"),
                    loaded.differences().stream().map(List::of).toList()));
        }
    }

    private static String share(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}

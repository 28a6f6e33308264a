package io.patchclamp.view;

import java.util.ArrayList;
import java.util.List;

import io.patchclamp.model.ModuleTree;

/** A module tree, and the shapes of its weights where they are few. */
final class ModuleTreeView {
    private ModuleTreeView() {}

    static Part of(ModuleTree tree) {
        List<ModuleTree.Parameter> weights = tree.parameters();
        List<Part> parts = new ArrayList<>();
        parts.add(Part.preformatted(tree.print()));
        if (!weights.isEmpty() && weights.size() <= Capped.ROWS) {
            parts.add(Part.grid(
                    List.of("weight", "shape", "parameters"),
                    weights.stream().map(ModuleTreeView::row).toList()));
        }
        parts.add(Part.note(Quantity.count(tree.root().all().count() - 1, "module") + ", "
                + Quantity.count(weights.size(), "weight") + ", "
                + Quantity.count(tree.root().parameters(), "parameter")
                + (weights.size() > Capped.ROWS ? "; %modules GLOB lists shapes of a part" : "")));
        return Part.stack(parts);
    }

    private static List<String> row(ModuleTree.Parameter weight) {
        String shape = String.join(
                " × ", weight.shape().stream().map(n -> Quantity.count(n)).toList());
        return List.of(weight.name(), shape, Quantity.count(weight.count()));
    }
}

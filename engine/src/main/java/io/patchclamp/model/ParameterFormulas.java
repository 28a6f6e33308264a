package io.patchclamp.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.patchclamp.model.ModuleTree.Group;
import io.patchclamp.model.ModuleTree.Module;
import io.patchclamp.model.ModuleTree.Parameter;
import io.patchclamp.model.ModuleTree.Size;
import io.patchclamp.model.ParameterCount.Part;

/** Writes the parameters of a module tree as formulas, equal modules of all layers as one. */
final class ParameterFormulas {
    private final ModuleTree tree;

    ParameterFormulas(ModuleTree tree) {
        this.tree = tree;
    }

    /** Modules of the same place in every layer, by their name with {@code *} for the layer. */
    private Map<String, List<Module>> alike() {
        Map<String, List<Module>> alike = new LinkedHashMap<>();
        tree.root().all().filter(m -> m.group() != Group.NONE).forEach(m -> alike.computeIfAbsent(
                        m.name().replaceFirst("\\.[0-9]+(?=\\.)", ".*"), k -> new ArrayList<>())
                .add(m));
        return alike;
    }

    /** All in one sum, equal terms as one: {@code 64 × 8 + 2 × (4 × 8 × 8 + 2 × 8) + 8 = 792}. */
    String sum(long total) {
        List<String> terms = new ArrayList<>();
        Map<List<Integer>, Integer> ofLayer = new LinkedHashMap<>();
        for (Map.Entry<String, List<Module>> entry : alike().entrySet()) {
            Module one = entry.getValue().get(0);
            if (entry.getKey().contains(".*")) {
                one.weights().forEach(weight -> ofLayer.merge(factors(one, weight), 1, Integer::sum));
                continue;
            }
            closeLayer(ofLayer, terms);
            one.weights().forEach(weight -> terms.add(product(1, factors(one, weight))));
        }
        closeLayer(ofLayer, terms);
        return String.join(" + ", terms) + " = " + total;
    }

    private void closeLayer(Map<List<Integer>, Integer> ofLayer, List<String> terms) {
        if (!ofLayer.isEmpty()) {
            String inside = ofLayer.entrySet().stream()
                    .map(e -> product(e.getValue(), e.getKey()))
                    .collect(Collectors.joining(" + "));
            terms.add(tree.config().layers() + " × (" + inside + ")");
            ofLayer.clear();
        }
    }

    /** A table's rows first; of a projection the width of the stream first, so that both ways read the same. */
    private List<Integer> factors(Module module, Parameter weight) {
        List<Integer> shape = new ArrayList<>(weight.shape());
        if (module.group() != Group.VOCABULARY
                && shape.size() == 2
                && shape.get(0) != tree.config().dModel()) {
            java.util.Collections.reverse(shape);
        }
        return shape;
    }

    private static String product(int times, List<Integer> factors) {
        String text = factors.stream().map(String::valueOf).collect(Collectors.joining(" × "));
        return times == 1 ? text : times + " × " + text;
    }

    List<Part> parts() {
        return alike().entrySet().stream()
                .map(e -> part(e.getKey(), e.getValue()))
                .toList();
    }

    private Part part(String name, List<Module> modules) {
        Module one = modules.get(0);
        if (one.weights().isEmpty()) {
            return new Part(one.group(), name, "tied to " + embedding(), "0", 0);
        }
        String formula =
                one.weights().stream().map(w -> product(one, w, Size::formula)).collect(Collectors.joining(" + "));
        String numbers =
                one.weights().stream().map(w -> product(one, w, Size::numbers)).collect(Collectors.joining(" + "));
        long count = one.weights().stream().mapToLong(Parameter::count).sum();
        if (name.contains(".*")) {
            boolean sum = one.weights().size() > 1;
            formula = "layers × " + (sum ? "(" + formula + ")" : formula);
            numbers = modules.size() + " × " + (sum ? "(" + numbers + ")" : numbers);
            count = Math.multiplyExact(count, modules.size());
        }
        return new Part(one.group(), name, formula, numbers, count);
    }

    /** Projections are written from what goes in to what comes out, tables with their rows first. */
    private static String product(Module module, Parameter weight, Function<Size, String> text) {
        List<Size> sizes = new ArrayList<>(weight.sizes());
        if (module.kind().equals("Linear") && module.group() != Group.VOCABULARY) {
            java.util.Collections.reverse(sizes);
        }
        return sizes.stream().map(text).collect(Collectors.joining(" × "));
    }

    private String embedding() {
        return tree.root()
                .all()
                .filter(m -> m.group() == Group.VOCABULARY && !m.weights().isEmpty())
                .findFirst()
                .map(Module::name)
                .orElse("the embedding");
    }
}

package io.patchclamp.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.patchclamp.model.ModuleTree.Group;

/**
 * How many parameters a model has, and where, from its configuration alone.
 *
 * @param modules the modules of the model
 * @param parts one a kind of module, in the order of the module tree
 */
public record ParameterCount(ModuleTree modules, List<Part> parts) {
    public ParameterCount {
        Objects.requireNonNull(modules, "modules");
        parts = List.copyOf(parts);
    }

    /**
     * The parameters of one kind of module, over all layers.
     *
     * @param group what they are for
     * @param module the module's name, {@code *} for the layer: {@code model.layers.*.mlp.up_proj}
     * @param formula how many there are, in the names of the configuration: {@code layers × d_model × d_mlp}
     * @param numbers the same in this model's numbers: {@code 30 × 576 × 1536}
     * @param count the result
     */
    public record Part(Group group, String module, String formula, String numbers, long count) {
        public Part {
            Objects.requireNonNull(group, "group");
            Objects.requireNonNull(module, "module");
        }
    }

    /**
     * Counts by formula.
     *
     * @param modules the modules of a model, whose weights need not be there
     * @return the count
     */
    public static ParameterCount of(ModuleTree modules) {
        return new ParameterCount(modules, new ParameterFormulas(modules).parts());
    }

    /**
     * The configuration it was made from.
     *
     * @return the numbers that fix the model
     */
    public ModelConfig config() {
        return modules.config();
    }

    /**
     * All of them.
     *
     * @return the number of parameters; a tied unembedding counts once, as the embedding
     */
    public long total() {
        return parts.stream().mapToLong(Part::count).sum();
    }

    /**
     * The whole count as one sum, layer by layer the same, equal terms as one.
     *
     * @return such as {@code 64 × 8 + 2 × (2 × 8 × 8 + 2 × 8 × 4 + 3 × 8 × 12 + 2 × 8) + 8 = 1512}
     */
    public String sum() {
        return new ParameterFormulas(modules).sum(total());
    }

    /**
     * The parameters of a group.
     *
     * @param group what they are for
     * @return their number
     */
    public long count(Group group) {
        return parts.stream()
                .filter(p -> p.group() == group)
                .mapToLong(Part::count)
                .sum();
    }

    /**
     * How much of the model a group is.
     *
     * @param group what its parameters are for
     * @return 0 to 1
     */
    public double share(Group group) {
        return (double) count(group) / total();
    }

    /**
     * How much of the model one kind of module is.
     *
     * @param part one of {@link #parts}
     * @return 0 to 1
     */
    public double share(Part part) {
        return (double) part.count() / total();
    }

    /**
     * Holds the formula against what was loaded.
     *
     * @param weights as {@link Model#weights} has them; a tied unembedding that is among them is not counted again
     * @return both counts, and every weight that differs
     */
    public Comparison compare(List<Model.Weight> weights) {
        Map<String, ModuleTree.Parameter> expected = modules.parameters().stream()
                .collect(Collectors.toMap(
                        ModuleTree.Parameter::name, Function.identity(), (a, b) -> a, LinkedHashMap::new));
        List<String> differences = new ArrayList<>();
        long loaded = 0;
        for (Model.Weight weight : weights) {
            if (config().tiedHead() && weight.name().equals("lm_head.weight")) {
                continue;
            }
            loaded += weight.count();
            ModuleTree.Parameter parameter = expected.remove(weight.name());
            if (parameter == null) {
                differences.add(weight.name() + " " + weight.shape() + " is loaded, and not in the formula");
            } else if (!parameter.shape().equals(weight.shape())) {
                differences.add(
                        weight.name() + " is " + weight.shape() + " as loaded, " + parameter.shape() + " by formula");
            }
        }
        expected.values()
                .forEach(p -> differences.add(p.name() + " " + p.shape() + " is in the formula, and not loaded"));
        return new Comparison(total(), loaded, differences);
    }

    /**
     * A count by formula beside a count of what was loaded.
     *
     * @param formula the number of parameters by formula
     * @param loaded the number of parameters loaded
     * @param differences one sentence a weight that differs; empty if none does
     */
    public record Comparison(long formula, long loaded, List<String> differences) {
        public Comparison {
            differences = List.copyOf(differences);
        }

        /**
         * Whether the formula holds.
         *
         * @return true if every weight is there with its shape, and none besides
         */
        public boolean same() {
            return differences.isEmpty() && formula == loaded;
        }
    }
}

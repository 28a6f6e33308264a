package io.patchclamp.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.patchclamp.fault.Nearest;
import io.patchclamp.fault.SelectorException;

/**
 * A model's modules, named and nested as {@code transformers} has them.
 *
 * @param config the model's configuration
 * @param root the model itself
 */
public record ModuleTree(ModelConfig config, Module root) {
    public ModuleTree {
        Objects.requireNonNull(config, "config");
        Objects.requireNonNull(root, "root");
    }

    /**
     * One module.
     *
     * @param name its full name, such as {@code model.layers.5.mlp}; empty for the model itself
     * @param kind its class, such as {@code LlamaMLP}
     * @param details what its class says about it, such as {@code in_features=576, out_features=1536, bias=False}
     * @param group what its weights are for
     * @param in what its input is
     * @param out what its output is
     * @param weights the weights of its own, under their full names
     * @param children the modules inside it, in order
     */
    public record Module(
            String name,
            String kind,
            String details,
            Group group,
            TapPlace in,
            TapPlace out,
            List<Parameter> weights,
            List<Module> children) {
        public Module {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(details, "details");
            Objects.requireNonNull(group, "group");
            Objects.requireNonNull(in, "in");
            Objects.requireNonNull(out, "out");
            weights = List.copyOf(weights);
            children = List.copyOf(children);
        }

        /**
         * The last part of its name.
         *
         * @return such as {@code mlp} or {@code 5}
         */
        public String lastName() {
            return name.substring(name.lastIndexOf('.') + 1);
        }

        /**
         * How many numbers it and the modules inside it hold.
         *
         * @return the number of parameters
         */
        public long parameters() {
            return all().flatMap(m -> m.weights().stream())
                    .mapToLong(Parameter::count)
                    .sum();
        }

        /**
         * It and all modules inside it.
         *
         * @return in the order of the tree
         */
        public Stream<Module> all() {
            return Stream.concat(Stream.of(this), children.stream().flatMap(Module::all));
        }

        private boolean looksLike(Module other) {
            return kind.equals(other.kind)
                    && details.equals(other.details)
                    && children.size() == other.children.size()
                    && Stream.iterate(0, i -> i < children.size(), i -> i + 1)
                            .allMatch(i -> children.get(i)
                                            .lastName()
                                            .equals(other.children.get(i).lastName())
                                    && children.get(i).looksLike(other.children.get(i)));
        }
    }

    /**
     * One weight, known by its shape alone.
     *
     * @param name its full name, such as {@code model.layers.5.mlp.up_proj.weight}
     * @param sizes its axes' lengths, by name
     */
    public record Parameter(String name, List<Size> sizes) {
        public Parameter {
            Objects.requireNonNull(name, "name");
            sizes = List.copyOf(sizes);
        }

        /**
         * The lengths of its axes.
         *
         * @return as {@code transformers} has them
         */
        public List<Integer> shape() {
            return sizes.stream().map(Size::count).toList();
        }

        /**
         * How many numbers it has.
         *
         * @return the product of the axes' lengths
         */
        public long count() {
            return sizes.stream().mapToLong(Size::count).reduce(1, Math::multiplyExact);
        }
    }

    /**
     * The length of an axis, and where it comes from.
     *
     * @param formula in the names of the configuration, such as {@code heads × d_head}
     * @param numbers the same in numbers, such as {@code 9 × 64}
     * @param count the result
     */
    public record Size(String formula, String numbers, int count) {
        public Size {
            Objects.requireNonNull(formula, "formula");
            Objects.requireNonNull(numbers, "numbers");
        }

        /**
         * One number of the configuration.
         *
         * @param name such as {@code d_model}
         * @param count its value
         * @return the size
         */
        public static Size of(String name, int count) {
            return new Size(name, Integer.toString(count), count);
        }

        /**
         * This many times another.
         *
         * @param other the other size
         * @return the product
         */
        public Size times(Size other) {
            return new Size(
                    formula + " × " + other.formula,
                    numbers + " × " + other.numbers,
                    Math.multiplyExact(count, other.count));
        }

        /**
         * This many times a sum or anything else that needs brackets.
         *
         * @param number how often
         * @return the product, such as {@code 3 × d_model}
         */
        public Size times(int number) {
            return new Size(number + " × " + formula, number + " × " + numbers, Math.multiplyExact(number, count));
        }

        /**
         * Both together.
         *
         * @param other the other size
         * @return the sum, in brackets
         */
        public Size plus(Size other) {
            return new Size(
                    "(" + formula + " + " + other.formula + ")",
                    "(" + numbers + " + " + other.numbers + ")",
                    Math.addExact(count, other.count));
        }
    }

    /** What parameters are for. */
    public enum Group {
        /** Embedding and unembedding: grows with the vocabulary. */
        VOCABULARY("vocabulary"),
        /** Learned positions: grows with the context. */
        POSITIONS("positions"),
        /** Query, key, value and output projections. */
        ATTENTION("attention"),
        /** The neurons' input and output weights. */
        MLP("MLP"),
        /** The norms' scales and shifts. */
        NORMS("norms"),
        /** Nothing of its own. */
        NONE("other");

        private final String title;

        Group(String title) {
            this.title = title;
        }

        /**
         * What to call it.
         *
         * @return such as {@code attention}
         */
        public String title() {
            return title;
        }
    }

    /**
     * The modules of some names.
     *
     * @param glob a full module name, where {@code *} matches within one dotted part, {@code **} any number of parts,
     *     and layers may be ranges, sets and negative, as in a {@link Selector}
     * @return the modules that match, with all that is inside them, and what they are inside of
     * @throws SelectorException if nothing matches
     */
    public ModuleTree filter(String glob) {
        Predicate<String> named = new Finder(Sites.of(this), Selector.parse(glob)).glob();
        Module kept = kept(root, named).orElseThrow(() -> {
            List<String> names = root.all().skip(1).map(Module::name).toList();
            List<String> near = new ArrayList<>(Nearest.to(glob, names, 3));
            if (names.stream().anyMatch(n -> n.endsWith("." + glob))) {
                near.add(0, "**." + glob);
            }
            return new SelectorException(
                    "'" + glob + "' names no module of this " + config.architecture() + " of " + config.layers()
                            + (config.layers() == 1 ? " layer." : " layers."),
                    String.join(", ", near));
        });
        return new ModuleTree(config, kept);
    }

    private static Optional<Module> kept(Module module, Predicate<String> named) {
        if (!module.name().isEmpty() && named.test(module.name())) {
            return Optional.of(module);
        }
        List<Module> children =
                module.children().stream().flatMap(c -> kept(c, named).stream()).toList();
        return children.isEmpty()
                ? Optional.empty()
                : Optional.of(new Module(
                        module.name(),
                        module.kind(),
                        module.details(),
                        module.group(),
                        module.in(),
                        module.out(),
                        module.weights(),
                        children));
    }

    /**
     * The tree as {@code transformers} prints it, equal blocks printed once ({@code (0-29): 30 x LlamaDecoderLayer(}).
     * It differs in one thing: {@code Embedding} has no {@code padding_idx}, which has no part in the arithmetic.
     *
     * @return several lines, without a line end behind the last
     */
    public String print() {
        StringBuilder text = new StringBuilder();
        print(root, "", text);
        return text.toString();
    }

    private static void print(Module module, String indent, StringBuilder text) {
        text.append(module.kind()).append('(').append(module.details());
        List<Module> children = module.children();
        for (int i = 0; i < children.size(); ) {
            int same = 1;
            while (isBlock(children.get(i))
                    && i + same < children.size()
                    && next(children.get(i + same - 1), children.get(i + same))) {
                same++;
            }
            Module child = children.get(i);
            text.append('\n').append(indent).append("  (").append(child.lastName());
            if (same > 1) {
                text.append('-')
                        .append(children.get(i + same - 1).lastName())
                        .append("): ")
                        .append(same)
                        .append(" x ");
            } else {
                text.append("): ");
            }
            print(child, indent + "  ", text);
            i += same;
        }
        if (!children.isEmpty()) {
            text.append('\n').append(indent);
        }
        text.append(')');
    }

    private static boolean isBlock(Module module) {
        return module.lastName().matches("[0-9]+");
    }

    private static boolean next(Module block, Module other) {
        return isBlock(other)
                && Integer.parseInt(other.lastName()) == Integer.parseInt(block.lastName()) + 1
                && block.looksLike(other);
    }

    /**
     * Every weight, by its shape alone.
     *
     * @return in the order of the tree; a tied unembedding is none of its own
     */
    public List<Parameter> parameters() {
        return root.all().flatMap(m -> m.weights().stream()).toList();
    }

    /** The tree, printed. */
    @Override
    public String toString() {
        return print();
    }
}

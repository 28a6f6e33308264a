package io.patchclamp.internal.family;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.patchclamp.internal.family.Drawing.Fusion;
import io.patchclamp.internal.family.Drawing.Source;
import io.patchclamp.model.ModelConfig;
import io.patchclamp.model.ModelConfig.NormKind;
import io.patchclamp.model.ModelConfig.QueryKeyNorm;
import io.patchclamp.model.ModuleTree;
import io.patchclamp.model.ModuleTree.Group;
import io.patchclamp.model.ModuleTree.Module;
import io.patchclamp.model.ModuleTree.Parameter;
import io.patchclamp.model.ModuleTree.Size;
import io.patchclamp.model.Point;
import io.patchclamp.model.TapPlace;

/**
 * A model being drawn, module by module, in the order {@code transformers} prints them. A weight's shape, what it is for
 * and what goes in and out follow from its {@link Part}.
 */
final class Draft {
    private static final TapPlace IDS = TapPlace.none("its input is token ids, not activations");
    private static final TapPlace LIST = TapPlace.none("it is a list of blocks that is never called itself");
    private static final TapPlace UNCALLED = TapPlace.none("it is never called");
    private static final TapPlace ANGLES = TapPlace.none("it makes angles, not activations");

    /** A module whose end is not reached yet. */
    private record Opened(String name, String kind, TapPlace in, TapPlace out, List<Module> children) {}

    private final ModelConfig config;
    private final Places places;
    private final Map<Slot, Source> sources = new HashMap<>();
    private final Deque<Opened> open = new ArrayDeque<>();
    private int layer = -1;
    private Fusion fusion = Fusion.BLOCKS;

    Draft(ModelConfig config) {
        this.config = config;
        this.places = new Places(config);
        open.push(new Opened("", config.architecture(), IDS, LIST, new ArrayList<>()));
    }

    /** The input is token ids. */
    TapPlace ids() {
        return IDS;
    }

    /** A place of the block being drawn, or of the model. */
    TapPlace at(Point point) {
        return TapPlace.at(point, point.inLayer() ? layer : -1, false);
    }

    /** Nothing to read, and why. */
    TapPlace none(String reason) {
        return TapPlace.none(reason);
    }

    void open(String name, String kind, TapPlace in, TapPlace out) {
        open.push(new Opened(full(name), kind, in, out, new ArrayList<>()));
    }

    void list(String name) {
        open(name, "ModuleList", LIST, LIST);
    }

    void block(int number, String kind) {
        layer = number;
        open(Integer.toString(number), kind, at(Point.RESID_PRE), at(Point.RESID_POST));
    }

    void attention(String name, String kind) {
        open(name, kind, at(places.attentionIn()), at(places.attentionOut()));
    }

    void mlp(String name, String kind) {
        open(name, kind, at(places.mlpIn()), at(places.mlpOut()));
    }

    void close() {
        Opened done = open.pop();
        add(new Module(done.name, done.kind, "", Group.NONE, done.in, done.out, List.of(), done.children));
        if (done.in.point() == Point.RESID_PRE && done.out.point() == Point.RESID_POST) {
            layer = -1;
        }
    }

    /** The embedding of token ids. */
    void embedding(String name, Part part) {
        embedding(name, "Embedding", part, at(places.out(part)));
    }

    /** An embedding whose module gives something else than the plain rows. */
    void embedding(String name, String kind, Part part, TapPlace out) {
        List<Size> sizes = places.sizes(part);
        String details = sizes.get(0).count() + ", " + sizes.get(1).count();
        Group group = part == Part.TOKENS ? Group.VOCABULARY : Group.POSITIONS;
        add(new Module(
                full(name), kind, details, group, IDS, out, List.of(parameter(name, "weight", sizes)), List.of()));
        source(part, name, false);
    }

    /** A projection, {@code [out, in]}. */
    void linear(String name, Part part, boolean bias) {
        List<Size> sizes = places.sizes(part);
        List<Parameter> weights = new ArrayList<>(List.of(parameter(name, "weight", sizes)));
        if (bias) {
            weights.add(parameter(name, "bias", sizes.subList(0, 1)));
        }
        String details = "in_features=" + sizes.get(1).count() + ", out_features="
                + sizes.get(0).count() + ", bias=" + (bias ? "True" : "False");
        add(new Module(full(name), "Linear", details, part.group(), in(part), out(part), weights, List.of()));
        source(part, name, false);
    }

    /** A projection with a bias as GPT-2 stores it, {@code [in, out]}. */
    void conv1d(String name, Part part) {
        List<Size> sizes = places.sizes(part);
        List<Parameter> weights = List.of(
                parameter(name, "weight", List.of(sizes.get(1), sizes.get(0))),
                parameter(name, "bias", sizes.subList(0, 1)));
        String details = "nf=" + sizes.get(0).count() + ", nx=" + sizes.get(1).count();
        add(new Module(full(name), "Conv1D", details, part.group(), in(part), out(part), weights, List.of()));
        source(part, name, true);
    }

    /** How the fused query-key-value projection lays its rows out. */
    void fusion(Fusion how) {
        fusion = how;
    }

    /** A norm of the config's kind. */
    void norm(String name, String kind, Part part) {
        String shape = "(" + places.sizes(part).get(0).count() + ",)";
        boolean mean = config.norm().kind() == NormKind.LAYER;
        String details = shape + ", eps=" + PythonNumber.of(config.norm().epsilon())
                + (mean ? ", elementwise_affine=True, bias=True" : "");
        norm(name, kind, details, part);
    }

    /** A norm whose class has something else to say about it. */
    void norm(String name, String kind, String details, Part part) {
        List<Size> sizes = places.sizes(part);
        boolean mean = config.norm().kind() == NormKind.LAYER;
        List<Parameter> weights = new ArrayList<>(List.of(parameter(name, "weight", sizes)));
        if (mean) {
            weights.add(parameter(name, "bias", sizes));
        }
        add(new Module(full(name), kind, details, Group.NORMS, in(part), out(part), weights, List.of()));
        source(part, name, false);
    }

    /** A module without weights that goes from one place to another. */
    void leaf(String name, String kind, String details, TapPlace in, TapPlace out) {
        add(new Module(full(name), kind, details, Group.NONE, in, out, List.of(), List.of()));
    }

    /** The neurons' non-linearity. */
    void activation(String name) {
        String kind = config.mlp().activation().module();
        if (config.mlp().gated()) {
            leaf(name, kind, "", at(Point.GATE), at(Point.ACT));
        } else {
            leaf(name, kind, "", at(Point.PRE), at(Point.NEURONS));
        }
    }

    /** What would drop numbers in training and passes them on here. */
    void dropout(String name, double share, Point point) {
        leaf(name, "Dropout", dropped(share), at(point), at(point));
    }

    /** A dropout that is there and never called. */
    void uncalledDropout(String name, double share) {
        leaf(name, "Dropout", dropped(share), UNCALLED, UNCALLED);
    }

    private static String dropped(double share) {
        return "p=" + PythonNumber.of(share) + ", inplace=False";
    }

    /** What makes the angles. */
    void rotary(String name, String kind) {
        leaf(name, kind, "", ANGLES, ANGLES);
    }

    /** The unembedding, {@code [vocab, d_model]}, without a weight of its own where it is tied. */
    void head(String name) {
        if (config.tiedHead()) {
            List<Size> sizes = places.sizes(Part.HEAD);
            String details = "in_features=" + sizes.get(1).count() + ", out_features="
                    + sizes.get(0).count() + ", bias=False";
            add(new Module(
                    full(name),
                    "Linear",
                    details,
                    Group.VOCABULARY,
                    in(Part.HEAD),
                    out(Part.HEAD),
                    List.of(),
                    List.of()));
        } else {
            linear(name, Part.HEAD, false);
        }
    }

    Drawing drawing() {
        Opened root = open.pop();
        Module module = new Module("", root.kind, "", Group.NONE, root.in, root.out, List.of(), root.children);
        return new Drawing(new ModuleTree(config, module), sources, fusion);
    }

    private TapPlace in(Part part) {
        boolean headsApart = part == Part.Q_NORM || part == Part.K_NORM;
        return headsApart && config.attention().queryKeyNorm() == QueryKeyNorm.PER_HEAD
                ? at(places.in(part))
                : places.reading(places.in(part), layer);
    }

    private TapPlace out(Part part) {
        return places.reading(places.out(part), layer);
    }

    private void source(Part part, String name, boolean columns) {
        sources.put(new Slot(part, part.inLayer() ? layer : -1), new Source(full(name), columns));
    }

    private void add(Module module) {
        open.element().children.add(module);
    }

    private Parameter parameter(String module, String name, List<Size> sizes) {
        return new Parameter(full(module) + "." + name, sizes);
    }

    private String full(String name) {
        String before = open.element().name;
        return before.isEmpty() ? name : before + "." + name;
    }
}

package io.patchclamp.internal.djl;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import io.patchclamp.progress.Progress;

/**
 * How the tensors of one differentiated pass came about: libtorch's graph cut to pieces at every product with a weight and
 * every addition to the residual stream, and what joins the pieces. Weights have no gradients here, so the way back through a
 * product is another product, and is computed as fast as the way there. Nothing before the first tensor that is asked for is
 * in it.
 */
public final class Tape {
    private static final ThreadLocal<Tape> RUNNING = new ThreadLocal<>();

    /** How a leaf came about: by a product of one tensor, as a sum of several, or, where there is none, by nothing known. */
    private record Step(List<Tensor> from, Weight weight, boolean stream, Tensor leaf) {}

    private final Scope scope;
    private final List<Step> steps = new ArrayList<>();
    private final Map<Tensor, Step> leaves = new IdentityHashMap<>();

    /** The first step that reads a tensor: it is older than that step's leaf. */
    private final Map<Tensor, Integer> firstRead = new IdentityHashMap<>();

    private int held;

    private Tape(Scope scope) {
        this.scope = scope;
    }

    /**
     * Computes with gradients on, on this thread, for this long.
     *
     * @param scope owns what is remembered, once it is held
     * @param work what is computed
     */
    public static <T> T recording(Scope scope, Function<Tape, T> work) {
        Torch.ready();
        Tape tape = new Tape(scope);
        RUNNING.set(tape);
        JniUtils.setGradMode(true);
        try {
            return work.apply(tape);
        } finally {
            JniUtils.setGradMode(false);
            RUNNING.remove();
        }
    }

    /** The one that is to hear of what is computed, or null: before the first leaf there is nothing to tell. */
    static Tape running() {
        Tape tape = RUNNING.get();
        return tape == null || tape.steps.isEmpty() ? null : tape;
    }

    /** Whether libtorch is to remember what is computed now. */
    static boolean isTracing() {
        return JniUtils.isGradMode() && (RUNNING.get() == null || running() != null);
    }

    /**
     * The same numbers, by which the result can be differentiated.
     *
     * @param x of the pass so far
     * @return what the pass is to go on with
     */
    public Tensor leaf(Tensor x) {
        return leaves.containsKey(x) ? x : add(List.of(x), null, false, new Tensor(JniUtils.detachGradient(x.array())));
    }

    Tensor product(Tensor x, Weight weight, Tensor bias) {
        JniUtils.setGradMode(false);
        try {
            return add(List.of(x), weight, false, weight.product(x, bias));
        } finally {
            JniUtils.setGradMode(true);
        }
    }

    Tensor sum(Tensor a, Tensor b) {
        JniUtils.setGradMode(false);
        try {
            return add(List.of(a, b), null, true, a.plus(b));
        } finally {
            JniUtils.setGradMode(true);
        }
    }

    private Tensor add(List<Tensor> from, Weight weight, boolean stream, Tensor leaf) {
        leaf.array().setRequiresGradient(true);
        Step step = new Step(steps.isEmpty() ? List.of() : from, weight, stream, leaf);
        step.from.forEach(x -> firstRead.putIfAbsent(x, steps.size()));
        steps.add(step);
        leaves.put(leaf, step);
        return leaf;
    }

    /** Takes what the way back needs over from the scopes it was made in, before they are closed. */
    public void hold() {
        for (; held < steps.size(); held++) {
            steps.get(held).from.forEach(scope::adopt);
            scope.adopt(steps.get(held).leaf);
        }
    }

    /**
     * The way back.
     *
     * @param result of the pass
     * @param slope how much each of its numbers counts
     * @param wanted leaves
     * @return how much each number of each of them counts, zeros where it does not; null where nothing of a leaf is read
     */
    public List<Tensor> gradients(Tensor result, Tensor slope, List<Tensor> wanted) {
        hold();
        JniUtils.setGradMode(false);
        try {
            Map<Tensor, Tensor> found = new IdentityHashMap<>();
            Map<Tensor, Tensor> waiting = new IdentityHashMap<>();
            give(result, slope, found, waiting);
            for (int i = steps.size() - 1; i >= 0; i--) {
                Progress.checkCancelled("differentiating");
                Step step = steps.get(i);
                through(i, found, waiting);
                Tensor gradient = found.get(step.leaf);
                if (gradient != null && !step.from.isEmpty()) {
                    Tensor before = step.weight == null ? gradient : step.weight.back(gradient);
                    step.from.forEach(x -> give(x, before, found, waiting));
                }
            }
            List<Tensor> out = new ArrayList<>();
            wanted.forEach(leaf -> out.add(found.get(leaf)));
            return out;
        } finally {
            JniUtils.setGradMode(true);
        }
    }

    private void give(Tensor x, Tensor gradient, Map<Tensor, Tensor> found, Map<Tensor, Tensor> waiting) {
        (leaves.containsKey(x) ? found : waiting).merge(x, gradient, Tensor::plus);
    }

    /** From the tensors that wait, and wait for no other step, to the leaves that their pieces of the graph begin with. */
    private void through(int last, Map<Tensor, Tensor> found, Map<Tensor, Tensor> waiting) {
        List<Tensor> ends = waiting.keySet().stream()
                .filter(x -> firstRead.getOrDefault(x, steps.size()) > last)
                .toList();
        if (ends.isEmpty()) {
            return;
        }
        List<Tensor> begins = new ArrayList<>();
        // What is behind the residual stream is reached through it.
        for (int i = last; i >= 0; i--) {
            begins.add(steps.get(i).leaf);
            if (steps.get(i).stream) {
                break;
            }
        }
        List<Tensor> slopes = ends.stream().map(waiting::remove).toList();
        try (IValue a = list(ends);
                IValue b = list(slopes);
                IValue c = list(begins);
                IValue gradients = IValueUtils.runMethod(Torch.kernels(), "gradients", a, b, c)) {
            PtNDArray[] arrays = gradients.toTensorArray(slopes.get(0).array().getManager());
            for (int i = 0; i < arrays.length; i++) {
                if (arrays[i].size() > 0) {
                    give(begins.get(i), new Tensor(arrays[i]), found, waiting);
                } else {
                    arrays[i].close();
                }
            }
        }
    }

    private static IValue list(List<Tensor> tensors) {
        return IValue.listFrom(tensors.stream().map(t -> t.array()).toArray(PtNDArray[]::new));
    }
}

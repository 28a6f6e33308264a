package io.patchclamp.lens;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import io.patchclamp.array.NamedArray;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.Exportable;
import io.patchclamp.record.ResultArray;
import io.patchclamp.record.TokenText;

/**
 * A logit, or a sum of logits, and the parts it is the sum of.
 *
 * @param provenance how it was made
 * @param by how finely it was taken apart
 * @param trials one a stimulus
 */
public record DirectReading(Provenance provenance, DirectLogits.By by, List<Trial> trials) implements Exportable {
    public DirectReading {
        Objects.requireNonNull(provenance, "provenance");
        Objects.requireNonNull(by, "by");
        trials = List.copyOf(trials);
    }

    /**
     * One trial.
     *
     * @param text what was read
     * @param readAt after which token
     * @param target what was taken apart
     * @param logit its value in the run itself, before a soft cap
     * @param embed what the embedding wrote
     * @param bias what the biases of the last norm and the unembedding add
     * @param attention {@code [layer]}, what each attention wrote
     * @param mlp {@code [layer]}, what each MLP wrote
     * @param units {@code [layer, head]} or {@code [layer, neuron]}, where these were told apart
     * @param biases {@code [layer]}, what of the same sublayer no head or neuron wrote: biases
     */
    public record Trial(
            TokenText text,
            int readAt,
            String target,
            double logit,
            double embed,
            double bias,
            NamedArray attention,
            NamedArray mlp,
            Optional<NamedArray> units,
            Optional<NamedArray> biases) {
        public Trial {
            Objects.requireNonNull(text, "text");
        }
    }

    /**
     * All parts of one trial, added up at the grain that was asked for.
     *
     * @param trial which trial
     * @return what should be the logit
     */
    public double sum(int trial) {
        Trial t = trials.get(trial);
        double sum = t.embed() + t.bias();
        sum += by == DirectLogits.By.HEAD ? fine(t) : total(t.attention());
        sum += by == DirectLogits.By.NEURON ? fine(t) : total(t.mlp());
        return sum;
    }

    private static double fine(Trial t) {
        return total(t.units().orElseThrow()) + total(t.biases().orElseThrow());
    }

    private static double total(NamedArray array) {
        double sum = 0;
        for (float x : array.toArray()) {
            sum += x;
        }
        return sum;
    }

    /**
     * {@code logit}, {@code sum}, {@code embed} and {@code bias [trial]}, {@code attn.out} and {@code mlp.out
     * [trial, layer]}; where heads or neurons were told apart, {@code heads [trial, layer, head]} with {@code attn.bias
     * [trial, layer]}, or {@code neurons [trial, layer, neuron]} with {@code mlp.bias [trial, layer]}.
     */
    @Override
    public List<ResultArray> exported() {
        int n = trials.size();
        ResultArray logit = ResultArray.floats("logit", n);
        ResultArray sum = ResultArray.floats("sum", n);
        ResultArray embed = ResultArray.floats("embed", n);
        ResultArray bias = ResultArray.floats("bias", n);
        for (int t = 0; t < n; t++) {
            logit.put(trials.get(t).logit(), t);
            sum.put(sum(t), t);
            embed.put(trials.get(t).embed(), t);
            bias.put(trials.get(t).bias(), t);
        }
        List<ResultArray> out = new ArrayList<>(List.of(logit, sum, embed, bias));
        out.add(together("attn.out", trials.stream().map(Trial::attention).toList()));
        out.add(together("mlp.out", trials.stream().map(Trial::mlp).toList()));
        if (by != DirectLogits.By.LAYER) {
            boolean heads = by == DirectLogits.By.HEAD;
            out.add(together(
                    heads ? "heads" : "neurons",
                    trials.stream().map(t -> t.units().orElseThrow()).toList()));
            out.add(together(
                    heads ? "attn.bias" : "mlp.bias",
                    trials.stream().map(t -> t.biases().orElseThrow()).toList()));
        }
        return out;
    }

    private static ResultArray together(String name, List<NamedArray> arrays) {
        int[] shape = arrays.get(0).shape();
        int[] more = new int[shape.length + 1];
        more[0] = arrays.size();
        System.arraycopy(shape, 0, more, 1, shape.length);
        ResultArray all = ResultArray.floats(name, more);
        int size = arrays.get(0).size();
        for (int i = 0; i < arrays.size(); i++) {
            arrays.get(i).copyTo(0, (float[]) all.numbers(), i * size, size);
        }
        return all;
    }
}

package io.patchclamp.sweep;

import java.util.List;
import java.util.Objects;

import io.patchclamp.array.NamedArray;
import io.patchclamp.metric.Metric;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.Exportable;
import io.patchclamp.record.ResultArray;
import io.patchclamp.trial.Trials;

/**
 * What each sender's change does to the metric by the straight way to each receiver.
 *
 * @param provenance how it was made
 * @param metric what was measured
 * @param trials the pairs; their prompts are the corrupt texts
 * @param senders who sends, one a row
 * @param receivers who receives, one a column; one for all together if they received together
 * @param clean {@code [trial]}, the metric of the clean text
 * @param corrupt {@code [trial]}, the metric of the corrupt text, unpatched
 * @param effect {@code [sender, receiver]}: the metric with the path patched minus that of the corrupt run, mean over
 *     trials; NaN where no path leads from the sender to the receiver
 * @param effects the same trial by trial, {@code [trial, sender, receiver]}
 * @param warnings what should be known before it is believed
 */
public record PathEffect(
        Provenance provenance,
        Metric metric,
        Trials trials,
        List<End> senders,
        List<End> receivers,
        NamedArray clean,
        NamedArray corrupt,
        NamedArray effect,
        NamedArray effects,
        List<String> warnings)
        implements Exportable {
    public PathEffect {
        Objects.requireNonNull(provenance, "provenance");
        senders = List.copyOf(senders);
        receivers = List.copyOf(receivers);
        warnings = List.copyOf(warnings);
    }

    /**
     * One end of a path.
     *
     * @param name such as {@code L5.attn.z[3]}
     * @param layer the block; -1 for what a model has once, and for several receivers together
     * @param head the head; -1 for a site
     */
    public record End(String name, int layer, int head) {
        public End {
            Objects.requireNonNull(name, "name");
        }
    }

    /**
     * How much of the way from corrupt to clean each path goes: 0 is nothing, 1 is all of it.
     *
     * @return the mean effect divided by the mean of clean minus corrupt, {@code [sender, receiver]}; NaN where there is no
     *     path, or clean and corrupt do not differ
     */
    public NamedArray recovered() {
        return CellArrays.recovered(effect, clean, corrupt);
    }

    /**
     * {@code effect} and {@code recovered [sender, receiver]}, {@code effects [trial, sender, receiver]}, {@code clean} and
     * {@code corrupt [trial]}, {@code senders} and {@code receivers [end, 2]}: layer and head, -1 for none.
     */
    @Override
    public List<ResultArray> exported() {
        return List.of(
                ResultArray.of("effect", effect),
                ResultArray.of("recovered", recovered()),
                ResultArray.of("effects", effects),
                ResultArray.of("clean", clean),
                ResultArray.of("corrupt", corrupt),
                ends("senders", senders),
                ends("receivers", receivers));
    }

    private static ResultArray ends(String name, List<End> ends) {
        ResultArray out = ResultArray.ids(name, ends.size(), 2);
        for (int i = 0; i < ends.size(); i++) {
            out.put(ends.get(i).layer(), i, 0);
            out.put(ends.get(i).head(), i, 1);
        }
        return out;
    }
}

package io.patchclamp.lens;

import java.util.List;
import java.util.Objects;

import io.patchclamp.array.NamedArray;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.Exportable;
import io.patchclamp.record.ResultArray;
import io.patchclamp.record.TokenText;

/**
 * Where the heads of one layer looked.
 *
 * @param provenance how it was made
 * @param layer which block
 * @param heads which heads, ascending
 * @param texts one a trial
 * @param patterns one a trial, {@code [head, query, key]}: each query's row sums to 1
 */
public record AttentionReading(
        Provenance provenance, int layer, List<Integer> heads, List<TokenText> texts, List<NamedArray> patterns)
        implements Exportable {
    public AttentionReading {
        Objects.requireNonNull(provenance, "provenance");
        heads = List.copyOf(heads);
        texts = List.copyOf(texts);
        patterns = List.copyOf(patterns);
    }

    /** {@code pattern [trial, head, query, key]}, {@code heads [head]} and {@code tokens [trial, token]}. */
    @Override
    public List<ResultArray> exported() {
        int n = texts.size();
        int longest = texts.stream().mapToInt(TokenText::count).max().orElse(0);
        ResultArray pattern = ResultArray.floats("pattern", n, heads.size(), longest, longest);
        ResultArray numbers = ResultArray.ids("heads", heads.size());
        ResultArray ids = ResultArray.ids("tokens", n, longest);
        for (int h = 0; h < heads.size(); h++) {
            numbers.put(heads.get(h), h);
        }
        for (int t = 0; t < n; t++) {
            int tokens = texts.get(t).count();
            for (int q = 0; q < tokens; q++) {
                ids.put(texts.get(t).ids().get(q), t, q);
                for (int h = 0; h < heads.size(); h++) {
                    for (int k = 0; k < tokens; k++) {
                        pattern.put(patterns.get(t).get(h, q, k), t, h, q, k);
                    }
                }
            }
        }
        return List.of(pattern, numbers, ids);
    }
}

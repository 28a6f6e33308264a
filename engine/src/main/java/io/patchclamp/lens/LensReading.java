package io.patchclamp.lens;

import java.util.List;
import java.util.Objects;

import io.patchclamp.model.Site;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.Exportable;
import io.patchclamp.record.ResultArray;
import io.patchclamp.record.TokenText;

/**
 * What each state would say if it were the last.
 *
 * @param provenance how it was made
 * @param sites where, in the order of the forward pass
 * @param trials one a stimulus
 */
public record LensReading(Provenance provenance, List<Site> sites, List<Trial> trials) implements Exportable {
    public LensReading {
        Objects.requireNonNull(provenance, "provenance");
        sites = List.copyOf(sites);
        trials = List.copyOf(trials);
    }

    /**
     * One trial.
     *
     * @param text what was read
     * @param cells {@code [site][token]}
     */
    public record Trial(TokenText text, List<List<LensCell>> cells) {
        public Trial {
            Objects.requireNonNull(text, "text");
            cells = cells.stream().map(List::copyOf).toList();
        }
    }

    /** {@code top_tokens} and {@code top_probs [trial, site, token, rank]}, and {@code tokens [trial, token]}. */
    @Override
    public List<ResultArray> exported() {
        int n = trials.size();
        int longest = trials.stream().mapToInt(t -> t.text().count()).max().orElse(0);
        int ranks = trials.get(0).cells().get(0).get(0).top().size();
        ResultArray tops = ResultArray.ids("top_tokens", n, sites.size(), longest, ranks);
        ResultArray probs = ResultArray.floats("top_probs", n, sites.size(), longest, ranks);
        ResultArray ids = ResultArray.ids("tokens", n, longest);
        for (int t = 0; t < n; t++) {
            Trial trial = trials.get(t);
            for (int i = 0; i < trial.text().count(); i++) {
                ids.put(trial.text().ids().get(i), t, i);
                for (int s = 0; s < sites.size(); s++) {
                    LensCell cell = trial.cells().get(s).get(i);
                    for (int r = 0; r < cell.top().size(); r++) {
                        tops.put(cell.top().get(r).id(), t, s, i, r);
                        probs.put(cell.top().get(r).probability(), t, s, i, r);
                    }
                }
            }
        }
        return List.of(tops, probs, ids);
    }
}

package io.patchclamp.geometry;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.Exportable;
import io.patchclamp.record.ResultArray;
import io.patchclamp.stats.Basis;

/**
 * How conditions lie to each other at each site, and which model says so too.
 *
 * @param provenance how it was made
 * @param course where it was read
 * @param column what a condition is
 * @param measure what lies between two
 * @param agreement how matrices are compared
 * @param rdms one a site
 * @param models one a column that was asked about, and one of text length where that differs
 * @param fits one a site and model, site by site
 * @param ceilings one a site: what the best model could reach, given how alike parts of the trials are; none without parts
 * @param basis what the p values rest on
 * @param notes what should be known before it is believed
 */
public record RdmReading(
        Provenance provenance,
        Course course,
        String column,
        Dissimilarity measure,
        Agreement agreement,
        List<Rdm> rdms,
        List<Rdm> models,
        List<Fit> fits,
        List<Ceiling> ceilings,
        Basis basis,
        List<String> notes)
        implements Exportable {
    public RdmReading {
        Objects.requireNonNull(provenance, "provenance");
        Objects.requireNonNull(course, "course");
        Objects.requireNonNull(column, "column");
        rdms = List.copyOf(rdms);
        models = List.copyOf(models);
        fits = List.copyOf(fits);
        ceilings = List.copyOf(ceilings);
        Objects.requireNonNull(basis, "basis");
        notes = List.copyOf(notes);
    }

    /**
     * How a model agrees with a site.
     *
     * @param site the site's name
     * @param model the model's name
     * @param value the agreement with the matrix of all trials
     * @param inParts the mean agreement with the matrices of the parts of trials, which is what a ceiling is for; NaN
     *     without parts
     * @param p how often exchanged conditions agree as much, in either direction unless one was registered; uncorrected
     * @param corrected the same against the best of all sites and models in each exchange
     */
    public record Fit(String site, String model, double value, double inParts, double p, double corrected) {}

    /**
     * Between which numbers the best possible model lies, as parts of the trials agree with each other.
     *
     * @param lower the mean agreement of each part with the mean of the others
     * @param upper the same with the mean of all
     */
    public record Ceiling(double lower, double upper) {}

    /**
     * {@code rdm [site, condition, condition]}, {@code model [model, condition, condition]}, {@code agreement},
     * {@code agreement_in_parts}, {@code p} and {@code p_corrected [site, model]}, {@code ceiling [site, 2]} lower and
     * upper; those of models only where there are models, the ceiling only where there are parts.
     */
    @Override
    public List<ResultArray> exported() {
        List<ResultArray> all = new ArrayList<>();
        all.add(cube("rdm", rdms));
        if (!models.isEmpty()) {
            all.add(cube("model", models));
            ResultArray value = ResultArray.floats("agreement", rdms.size(), models.size());
            ResultArray parts = ResultArray.floats("agreement_in_parts", rdms.size(), models.size());
            ResultArray p = ResultArray.floats("p", rdms.size(), models.size());
            ResultArray corrected = ResultArray.floats("p_corrected", rdms.size(), models.size());
            for (int i = 0; i < fits.size(); i++) {
                int site = i / models.size();
                int model = i % models.size();
                value.put(fits.get(i).value(), site, model);
                parts.put(fits.get(i).inParts(), site, model);
                p.put(fits.get(i).p(), site, model);
                corrected.put(fits.get(i).corrected(), site, model);
            }
            all.addAll(List.of(value, parts, p, corrected));
        }
        if (!ceilings.isEmpty()) {
            ResultArray ceiling = ResultArray.floats("ceiling", rdms.size(), 2);
            for (int i = 0; i < ceilings.size(); i++) {
                ceiling.put(ceilings.get(i).lower(), i, 0);
                ceiling.put(ceilings.get(i).upper(), i, 1);
            }
            all.add(ceiling);
        }
        return all;
    }

    private static ResultArray cube(String name, List<Rdm> rdms) {
        int n = rdms.get(0).conditions().size();
        ResultArray cube = ResultArray.floats(name, rdms.size(), n, n);
        for (int s = 0; s < rdms.size(); s++) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    cube.put(rdms.get(s).distances().get(i, j), s, i, j);
                }
            }
        }
        return cube;
    }
}

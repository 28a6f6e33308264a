package io.patchclamp.geometry;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

import io.patchclamp.array.NamedArray;
import io.patchclamp.epoch.Epochs;
import io.patchclamp.epoch.Responses;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.progress.Progress;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.Exportable;
import io.patchclamp.record.ResultArray;
import io.patchclamp.stats.Basis;
import io.patchclamp.stats.Correction;
import io.patchclamp.stats.Tail;

/**
 * How alike sites are in what they hold of the same trials, by linear centred kernel alignment: 1 for the same up to a
 * rotation and one factor.
 *
 * @param provenance how it was made
 * @param course where they were read
 * @param sites the rows and columns: sites, or offsets
 * @param cka {@code [site, site]}; with few trials and many units it is large for noise too
 * @param unbiased {@code [site, site]}, the same without the trials' own products: 0 on average for noise
 * @param p {@code [site, site]}: how often trials in another order are as alike, against the largest of all pairs; NaN on
 *     the diagonal
 * @param basis what the p values rest on
 */
public record Alike(
        Provenance provenance,
        Course course,
        List<String> sites,
        NamedArray cka,
        NamedArray unbiased,
        NamedArray p,
        Basis basis)
        implements Exportable {
    public Alike {
        Objects.requireNonNull(provenance, "provenance");
        Objects.requireNonNull(course, "course");
        sites = List.copyOf(sites);
    }

    /**
     * Compares all sites with all.
     *
     * <p>Cost: n²p a site, then n² a pair and shuffle. Source: Kornblith et al., Similarity of neural network
     * representations revisited, 2019; Nguyen, Raghu and Kornblith 2021 for the unbiased one.
     *
     * @param responses of the same trials at all sites, four trials or more
     * @param how how often trials are put in another order, and from which seed; each trial is by itself, whatever columns
     *     are named
     * @return the matrix
     * @throws io.patchclamp.fault.CancelledException if the thread is interrupted
     */
    public static Alike of(Responses responses, Shuffling how) {
        return of(Places.of(responses), how);
    }

    /**
     * Compares all offsets with all, and where there are several sites, these too.
     *
     * @param epochs four trials or more; those that do not have every offset are left out
     * @param how as for responses
     * @return the matrix
     * @throws io.patchclamp.fault.PatchclampException if no trial has every offset
     * @throws io.patchclamp.fault.CancelledException if the thread is interrupted
     */
    public static Alike of(Epochs epochs, Shuffling how) {
        return of(Places.of(epochs), how);
    }

    private static Alike of(Places read, Shuffling how) {
        int permutations = how.times();
        long seed = how.seed();
        int n = read.trials().count();
        if (n < 4) {
            throw new PatchclampException(
                    "How alike sites are cannot be told from " + n + (n == 1 ? " trial." : " trials."),
                    "four trials or more");
        }
        int[] all = IntStream.range(0, n).toArray();
        List<Patterns> places = read.patterns(all);
        List<double[][]> grams = new ArrayList<>();
        for (Patterns place : places) {
            Progress.checkCancelled("comparing sites");
            grams.add(Gram.products(Gram.standardised(place.rows(), all, false)));
        }
        int sites = places.size();
        double[][] cka = new double[sites][sites];
        double[][] unbiased = new double[sites][sites];
        double[] best = new double[permutations];
        List<double[][]> open = grams.stream().map(Alike::open).toList();
        long compared = 0;
        long comparisons = (long) sites * (sites - 1) / 2 * (permutations + 1);
        for (int i = 0; i < sites; i++) {
            for (int j = 0; j <= i; j++) {
                Progress.checkCancelled("comparing sites");
                cka[i][j] = aligned(grams.get(i), grams.get(j), all);
                cka[j][i] = cka[i][j];
                unbiased[i][j] = aligned(open.get(i), open.get(j), all);
                unbiased[j][i] = unbiased[i][j];
                for (int b = 0; i != j && b < permutations; b++) {
                    Progress.checkCancelled("comparing sites");
                    int[] order = all.clone();
                    Shuffles.shuffle(order, Shuffles.random(seed, b + 1L));
                    best[b] = Math.max(best[b], aligned(open.get(i), open.get(j), order));
                    how.progress().at("comparing sites", compared + b, comparisons, "comparisons");
                }
                compared += i == j ? 0 : permutations + 1;
                how.progress().at("comparing sites", compared, comparisons, "comparisons");
            }
        }
        double[][] p = new double[sites][sites];
        List<Double> largest = Tables.list(best);
        for (int i = 0; i < sites; i++) {
            for (int j = 0; j < sites; j++) {
                p[i][j] = i == j || permutations == 0 ? Double.NaN : Quantiles.p(unbiased[i][j], largest);
            }
        }
        int pairs = Math.max(1, sites * (sites - 1) / 2);
        return new Alike(
                read.provenance()
                        .with("seed", String.valueOf(seed))
                        .tested(Optional.of(Tail.GREATER), "a permutation test of alignment"),
                read.course(),
                places.stream().map(Patterns::name).toList(),
                Tables.named("site", "site'", cka),
                Tables.named("site", "site'", unbiased),
                Tables.named("site", "site'", p),
                new Basis(
                        "item",
                        java.util.Map.of("trials", n),
                        Basis.ITEMS,
                        "unbiased linear CKA; trials of one site put in another order " + permutations + " times",
                        Tail.GREATER,
                        pairs > 1 ? Correction.MAX_T : Correction.NONE,
                        pairs,
                        OptionalLong.of(seed)));
    }

    /** The cosine of two matrices of products, the rows and columns of the second in another order. */
    private static double aligned(double[][] k, double[][] l, int[] order) {
        double kl = 0;
        double kk = 0;
        double ll = 0;
        for (int i = 0; i < k.length; i++) {
            double[] row = l[order[i]];
            for (int j = 0; j < k.length; j++) {
                double other = row[order[j]];
                kl += k[i][j] * other;
                kk += k[i][j] * k[i][j];
                ll += other * other;
            }
        }
        return kl / Math.sqrt(kk * ll);
    }

    /**
     * Products without a trial's own, centred so that none of it is left (Székely and Rizzo's U-centring): inner products
     * of such matrices are the unbiased criterion but for a factor.
     */
    private static double[][] open(double[][] gram) {
        int n = gram.length;
        double[] row = new double[n];
        double all = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                row[i] += i == j ? 0 : gram[i][j];
            }
            all += row[i];
        }
        double[][] out = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                out[i][j] = i == j ? 0 : gram[i][j] - row[i] / (n - 2) - row[j] / (n - 2) + all / ((n - 1.0) * (n - 2));
            }
        }
        return out;
    }

    /** {@code cka}, {@code cka_unbiased} and {@code p [site, site]}. */
    @Override
    public List<ResultArray> exported() {
        return List.of(ResultArray.of("cka", cka), ResultArray.of("cka_unbiased", unbiased), ResultArray.of("p", p));
    }
}

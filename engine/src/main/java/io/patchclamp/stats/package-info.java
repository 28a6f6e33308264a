/**
 * Tests, effect sizes, intervals, permutations and corrections. Knows no model: what comes in are numbers by item.
 *
 * <p>Every result is a {@link io.patchclamp.stats.TestResult} or carries a {@link io.patchclamp.stats.Basis}: the unit of
 * analysis, n, the population it speaks about, method, correction, size of the family, seed.
 *
 * <p>What other programs answer with NaN or a warning is an error here: a number that is NaN, infinite or beyond 1e70, too few
 * numbers, a correlation or a t of numbers that do not vary (also of pairs that all differ by the same, where t would be
 * infinite), a table with a row or a column of zeros. Differences below 1e-12 of the numbers, or below 1e-70, are none.
 * Permutations, ranks and sign flips need less, and answer where they can. Arrangements are compared up to 1e-9 of the
 * statistic and 1e-12 of the numbers, so that neither the order of a sum nor the unit of the numbers changes a p.
 *
 * <p>Where the libraries disagree with SciPy, this follows SciPy: two-sided p of the binomial test, Mann and Whitney's rule of
 * when to be exact, Wilcoxon without zeros. It differs in that Wilcoxon is exact with ties too, up to 50, and in that the
 * permutation test is two-sided by the size of the statistic, where SciPy doubles the smaller tail: the same where both
 * samples have as many items.
 */
package io.patchclamp.stats;

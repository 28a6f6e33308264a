/**
 * Tests, effect sizes, intervals, permutations and corrections. Knows no model: what comes in are numbers by item.
 *
 * <p>Every result is a {@link io.patchclamp.stats.TestResult} or carries a {@link io.patchclamp.stats.Basis}: the unit of
 * analysis, n, the population it speaks about, method, correction, size of the family, seed.
 */
package io.patchclamp.stats;

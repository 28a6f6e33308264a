"""Statistics of random samples (ties, unequal n, tiny n) by SciPy, statsmodels and MNE.

Writes src/test/resources/stats/reference.json, from engine/. Made with scipy 1.17.1, statsmodels 0.15.0, mne 1.13.2, numpy 2.4.6, seed 20.
"""
import json
import pathlib

import mne
import numpy as np
from scipy import optimize, stats
from statsmodels.stats import multitest, weightstats

rng = np.random.default_rng(20)
mne.set_log_level("error")


def draw(n, kind):
    if kind == "ties":
        return rng.integers(0, 4, n).astype(float)
    if kind == "wide":
        return rng.normal(1, 3, n)
    return np.round(rng.normal(0.4, 1, n), 6)


def p3(test, *args, **kw):
    return [float(test(*args, alternative=a, **kw).pvalue) for a in ("two-sided", "greater", "less")]


pairs = []
for n1, n2, kinds in [(2, 3, "nn"), (3, 3, "nn"), (5, 9, "nw"), (8, 8, "tt"), (12, 30, "nw"), (20, 20, "nn"), (60, 41, "tt"), (9, 10, "nn"), (15, 15, "tn"), (100, 7, "wn")]:
    kind = {"n": "normal", "t": "ties", "w": "wide"}
    a, b = draw(n1, kind[kinds[0]]), draw(n2, kind[kinds[1]])
    two = stats.ttest_ind(a, b, equal_var=False)
    ks = stats.ks_2samp(a, b)
    mw = stats.mannwhitneyu(a, b)
    case = dict(
        a=a.tolist(), b=b.tolist(),
        welch=[float(two.statistic), float(two.df)], welch_p=p3(stats.ttest_ind, a, b, equal_var=False),
        student_p=p3(stats.ttest_ind, a, b),
        u=float(mw.statistic), mann_whitney_p=p3(stats.mannwhitneyu, a, b),
        ks=[float(ks.statistic), float(ks.pvalue)],
        interval=[float(v) for v in two.confidence_interval(.95)],
        kruskal=[float(v) for v in stats.kruskal(a, b, a[:2] + 1)],
        anova=[float(v) for v in stats.f_oneway(a, b, a[:2] + 1)],
        tost=float(weightstats.ttost_ind(a, b, -1, 1, usevar="unequal")[0]),
    )
    if n1 == n2:
        d = a - b
        case["paired_p"] = p3(stats.ttest_rel, a, b)
        kept = d[d != 0]
        tied = len(np.unique(np.abs(kept))) < len(kept)
        method = stats.PermutationMethod(n_resamples=1 << 22) if tied and len(kept) < 20 else "exact" if not tied else None
        if method is not None:
            case["wilcoxon_p"] = p3(stats.wilcoxon, kept, method=method)
        case["tost_paired"] = float(weightstats.ttost_paired(a, b, -1, 1)[0])
        if n1 > 2:
            for name, test in (("pearson", stats.pearsonr), ("spearman", stats.spearmanr), ("kendall", stats.kendalltau)):
                case[name] = [float(test(a, b).statistic)] + p3(test, a, b)
    pairs.append(case)

wide = rng.normal(0.2, 1, 70)
tables = []
for t in ([[3, 9], [10, 4]], [[1, 1], [0, 5]], [[30, 12], [25, 40]]):
    tables.append(dict(table=t, fisher=p3(stats.fisher_exact, t), chi2=float(stats.chi2_contingency(t, correction=False)[1])))
binomial = [dict(k=k, n=n, p=p, ps=p3(stats.binomtest, k, n, p),
                 wilson=list(map(float, stats.binomtest(k, n, p).proportion_ci(method="wilson"))),
                 exact=list(map(float, stats.binomtest(k, n, p).proportion_ci(method="exact"))))
            for k, n, p in [(0, 7, .5), (7, 7, .5), (3, 11, .2), (61, 100, .5)]]
ps = rng.uniform(0, 1, 25) ** 2
ps[3] = ps[7]
adjusted = {m: multitest.multipletests(ps, method=m)[1].tolist() for m in ("bonferroni", "holm", "fdr_bh", "fdr_by")}
pages = []
for n, k in [(3, 3), (5, 4), (8, 5), (20, 6)]:
    x = np.round(rng.normal(0, 1, (n, k)) + .3 * np.arange(k), 5)
    r = stats.page_trend_test(x, method="exact")
    pages.append(dict(x=x.tolist(), l=float(r.statistic), p=float(r.pvalue)))


def found(d, n1, n2, alpha):  # statsmodels gives nan far out
    df, shift = n1 + n2 - 2, d * np.sqrt(n1 * n2 / (n1 + n2))
    t = stats.t.isf(alpha / 2, df)
    return float(stats.nct.sf(t, df, shift) + np.nan_to_num(stats.nct.cdf(-t, df, shift)))


powers = [dict(d=d, n1=n1, n2=n2, alpha=al, power=found(d, n1, n2, al))
          for d, n1, n2, al in [(.5, 30, 30, .05), (1.2, 8, 12, .01), (1.69, 30, 30, .05 / 46080), (.2, 200, 100, .05), (2, 2, 2, .05)]]
detectable = [[n] + [optimize.brentq(lambda d: found(d, n, n, al) - .8, .01, 4.5) for al in (.05, .05 / 46080)] for n in (10, 20, 30, 60, 120, 240)]
quantiles = [dict(x=x.tolist(), q=q, v=float(np.percentile(x, q))) for x, q in ((wide, 2.5), (wide, 97.5), (wide[:5], 33), (wide[:1], 70), (wide, 0), (wide, 100))]


def curve(x, lo, hi, e, h):
    return lo + (hi - lo) / (1 + (e / x) ** h)


dose = np.repeat([.25, .5, 1, 2, 4, 8, 16.], 4)
fits = []
for truth in ((0, 2, 2.5, 1.5), (3, 1, 1.2, 2.2)):
    y = curve(dose, *truth) + rng.normal(0, .1, dose.size)
    v, cov = optimize.curve_fit(lambda x, lo, hi, le, lh: curve(x, lo, hi, np.exp(le), np.exp(lh)), dose, y,
                                p0=(truth[0], truth[1], np.log(truth[2]), np.log(truth[3])), xtol=1e-14, ftol=1e-14)
    reach = stats.t.ppf(.975, dose.size - 4) * np.sqrt(cov[2, 2])
    fits.append(dict(x=dose.tolist(), y=y.tolist(), low=v[0], high=v[1], ec50=float(np.exp(v[2])), slope=float(np.exp(v[3])),
                     interval=[float(np.exp(v[2] - reach)), float(np.exp(v[2] + reach))]))

# MNE: all arrangements of signs (more are asked for than there are; "all" leaves one out); clusters over one and two dimensions
cells = rng.normal(0, 1, (9, 14))
cells[:, 4:8] += 1.1
t, clusters, cp, _ = mne.stats.permutation_cluster_1samp_test(cells, threshold=2.0, n_permutations=100_000, out_type="mask", tail=0)
plane = rng.normal(0, 1, (8, 5, 7))
plane[:, 1:4, 2:5] += 1.0
plane[:, 0, :2] -= 1.0
t2, clusters2, cp2, _ = mne.stats.permutation_cluster_1samp_test(plane, threshold=1.9, n_permutations=100_000, out_type="mask", tail=0)
mt, mp, _ = mne.stats.permutation_t_test(cells, n_permutations=100_000, tail=0)


def mass(t, cs):
    return [float(t[c].sum()) for c in cs]


one = [np.zeros(14, bool) for _ in clusters]
for m, c in zip(one, clusters):
    m[c] = True
mne_one = dict(x=cells.tolist(), threshold=2.0, t=t.tolist(), mass=mass(t, one), p=cp.tolist(), max_t_p=mp.tolist())
mne_two = dict(x=plane.tolist(), threshold=1.9, mass=mass(t2, clusters2), p=cp2.tolist())

# max-T of two samples of unequal size, Welch, every arrangement, by brute force
import itertools
small = rng.normal(0, 1, (9, 6))
small[:4, 2] += 2.5
groups = list(itertools.combinations(range(9), 4))


def welch(first):
    m = np.zeros(9, bool)
    m[list(first)] = True
    return stats.ttest_ind(small[m], small[~m], equal_var=False).statistic


null = np.array([np.abs(welch(g)).max() for g in groups])
seen = welch(range(4))
max_t = dict(x=small.tolist(), t=seen.tolist(), p=[float(np.mean(null >= abs(v) - 1e-9)) for v in seen])

out = pathlib.Path("src/test/resources/stats/reference.json")
out.parent.mkdir(exist_ok=True)
out.write_text(json.dumps(dict(pairs=pairs, wide=wide.tolist(), wide_wilcoxon=p3(stats.wilcoxon, wide, method="approx"), tables=tables, binomial=binomial,
                               p=ps.tolist(), adjusted=adjusted, pages=pages, powers=powers, detectable=detectable, quantiles=quantiles, fits=fits,
                               mne_one=mne_one, mne_two=mne_two, max_t=max_t)) + "\n")

"""Samples as they come (ties, -0.0, outliers, offsets, 1e-30 and 1e25, constant sides) by SciPy, statsmodels and by listing every arrangement.

Writes src/test/resources/stats/ugly.json, from engine/. Made with scipy 1.17.1, statsmodels 0.15.0, numpy 2.4.6, seed 77.
"""
import itertools
import json
import math
import pathlib
import warnings

import numpy as np
from scipy import ndimage, optimize, special, stats
from statsmodels.stats import weightstats

warnings.simplefilter("ignore")
rng = np.random.default_rng(77)
TAILS = {"two": "two-sided", "greater": "greater", "less": "less"}


def zeros(n):
    x = np.where(rng.random(n) < 0.6, 0.0, rng.normal(0, 1, n))
    return np.where((x == 0) & (rng.random(n) < 0.5), -0.0, x)


def outlier(n):
    x = rng.normal(0, 1, n)
    x[rng.integers(n)] = 1e4
    return x


KINDS = {
    "ties": lambda n: rng.integers(-1, 3, n).astype(float),
    "tiny": lambda n: rng.normal(0, 1, n) * 1e-30,
    "huge": lambda n: rng.normal(1, 1, n) * 1e25,
    "offset": lambda n: 1e5 + rng.normal(0, 1, n),
    "skew": lambda n: np.exp(rng.normal(0, 2.5, n)),
    "outlier": outlier,
    "zeros": zeros,
    "binary": lambda n: rng.integers(0, 2, n).astype(float),
    "constant": lambda n: np.full(n, 2.5),
    "far": lambda n: 100 + rng.normal(0, 1, n),
}


def reached(null, observed, tail, size):
    slack = 1e-9 * max(abs(observed), size)
    side = {"two": np.abs(null) >= abs(observed) - slack, "greater": null >= observed - slack, "less": null <= observed + slack}
    return float(np.mean(side[tail]))


def labels(a, b, tail):
    z = np.r_[a, b] - np.r_[a, b].mean()
    first = np.array(list(itertools.combinations(range(len(z)), len(a))))
    sums = z[first].sum(1)
    return reached(sums / len(a) - (z.sum() - sums) / len(b), z[: len(a)].mean() - z[len(a) :].mean(), tail, np.abs(z).max())


def flips(x, tail):
    signs = np.array(list(itertools.product([1, -1], repeat=len(x))))
    return reached(signs @ x / len(x), x.mean(), tail, np.abs(x).max())


def signed_ranks(x, tail):
    d = x[x != 0]
    r = stats.rankdata(np.abs(d))
    signs = np.array(list(itertools.product([1, 0], repeat=len(d))))
    null, seen = signs @ r, r[d > 0].sum()
    up, down = np.mean(null >= seen - 1e-9), np.mean(null <= seen + 1e-9)
    return float({"two": min(1, 2 * min(up, down)), "greater": up, "less": down}[tail])


def samples(a, b):
    n1, n2 = len(a), len(b)
    v1, v2 = a.var(ddof=1), b.var(ddof=1)
    d = (a.mean() - b.mean()) / math.sqrt(((n1 - 1) * v1 + (n2 - 1) * v2) / (n1 + n2 - 2))
    df, se, z = n1 + n2 - 2, math.sqrt((n1 + n2) / (n1 * n2) + d * d / (2 * (n1 + n2))), stats.norm.ppf(0.975)
    j = math.exp(special.gammaln(df / 2) - special.gammaln((df - 1) / 2)) / math.sqrt(df / 2)
    above = (a[:, None] > b) + 0.5 * (a[:, None] == b)
    size = float(max(a.std(), b.std()))
    e = {
        "bound": [size],
        "g": [j * d, j * (d - z * se), j * (d + z * se)],
        "auc": [above.mean()],
        "delong": [math.sqrt(above.mean(1).var(ddof=1) / n1 + above.mean(0).var(ddof=1) / n2)],
        "tost": [weightstats.ttost_ind(a, b, -size, 1.5 * size, usevar="unequal")[0]],
        "quantiles": [np.percentile(a, q) for q in (0, 2.5, 33, 97.5, 100)],
        "welch_interval": list(stats.ttest_ind(a, b, equal_var=False).confidence_interval(0.95)),
        "ks": list(stats.ks_2samp(a, b)),
    }
    for tail, words in TAILS.items():
        t = stats.ttest_ind(a, b, equal_var=False, alternative=words)
        e["welch_" + tail] = [t.statistic, t.pvalue]
        e["student_" + tail] = [stats.ttest_ind(a, b, alternative=words).pvalue]
        e["mann_whitney_" + tail] = list(stats.mannwhitneyu(a, b, alternative=words))
        if special.comb(n1 + n2, n1) <= 20_000:
            e["labels_" + tail] = [labels(a, b, tail)]
        if 2**n1 <= 20_000 and np.any(a != 0):
            e["flips_" + tail] = [flips(a, tail)]
            e["wilcoxon_" + tail] = [signed_ranks(a, tail)]
    return {k: [float(v) for v in x] for k, x in e.items()}


pairs = []
for i in range(60):
    kind = list(KINDS)[i % len(KINDS)]
    other = kind if kind in ("tiny", "huge", "offset") else ["ties", "far", "skew", kind][i // len(KINDS) % 4]
    if kind == "constant" == other:
        other = "ties"
    n1, n2 = (int(n) for n in rng.choice([2, 3, 4, 5, 6, 7, 9, 13, 20, 40], 2))
    a, b = KINDS[kind](n1), KINDS[other](n2)
    if np.ptp(a) == 0 and np.ptp(b) == 0:
        continue
    pairs.append(dict(kind=kind + "/" + other, a=a.tolist(), b=b.tolist(), expected=samples(a, b)))


def found(t, threshold, tail):
    cross = ndimage.generate_binary_structure(t.ndim, 1)
    out = []
    for sign in (1, -1):
        if tail in ("two", "greater" if sign > 0 else "less"):
            where, n = ndimage.label(sign * t > threshold, structure=cross)
            out += [float(t[where == k].sum()) for k in range(1, n + 1)]
    return out


def clusters(ts, threshold, tail):
    """[mass, p] of each observed cluster, ts[0] being what was observed, by its rank among all arrangements."""
    fold = {"two": abs, "greater": lambda m: m, "less": lambda m: -m}[tail]
    most = np.array([max([fold(m) for m in found(t, threshold, tail)], default=0.0) for t in ts])
    return sorted([m, float(np.mean(most >= fold(m) * (1 - 1e-9)))] for m in found(ts[0], threshold, tail))


def turned(x):
    for s in itertools.product([1, -1], repeat=len(x)):
        z = x * np.reshape(s, (-1,) + (1,) * (x.ndim - 1))
        yield z.mean(0) / np.sqrt(z.var(0, ddof=1) / len(z))


def parted(a, b):
    z = np.concatenate([a, b])
    for g in itertools.combinations(range(len(z)), len(a)):
        m = np.isin(np.arange(len(z)), g)
        yield z[m], z[~m]


families = []
for i in range(12):
    plane = i % 3 == 2
    shape = (3, 4) if plane else (9,)
    a, b = (np.round(rng.normal(0, 1, (int(rng.choice([3, 4, 5])),) + shape), 4) for _ in range(2))
    a[:, :2] += 1.5
    one, two = np.array(list(turned(a))), np.array([stats.ttest_ind(p, q, equal_var=False).statistic for p, q in parted(a, b)])
    f = np.array([stats.f_oneway(p, q).statistic for p, q in parted(a, b)])
    case = dict(a=a.tolist(), b=b.tolist(), threshold=1.5)
    for tail in TAILS:
        case["one_" + tail], case["two_" + tail] = clusters(one, 1.5, tail), clusters(two, 1.5, tail)
    if not plane:
        case["f"] = clusters(f, 3.0, "greater")
        most = np.abs(two).max(1)
        case["max_t"] = [float(np.mean(most >= abs(t) * (1 - 1e-9))) for t in two[0]]
    families.append(case)


def page(x):
    ranks = [stats.rankdata(r) for r in x]
    total = np.zeros(1)
    for r in ranks:
        one = np.array([np.array(p) @ np.arange(1, len(r) + 1) for p in itertools.permutations(r)])
        total = (total[:, None] + one).ravel()
    seen = sum(r @ np.arange(1, len(r) + 1) for r in ranks)
    return [float(seen), float(np.mean(total >= seen - 1e-9))]


pages = [dict(x=x.tolist(), page=page(x)) for x in (rng.integers(0, 3, (n, 4)).astype(float) for n in (2, 3, 3, 4))]


def curve(x, low, high, e, h):
    return low + (high - low) / (1 + np.exp(np.clip(-np.exp(h) * (np.log(x) - e), -700, 700)))


def least(x, y):
    """The smallest squared error that curve_fit finds from 40 starts, and where."""
    best = None
    span = np.log(x.max() / x.min())
    for e, h in itertools.product(np.linspace(-0.2, 1.2, 8), (-1, 0, 1, 2, 3)):
        try:
            v, cov = optimize.curve_fit(curve, x, y, p0=(y[0], y[-1], np.log(x.min()) + e * span, h), maxfev=5000, xtol=1e-13, ftol=1e-13)
        except RuntimeError:
            continue
        squares = float(((y - curve(x, *v)) ** 2).sum())
        if best is None or squares < best[0]:
            best = squares, v, cov
    squares, v, cov = best
    reach = stats.t.ppf(0.975, len(x) - 4) * math.sqrt(cov[2, 2])
    return dict(squares=squares, ec50=float(np.exp(v[2])), low=float(np.exp(v[2] - reach)), high=float(np.exp(v[2] + reach)))


fits = []
while len(fits) < 20:
    x = np.repeat(2.0 ** np.arange(int(rng.choice([5, 6, 8]))), int(rng.choice([2, 3, 5])))
    y = np.round(curve(x, 1, rng.choice([-4, 9]), np.log(x[0]) + rng.uniform(0.2, 0.8) * np.log(x[-1]), rng.normal(0.4, 0.3)) + rng.normal(0, rng.choice([0.1, 1, 2.5]), len(x)), 3)
    fit = least(x, y)
    if np.isfinite(fit["high"]) and 1 < fit["ec50"] < x[-1]:
        fits.append(dict(x=x.tolist(), y=y.tolist(), settled=fit["high"] / fit["low"] < 10, **fit))

boots = []
for n in (8, 20, 40):
    x = np.round(rng.normal(3, 2, n), 3)
    for method in ("percentile", "BCa"):
        i = stats.bootstrap((x,), np.std, n_resamples=50_000, method=method, rng=np.random.default_rng(5)).confidence_interval
        boots.append(dict(x=x.tolist(), method=method, interval=[float(v) for v in i]))

out = pathlib.Path("src/test/resources/stats/ugly.json")
out.write_text(json.dumps(dict(pairs=pairs, families=families, pages=pages, fits=fits, boots=boots)) + "\n")
print(sum(len(p["expected"]) for p in pairs), "of pairs,", len(families), "families,", len(fits), "fits")

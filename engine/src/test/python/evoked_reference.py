"""Evoked means, intervals, clusters and a tuning curve by NumPy, SciPy and MNE, for EvokedParityTest.

Run with numpy 2, scipy 1.17 and mne 1.13:  python evoked_reference.py OUT.json
"""

import json
import sys
import warnings

import mne
import numpy as np
import scipy
from scipy import stats

warnings.simplefilter("ignore")
rng = np.random.default_rng(20261122)
OFFSETS = list(range(-3, 5))


def group(n, bump):
    x = rng.normal(0, 1, (n, len(OFFSETS))).round(4)
    x[:, 3:6] += bump
    return x.round(4)


def ragged(x):
    """Trials end where their text does: the last offsets of some are missing, and the first of others."""
    y = x.copy()
    y[1, -2:] = np.nan
    y[2, 0] = np.nan
    y[3, -1] = np.nan
    return y


def summary(x):
    n = np.sum(~np.isnan(x), axis=0)
    mean = np.nanmean(x, axis=0)
    sem = stats.sem(x, axis=0, nan_policy="omit")
    half = sem * stats.t.ppf(0.975, n - 1)
    return {"n": n.tolist(), "mean": mean.tolist(), "low": (mean - half).tolist(), "high": (mean + half).tolist()}


def clusters(result):
    t, found, p, _ = result
    return {
        "t": np.asarray(t).tolist(),
        "clusters": [
            {"columns": np.arange(len(t))[c].tolist(), "mass": float(np.asarray(t)[c].sum()), "p": float(q)}
            for c, q in zip(found, p)
        ],
    }


a = group(9, 1.6)
b = group(7, 0.0)
rag_a, rag_b = ragged(a), ragged(b)
difference = (a[:8] - group(8, 0.2)).round(4)
threshold = float(stats.t.ppf(0.975, len(difference) - 1))
one = mne.stats.permutation_cluster_1samp_test(
    difference, threshold=threshold, n_permutations=2 ** len(difference), tail=0, out_type="mask", verbose=False
)
x = rng.integers(0, 4, 40).astype(float)
y = (np.sin(x) + rng.normal(0, 0.5, 40)).round(4)
f, p = stats.f_oneway(*[y[x == v] for v in sorted(set(x))])
rho = stats.spearmanr(x, y)
grand = y.mean()
between = sum(len(y[x == v]) * (y[x == v].mean() - grand) ** 2 for v in sorted(set(x)))
json.dump(
    {
        "made_by": f"numpy {np.__version__}, scipy {scipy.__version__}, mne {mne.__version__}",
        "offsets": OFFSETS,
        "a": [[None if np.isnan(v) else v for v in row] for row in rag_a.tolist()],
        "b": [[None if np.isnan(v) else v for v in row] for row in rag_b.tolist()],
        "summary_a": summary(rag_a),
        "summary_b": summary(rag_b),
        "welch": [
            list(stats.ttest_ind(u[~np.isnan(u)], v[~np.isnan(v)], equal_var=False).confidence_interval(0.95))
            for u, v in zip(rag_a.T, rag_b.T)
        ],
        "difference": difference.tolist(),
        "threshold": threshold,
        "one_sample": clusters(one),
        "tuning": {
            "x": x.tolist(),
            "y": y.tolist(),
            "means": [y[x == v].mean() for v in sorted(set(x))],
            "n": [int((x == v).sum()) for v in sorted(set(x))],
            "f": f,
            "p": p,
            "eta2": between / ((y - grand) ** 2).sum(),
            "rho": rho.statistic,
            "rho_p": rho.pvalue,
        },
    },
    open(sys.argv[1], "w"),
    indent=1,
)

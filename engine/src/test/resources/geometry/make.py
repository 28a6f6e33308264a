"""Makes geometry.json: read-outs of scikit-learn, distances and comparisons of rsatoolbox, components of scikit-learn.

pip install scikit-learn rsatoolbox scipy, then: python make.py > geometry.json   (versions and seed are in the file)
"""

import json
import sys
from importlib.metadata import version

import numpy as np
import rsatoolbox
import scipy
import sklearn
from rsatoolbox.data import Dataset
from rsatoolbox.data.noise import prec_from_measurements, prec_from_unbalanced
from rsatoolbox.rdm import RDMs, calc_rdm, compare
from sklearn.decomposition import PCA
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import RidgeClassifier
from sklearn.metrics import balanced_accuracy_score, roc_auc_score
from sklearn.preprocessing import StandardScaler

SEED = 20
rng = np.random.default_rng(SEED)
PENALTIES = [0.01, 0.1, 1.0, 10.0]


def rows(x):
    return [[float(v) for v in r] for r in x]


def population(n, p, classes, gain):
    y = np.arange(n) % classes
    x = rng.normal(size=(n, p))
    x[:, :classes] += gain * np.eye(classes)[y]
    x[:, -1] *= 50
    return x.astype(np.float32).astype(np.float64), y


def lda(train, labels, penalty):
    """Discriminant analysis whose shrinkage is the penalty in units of a training trial's mean squared length."""
    scaler = StandardScaler().fit(train)
    z = scaler.transform(train)
    within = sum(np.cov(z[labels == c].T, bias=True) for c in np.unique(labels)) / len(np.unique(labels))
    ridge = penalty * np.mean(np.sum(z**2, 1)) / len(z)
    ratio = ridge * z.shape[1] / np.trace(within)
    k = len(np.unique(labels))
    fit = LinearDiscriminantAnalysis(solver="lsqr", shrinkage=ratio / (1 + ratio), priors=np.full(k, 1 / k))
    fit.fit(z, labels)
    return scaler, fit


def chosen(x, y, train, select):
    """The columns that tell the classes of the training trials apart best."""
    return slice(None) if select is None else SelectKBest(f_classif, k=select).fit(x[train], y[train]).get_support()


def nested(x, y, folds, select=None):
    k = folds.max() + 1
    out = {"accuracy": [], "penalty": [], "predicted": [0] * len(y), "auc": []}
    for f in range(k):
        means = []
        for penalty in PENALTIES:
            inner = []
            for g in range(k):
                if g != f:
                    train = (folds != f) & (folds != g)
                    some = x[:, chosen(x, y, train, select)]
                    scaler, fit = lda(some[train], y[train], penalty)
                    test = folds == g
                    inner.append(balanced_accuracy_score(y[test], fit.predict(scaler.transform(some[test]))))
            means.append(np.mean(inner))
        best = max(range(len(PENALTIES)), key=lambda i: (round(means[i], 9), i))
        train, test = folds != f, folds == f
        some = x[:, chosen(x, y, train, select)]
        scaler, fit = lda(some[train], y[train], PENALTIES[best])
        predicted = fit.predict(scaler.transform(some[test]))
        for t, c in zip(np.flatnonzero(test), predicted):
            out["predicted"][int(t)] = int(c)
        out["accuracy"].append(float(balanced_accuracy_score(y[test], predicted)))
        out["penalty"].append(PENALTIES[best])
        if y.max() == 1:
            out["auc"].append(float(roc_auc_score(y[test], fit.decision_function(scaler.transform(some[test])))))
    return out


def decoding(n, p, classes, gain, select=None):
    x, y = population(n, p, classes, gain)
    folds = (np.arange(n) // classes) % 5
    made = {"x": rows(x), "y": y.tolist(), "folds": folds.tolist(), "penalties": PENALTIES}
    return made | ({"select": select} if select else {}) | nested(x, y, folds, select)


def ridge():
    """Ridge regression on labels, raw units: two classes of one size are told apart as by discriminant analysis."""
    x, y = population(40, 60, 2, 1.0)
    folds = (np.arange(40) // 2) % 5
    predicted = [0] * 40
    for f in range(5):
        train, test = folds != f, folds == f
        centred = x[train] - x[train].mean(0)
        fit = RidgeClassifier(alpha=0.5 * np.mean(np.sum(centred**2, 1))).fit(x[train], y[train])
        for t, c in zip(np.flatnonzero(test), fit.predict(x[test])):
            predicted[int(t)] = int(c)
    return {"x": rows(x), "y": y.tolist(), "folds": folds.tolist(), "penalty": 0.5, "predicted": predicted}


def distances():
    n, p = 36, 10
    conditions = np.arange(n) % 6
    parts = (np.arange(n) // 6) % 3
    x = (rng.normal(size=(n, p)) + rng.normal(size=(6, p))[conditions]).astype(np.float32).astype(np.float64)
    data = Dataset(x, obs_descriptors={"c": conditions, "part": parts})
    precision = prec_from_measurements(data, obs_desc="c", method="diag")
    return {
        "x": rows(x),
        "conditions": conditions.tolist(),
        "parts": parts.tolist(),
        "euclidean": calc_rdm(data, "euclidean", "c").dissimilarities[0].tolist(),
        "correlation": calc_rdm(data, "correlation", "c").dissimilarities[0].tolist(),
        "crossnobis": calc_rdm(data, "crossnobis", "c", cv_descriptor="part").dissimilarities[0].tolist(),
        "crossnobis_whitened": calc_rdm(data, "crossnobis", "c", noise=precision, cv_descriptor="part")
        .dissimilarities[0]
        .tolist(),
        "crossnobis_shrunk": crossnobis(data, prec_from_measurements(data, obs_desc="c", method="shrinkage_diag")),
        "crossnobis_ledoit_wolf": crossnobis(data, prec_from_measurements(data, obs_desc="c", method="shrinkage_eye")),
    }


def crossnobis(data, precision):
    return calc_rdm(data, "crossnobis", "c", noise=precision, cv_descriptor="part").dissimilarities[0].tolist()


def uneven():
    """More units than trials, and parts in which conditions stand differently often."""
    n, p = 29, 40
    conditions = np.concatenate([np.arange(24) % 4, [0, 0, 1, 2, 0]])
    parts = np.concatenate([(np.arange(24) // 4) % 3, [0, 1, 0, 2, 0]])
    x = rng.normal(size=(n, p)) * np.linspace(0.2, 4, p) + rng.normal(size=(4, p))[conditions]
    x = (x + rng.normal(size=(n, 1))).astype(np.float32).astype(np.float64)
    data = Dataset(x, obs_descriptors={"c": conditions, "part": parts})
    methods = {"": None, "_whitened": "diag", "_shrunk": "shrinkage_diag", "_ledoit_wolf": "shrinkage_eye"}
    found = {
        f"crossnobis{ours}": crossnobis(data, m and prec_from_unbalanced(data, obs_desc="c", method=m))
        for ours, m in methods.items()
    }
    precision = prec_from_unbalanced(data, obs_desc="c", method="shrinkage_diag")
    mahalanobis = calc_rdm(data, "mahalanobis", "c", noise=precision).dissimilarities[0].tolist()
    return {"x": rows(x), "conditions": conditions.tolist(), "parts": parts.tolist(), "mahalanobis": mahalanobis} | found


def comparisons():
    a = rng.normal(size=15).round(2)
    b = rng.integers(0, 4, size=15).astype(float)
    names = {"rho-a": "RHO_A", "spearman": "SPEARMAN", "tau-a": "TAU_A", "tau-b": "TAU_B", "cosine": "COSINE", "corr": "PEARSON"}
    return {
        "a": a.tolist(),
        "b": b.tolist(),
        "values": {ours: float(compare(RDMs(a[None]), RDMs(b[None]), method=m)[0, 0]) for m, ours in names.items()},
    }


def components(n, p):
    x = (rng.normal(size=(n, p)) * np.linspace(3, 0.5, p)).astype(np.float32).astype(np.float64)
    fit = PCA().fit(x)
    return {"x": rows(x), "variance": fit.explained_variance_[: min(n - 1, p)].tolist(), "scores": rows(fit.transform(x)[:, :3])}


json.dump(
    {
        "made by": f"scikit-learn {sklearn.__version__}, rsatoolbox {version('rsatoolbox')}, scipy {scipy.__version__}, "
        f"numpy {np.__version__}, seed {SEED}",
        "two": decoding(60, 12, 2, 1.2),
        "wide": decoding(40, 90, 2, 1.5),
        "three": decoding(60, 15, 3, 1.5),
        "ridge": ridge(),
        "distances": distances(),
        "comparisons": comparisons(),
        "long": components(20, 6),
        "flat": components(8, 14),
        "uneven": uneven(),
        "selected": decoding(40, 120, 2, 1.5, select=6),
        "selected_three": decoding(60, 50, 3, 1.2, select=8),
    },
    sys.stdout,
)

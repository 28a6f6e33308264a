"""Reads exported recordings as a user would, and compares them with what they were made of.

Usage: python check_exports.py FOLDER, where FOLDER holds generated.* and pooled.* (see Samples.java).
Exit code 77: NumPy is missing. A format whose package is missing (safetensors, h5py) is named and left out.
"""

import csv
import json
import os
import sys

try:
    import numpy as np
except ImportError:
    print("NumPy is missing")
    sys.exit(77)

folder = sys.argv[1]
NAN = np.nan


def array(site, shapes, padded):
    """[trial, ...]: trial t holds site * 1000 + t * 100 + index, and NaN around it."""
    out = np.full((len(shapes), *padded), NAN, dtype=np.float32)
    for t, shape in enumerate(shapes):
        block = site * 1000 + t * 100 + np.arange(np.prod(shape), dtype=np.float32).reshape(shape)
        out[(t, *(slice(0, n) for n in shape))] = block
    return out


GENERATED = {
    "L1.resid_post": array(0, [(2, 3), (4, 3), (3, 3)], (4, 3)),
    "L0.attn.z": array(1, [(2, 2, 2), (4, 2, 2), (3, 2, 2)], (4, 2, 2)),
    "L0.attn.pattern": array(2, [(2, 2, 2), (2, 4, 4), (2, 3, 3)], (2, 4, 4)),
    "model.layers.1.mlp.down_proj:in": array(3, [(2, 2), (4, 2), (3, 2)], (4, 2)),
    "tokens": np.array([[10, 11, -1, -1], [10, 11, 90, 91], [10, 11, 12, -1]]),
    "n_tokens": np.array([2, 4, 3]),
    "step": np.array([[0, 0, -1, -1], [0, 0, 1, 2], [0, 0, 0, -1]]),
}
POOLED = {
    "L1.resid_post": array(0, [(1, 3), (1, 3)], (1, 3)),
    "tokens": np.array([[10, 11, -1, -1], [10, 11, 90, 91]]),
    "n_tokens": np.array([2, 4]),
    "step": np.array([[0, 0, -1, -1], [0, 0, 1, 2]]),
}


def compare(kind, got, expected):
    assert set(got) == set(expected), (kind, sorted(got))
    for name, array in expected.items():
        assert got[name].dtype == (np.int64 if array.dtype.kind == "i" else np.float32), (kind, name, got[name].dtype)
        np.testing.assert_array_equal(got[name], array, err_msg=f"{kind} {name}")


for stem, expected in (("generated", GENERATED), ("pooled", POOLED)):
    path = os.path.join(folder, stem)
    with np.load(path + ".npz", allow_pickle=False) as npz:
        compare("npz", {k: npz[k] for k in npz.files}, expected)
    try:
        from safetensors import safe_open
        from safetensors.numpy import load_file

        compare("safetensors", load_file(path + ".safetensors"), expected)
        with safe_open(path + ".safetensors", "np") as f:
            details = json.loads(f.metadata()["provenance"])["details"]
            assert details == {"selector": "L1.mlp.out", "edit": 'naïve "quoted"\n北京'}, details
    except ImportError as e:
        print("left out:", e)
    if os.path.exists(path + ".h5"):
        try:
            import h5py

            with h5py.File(path + ".h5") as f:
                compare("h5", {k: f[k][()] for k in f}, expected)
                axes = [a.decode() if isinstance(a, bytes) else a for a in f["L1.resid_post"].attrs["axes"]]
                assert axes == ["trial", "token", "d_model"], axes
                made = f.attrs["provenance"]
                made = json.loads(made.decode() if isinstance(made, bytes) else made)
                assert made["details"]["edit"] == 'naïve "quoted"\n北京', made
                if stem == "generated":
                    assert list(f["model.layers.1.mlp.down_proj:in"].attrs["units"]) == [2, 7]
        except ImportError as e:
            print("left out:", e)

with open(os.path.join(folder, "generated.csv"), encoding="utf-8", newline="") as f:
    rows = list(csv.DictReader(f))
assert list(rows[0]) == "trial,token,position,step,token_id,token_text,site,unit,dim,value".split(",")
sites = {}
for row in rows:
    t, token, unit = int(row["trial"]), int(row["token"]), int(row["unit"])
    assert row["position"] == row["token"] and int(row["token_id"]) == GENERATED["tokens"][t, token], row
    assert int(row["step"]) == GENERATED["step"][t, token], row
    text = json.loads('"' + row["token_text"] + '"')
    assert text == ("␊😀" + row["token_id"] if int(row["token_id"]) >= 90 else '·"a,\\b"' if token == 1 else f"t{token}"), row
    site = row["site"]
    if site == "L0.attn.pattern":
        where = (t, unit, token, int(row["dim"]))
    elif row["dim"]:
        where = (t, token, unit, int(row["dim"]))
    else:
        where = (t, token, {2: 0, 7: 1}[unit] if "down_proj" in site else unit)
    assert where not in sites.setdefault(site, {}), row
    sites[site][where] = float(row["value"])
for site, cells in sites.items():
    assert all(GENERATED[site][where] == value for where, value in cells.items()), site
    assert len(cells) == np.isfinite(GENERATED[site]).sum(), site
assert len(sites) == 4

with open(os.path.join(folder, "pooled.csv"), encoding="utf-8", newline="") as f:
    rows = list(csv.DictReader(f))
assert [float(r["value"]) for r in rows] == [0, 1, 2, 100, 101, 102]
assert all(r["position"] == r["step"] == r["token_id"] == r["token_text"] == "" for r in rows)
print("ok")

"""Makes quants.gguf and quants.f32: random blocks of every type we decode, and what they expand to.

Made with gguf 0.17.1 and numpy 2.4.6, seed 20261122.
Run in this folder: python make_quants.py
"""

import gguf
import numpy as np
from gguf.constants import GGML_QUANT_SIZES, GGMLQuantizationType as T

SEED = 20261122
# type: (rows of 256 weights, where in a block its half-precision scales are)
TYPES = {
    T.F32: (2, []),
    T.F16: (8, []),
    T.BF16: (8, []),
    T.Q4_0: (6, [0]),
    T.Q4_1: (6, [0, 2]),
    T.Q5_0: (6, [0]),
    T.Q5_1: (6, [0, 2]),
    T.Q8_0: (6, [0]),
    T.Q2_K: (16, [80, 82]),
    T.Q3_K: (16, [108]),
    T.Q4_K: (16, [0, 2]),
    T.Q5_K: (16, [0, 2]),
    T.Q6_K: (16, [208]),
}
# nothing, negative nothing, smallest and largest denormal, one, largest, infinities, NaN
SPECIAL = np.array([0x0000, 0x8000, 0x0001, 0x83FF, 0x3C00, 0x7BFF, 0x7C00, 0xFC00, 0x7E00], dtype="<u2")

random = np.random.default_rng(SEED)
writer = gguf.GGUFWriter("quants.gguf", "llama")
expected = []
for kind, (rows, scales) in TYPES.items():
    block, size = GGML_QUANT_SIZES[kind]
    data = random.integers(0, 256, (rows * 256 // block, size), dtype=np.uint8)
    for i, where in enumerate(scales):
        # ordinary scales first, then one block for each special one
        ordinary = (random.standard_normal(len(data)) * 0.05).astype("<f2").view("<u2")
        for k, value in enumerate(SPECIAL if len(data) >= len(SPECIAL) else []):
            if len(data) - 1 - k >= 4:
                ordinary[len(data) - 1 - k] = SPECIAL[(k + 4 * i) % len(SPECIAL)]
        data[:, where : where + 2] = ordinary.view(np.uint8).reshape(-1, 2)
    raw = data.reshape(rows, -1)
    with np.errstate(all="ignore"):
        expected.append(gguf.quants.dequantize(raw, kind).astype("<f4").ravel())
    writer.add_tensor(kind.name, raw, raw_dtype=kind)
writer.write_header_to_file()
writer.write_kv_data_to_file()
writer.write_tensors_to_file()
writer.close()
np.concatenate(expected).tofile("quants.f32")

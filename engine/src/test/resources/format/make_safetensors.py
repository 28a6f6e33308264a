"""Makes small.safetensors (an F32, F16, BF16, I64 and a scalar tensor) and small.f32, what its floats expand to.

Made with safetensors 0.8.0, torch 2.7.1, numpy 2.4.6, seed 20261122. Run in this folder: python make_safetensors.py
"""

import numpy as np
import torch
from safetensors.torch import save_file

torch.manual_seed(20261122)
bits = torch.from_numpy(np.random.default_rng(20261122).integers(-(2**15), 2**15, (2, 64, 4), dtype=np.int16))
tensors = {
    "f32": torch.randn(3, 5, 7),
    "f16": bits[0].view(torch.float16),
    "bf16": bits[1].view(torch.bfloat16),
    "scalar": torch.tensor(2.5),
    "none": torch.zeros(0, 4),
    "i64": torch.arange(5),
}
save_file(tensors, "small.safetensors", metadata={"format": "pt", "note": "naïve 北京"})
floats = [tensors[n].float().flatten() for n in ("f32", "f16", "bf16", "scalar")]
torch.cat(floats).numpy().astype("<f4").tofile("small.f32")

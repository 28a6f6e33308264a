"""Lesion sweeps and patching grids of tiny models, one whole forward pass a cell: python sweep_reference.py PARITY_DIR

Writes PARITY_DIR/sweeps.json. Made with torch 2.15.0, transformers 5.23.0 (eager, f32). Nothing is random here.
"""
import json
import os
import sys

import torch
from transformers import AutoModelForCausalLM

MODELS = {  # name: (blocks, output projection, down projection)
    "llama-grouped": ("model.layers", "self_attn.o_proj", "mlp.down_proj"),
    "gemma2-window": ("model.layers", "self_attn.o_proj", "mlp.down_proj"),
    "gptneox-parallel": ("gpt_neox.layers", "attention.dense", "mlp.dense_4h_to_h"),
    "gpt2-wide": ("transformer.h", "attn.c_proj", "mlp.c_proj"),
    "qwen3-grouped": ("model.layers", "self_attn.o_proj", "mlp.down_proj"),
}
A, B = 5, 9  # the metric is the difference of these two logits after the last token


def at(root, path):
    for part in path.split("."):
        root = getattr(root, part)
    return root


@torch.no_grad()
def sweep(folder, blocks, out, down):
    model = AutoModelForCausalLM.from_pretrained(folder, attn_implementation="eager", dtype=torch.float32).eval()
    layers = at(model, blocks)
    heads = model.config.num_attention_heads
    ids = [7, 3, 21, 14, 40, 2, 33, 18, 11, 25, 6]
    corrupt = list(ids)
    corrupt[2], corrupt[5] = 30, 12

    def metric(tokens):
        logits = model(torch.tensor([tokens]), use_cache=False).logits[0, -1]
        return float(logits[A] - logits[B])

    def hooked(module, hook, tokens, **kw):
        handle = module.register_forward_pre_hook(hook, **kw)
        try:
            return metric(tokens)
        finally:
            handle.remove()

    base = metric(ids)
    head_effect, unit_effect = [], []
    for layer in layers:
        projection = at(layer, out)
        width = (projection.weight.shape[0] if projection.__class__.__name__ == "Conv1D" else projection.weight.shape[1]) // heads

        def silent(h):
            def pre(module, args):
                x = args[0].clone()
                x[..., h * width:(h + 1) * width] = 0
                return (x,)
            return pre

        head_effect.append([hooked(projection, silent(h), ids) - base for h in range(heads)])

        def mute(n):
            def pre(module, args):
                x = args[0].clone()
                x[..., n] = 0
                return (x,)
            return pre

        unit_effect.append([hooked(at(layer, down), mute(n), ids) - base for n in range(4)])

    streams = {}

    def keep(k):
        def pre(module, args, kwargs):
            streams[k] = (args[0] if args else kwargs["hidden_states"]).clone()
        return pre

    handles = [l.register_forward_pre_hook(keep(k), with_kwargs=True) for k, l in enumerate(layers)]
    clean = metric(ids)
    for h in handles:
        h.remove()
    before = metric(corrupt)
    grid = []
    for k, layer in enumerate(layers):
        def put(p, k=k):
            def pre(module, args, kwargs):
                x = (args[0] if args else kwargs["hidden_states"]).clone()
                x[:, p] = streams[k][:, p]
                return ((x,) + args[1:], kwargs) if args else ((), {**kwargs, "hidden_states": x})
            return pre
        grid.append([hooked(layer, put(p), corrupt, with_kwargs=True) - before for p in range(len(ids))])
    return dict(ids=ids, corrupt=corrupt, a=A, b=B, baseline=base, heads=head_effect, neurons=unit_effect,
                clean=clean, unpatched=before, resid_pre=grid)


if __name__ == "__main__":
    parity = sys.argv[1]
    result = {name: sweep(os.path.join(parity, name), *paths) for name, paths in MODELS.items()}
    with open(os.path.join(parity, "sweeps.json"), "w") as f:
        json.dump(result, f)

"""Integrated gradients, direct logit attribution and head scores of tiny models, by autograd and plain hooks:
python attribution_reference.py PARITY_DIR

Writes PARITY_DIR/attribution.json. Made with torch 2.15.0, transformers 5.23.0 (eager, f32). Nothing is random here.

Integrated gradients: 2000 midpoints between zero and what is there, in double precision, so that what is compared is the
integral and no rule of quadrature. Direct logit attribution: the parts are read off hooks, the last norm is taken apart by
its own definition (x * weight / rms, or (x - mean) * weight / std), heads by slices of the output projection.
"""
import json
import os
import sys

import torch
from transformers import AutoModelForCausalLM

MODELS = {  # name: (blocks, output projection, attention, MLP, down projection, last norm, embedding parts)
    "llama-grouped": ("model.layers", "self_attn.o_proj", "self_attn", "mlp", "mlp.down_proj", "model.norm"),
    "gptneox-parallel": ("gpt_neox.layers", "attention.dense", "attention", "mlp", "mlp.dense_4h_to_h",
                         "gpt_neox.final_layer_norm"),
    "gpt2-wide": ("transformer.h", "attn.c_proj", "attn", "mlp", "mlp.c_proj", "transformer.ln_f"),
    "qwen3-grouped": ("model.layers", "self_attn.o_proj", "self_attn", "mlp", "mlp.down_proj", "model.norm"),
}
IDS = [7, 3, 21, 14, 40, 2, 33, 18, 11, 25, 6]
A, B = 5, 9
POINTS = 2000


def at(root, path):
    for part in path.split("."):
        root = getattr(root, part)
    return root


def first(out):
    return out[0] if isinstance(out, tuple) else out


def again(out, x):
    return (x,) + tuple(out[1:]) if isinstance(out, tuple) else x


def load(folder, dtype):
    return AutoModelForCausalLM.from_pretrained(folder, attn_implementation="eager", dtype=dtype).eval()


def integrated(folder, name):
    """Of logit A less logit B: neurons of the first block (before the down projection) and the last MLP's output."""
    blocks, project, attn, mlp, down, norm = MODELS[name]
    model = load(folder, torch.float64)
    layers = at(model, blocks)
    out = {}
    for key, module, is_input in (("L0.mlp.neurons", at(layers[0], down), True), ("L-1.mlp.out", at(layers[-1], mlp), False)):
        seen = {}
        if is_input:
            handle = module.register_forward_pre_hook(lambda m, a: seen.update(x=a[0].detach().clone()))
        else:
            handle = module.register_forward_hook(lambda m, a, o: seen.update(x=first(o).detach().clone()))
        with torch.no_grad():
            model(torch.tensor([IDS]), use_cache=False)
        handle.remove()
        x = seen["x"]
        total = torch.zeros_like(x)
        batch = 100
        for start in range(0, POINTS, batch):
            share = (torch.arange(start, start + batch, dtype=torch.float64) + 0.5) / POINTS
            # evenly in the cube root: what is normed afterwards changes close to zero
            place, weight = share ** 3, 3 * share ** 2
            leaf = (x * place[:, None, None]).requires_grad_()
            if is_input:
                handle = module.register_forward_pre_hook(lambda m, a: (leaf,))
            else:
                handle = module.register_forward_hook(lambda m, a, o: again(o, leaf))
            logits = model(torch.tensor([IDS] * batch), use_cache=False).logits[:, -1]
            (logits[:, A] - logits[:, B]).sum().backward()
            handle.remove()
            total += (leaf.grad * weight[:, None, None]).sum(0, keepdim=True)
        out[key] = (total / POINTS * x)[0].tolist()
    return out


@torch.no_grad()
def direct(folder, name):
    """Of logit A less logit B after the last token: embedding, each attention, each MLP, each head, each neuron."""
    blocks, project, attn, mlp, down, norm = MODELS[name]
    model = load(folder, torch.float32)
    layers = at(model, blocks)
    heads = model.config.num_attention_heads
    seen = {}
    handles = [at(model, norm).register_forward_pre_hook(lambda m, a: seen.update(last=a[0][0, -1]))]
    handles.append(layers[0].register_forward_pre_hook(
        lambda m, a, k: seen.update(embed=(a[0] if a else k["hidden_states"])[0, -1]), with_kwargs=True))
    for k, layer in enumerate(layers):
        def keep(key):
            return lambda m, a, o: seen.update({key: first(o)[0, -1]})

        def before(key):
            return lambda m, a: seen.update({key: a[0][0, -1]})
        handles += [at(layer, attn).register_forward_hook(keep(("attn", k))),
                    at(layer, mlp).register_forward_hook(keep(("mlp", k))),
                    at(layer, project).register_forward_pre_hook(before(("z", k))),
                    at(layer, down).register_forward_pre_hook(before(("neurons", k)))]
    logits = model(torch.tensor([IDS]), use_cache=False).logits[0, -1]
    for h in handles:
        h.remove()
    last, last_norm = seen["last"], at(model, norm)
    head = model.get_output_embeddings()
    row = head.weight[A] - head.weight[B]
    if isinstance(last_norm, torch.nn.LayerNorm):
        scale = 1 / torch.sqrt(last.var(unbiased=False) + last_norm.eps)

        def read(x):
            return float(((x - x.mean()) * scale * last_norm.weight) @ row)
        bias = float(last_norm.bias @ row)
    else:
        scale = 1 / torch.sqrt((last ** 2).mean() + last_norm.variance_epsilon)

        def read(x):
            return float((x * scale * last_norm.weight) @ row)
        bias = 0.0
    if head.bias is not None:
        bias += float(head.bias[A] - head.bias[B])
    by_head, by_neuron = [], []
    for k, layer in enumerate(layers):
        for module, key, parts, into in ((at(layer, project), "z", heads, by_head),
                                         (at(layer, down), "neurons", None, by_neuron)):
            x = seen[key, k]
            weight = module.weight.T if module.__class__.__name__ == "Conv1D" else module.weight  # [out, in]
            n = parts or x.shape[0]
            wide = x.shape[0] // n
            into.append([read(weight[:, i * wide:(i + 1) * wide] @ x[i * wide:(i + 1) * wide]) for i in range(n)])
    return dict(logit=float(logits[A] - logits[B]), embed=read(seen["embed"]), bias=bias,
                attn=[read(seen["attn", k]) for k in range(len(layers))],
                mlp=[read(seen["mlp", k]) for k in range(len(layers))], heads=by_head, neurons=by_neuron)


@torch.no_grad()
def scores(folder, name):
    """Previous-token, duplicate-token and induction scores on one text of random tokens that come twice."""
    model = load(folder, torch.float32)
    half = [7, 3, 21, 14, 40, 2, 33, 18, 11]
    attentions = model(torch.tensor([half + half]), use_cache=False, output_attentions=True).attentions
    n = len(half)

    def mean(pattern, back):
        return float(torch.stack([pattern[q, q - back] for q in range(n, 2 * n)]).mean())
    return dict(half=half, **{kind: [[mean(p, back) for p in layer[0]] for layer in attentions]
                              for kind, back in (("previous", 1), ("duplicate", n), ("induction", n - 1))})


if __name__ == "__main__":
    parity = sys.argv[1]
    found = {name: dict(ids=IDS, a=A, b=B, ig=integrated(os.path.join(parity, name), name),
                        direct=direct(os.path.join(parity, name), name), scores=scores(os.path.join(parity, name), name))
             for name in MODELS}

    def short(x):
        if isinstance(x, float):
            return float(f"{x:.8g}")
        if isinstance(x, list):
            return [short(y) for y in x]
        return {k: short(v) for k, v in x.items()} if isinstance(x, dict) else x
    with open(os.path.join(parity, "attribution.json"), "w") as f:
        json.dump(short(found), f)

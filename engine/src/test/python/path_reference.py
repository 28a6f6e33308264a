"""Path patching of tiny models, done with plain hooks and whole forward passes: python path_reference.py PARITY_DIR

Writes PARITY_DIR/paths.json. Made with torch 2.15.0, transformers 5.23.0 (eager, f32). Nothing is random here.

Three runs a path: (1) the clean run, to know what the sender held; (2) the corrupt run with the sender patched and every
attention (and, if held, every MLP) behind it replaced by what it gave in the corrupt run, to hear what the receiver gets;
(3) the corrupt run with the receiver patched.
"""
import contextlib
import json
import os
import sys

import torch
from transformers import AutoModelForCausalLM

# name: (blocks, attention's output projection, what attention adds, what the MLP adds, last norm, MLP)
MODELS = {
    "llama-grouped": ("model.layers", "self_attn.o_proj", "self_attn", "mlp", "model.norm", "mlp"),
    "gemma2-window": ("model.layers", "self_attn.o_proj", "post_attention_layernorm", "post_feedforward_layernorm",
                      "model.norm", "mlp"),
    "gptneox-parallel": ("gpt_neox.layers", "attention.dense", "attention", "mlp", "gpt_neox.final_layer_norm", "mlp"),
    "gpt2-wide": ("transformer.h", "attn.c_proj", "attn", "mlp", "transformer.ln_f", "mlp"),
    "qwen3-grouped": ("model.layers", "self_attn.o_proj", "self_attn", "mlp", "model.norm", "mlp"),
}
A, B = 5, 9
IDS = [7, 3, 21, 14, 40, 2, 33, 18, 11, 25, 6]
CORRUPT = [7, 3, 30, 14, 40, 12, 33, 18, 11, 25, 6]
LATE = 5  # mlp.out is sent from this position on


def at(root, path):
    for part in path.split("."):
        root = getattr(root, part)
    return root


def first(out):
    return out[0] if isinstance(out, tuple) else out


def again(out, x):
    return (x,) + tuple(out[1:]) if isinstance(out, tuple) else x


class Paths:
    def __init__(self, folder, name):
        self.model = AutoModelForCausalLM.from_pretrained(folder, attn_implementation="eager", dtype=torch.float32).eval()
        blocks, self.project, self.attn, self.mlp, self.norm, self.mlp_module = MODELS[name]
        self.layers = at(self.model, blocks)
        c = self.model.config
        self.heads = c.num_attention_heads
        self.kv = getattr(c, "num_key_value_heads", None) or self.heads
        self.dim = getattr(c, "head_dim", None) or c.hidden_size // self.heads
        self.parallel = name.startswith("gptneox")

    # where a receiver's numbers are: (module, slice of its output or input, whether it is the input)
    def receiver(self, kind, layer, head):
        d = self.dim
        if kind == "final":
            return at(self.model, self.norm), slice(None), True
        block = self.layers[layer]
        if kind == "mlp":
            return at(block, self.mlp_module), slice(None), True
        own = at(block, self.project.rsplit(".", 1)[0])
        if hasattr(own, "query_key_value"):  # each head's q, k, v side by side
            start = head * 3 * d + {"q": 0, "v": 2 * d}[kind]
            return own.query_key_value, slice(start, start + d), False
        if hasattr(own, "c_attn"):
            start = {"q": 0, "v": 2 * self.heads * d}[kind] + head * d
            return own.c_attn, slice(start, start + d), False
        if kind == "q" and hasattr(own, "q_norm"):
            return own.q_norm, head, False  # [row, token, head, d_head]
        return getattr(own, kind + "_proj"), slice(head * d, (head + 1) * d), False

    @contextlib.contextmanager
    def hooks(self, *made):
        handles = [m.register_forward_pre_hook(f) if pre else m.register_forward_hook(f) for m, f, pre in made]
        try:
            yield
        finally:
            for h in handles:
                h.remove()

    def run(self, ids, *made):
        with self.hooks(*made):
            logits = self.model(torch.tensor([ids]), use_cache=False).logits[0, -1]
        return float(logits[A] - logits[B])

    def keep_out(self, module, store, key):
        return module, lambda m, args, out: store.__setitem__(key, first(out).clone()), False

    def keep_in(self, module, store, key):
        return module, lambda m, args: store.__setitem__(key, args[0].clone()), True

    def all(self, ids):
        store = {}
        made = []
        for k, layer in enumerate(self.layers):
            made += [self.keep_in(at(layer, self.project), store, ("z", k)),
                     self.keep_out(at(layer, self.attn), store, ("attn", k)),
                     self.keep_out(at(layer, self.mlp), store, ("mlp", k))]
        value = self.run(ids, *made)
        return value, store

    def send(self, kind, layer, head, clean):
        """The sender's patch, and what is behind it: (kind, layer) of each sublayer."""
        if kind == "z":
            part = slice(head * self.dim, (head + 1) * self.dim)

            def patch(m, args):
                x = args[0].clone()
                x[..., part] = clean["z", layer][..., part]
                return (x,)
            hook = (at(self.layers[layer], self.project), patch, True)
            behind = [] if self.parallel else [("mlp", layer)]
        else:
            def patch(m, args, out):
                x = first(out).clone()
                x[:, LATE:] = clean["mlp", layer][:, LATE:]
                return again(out, x)
            hook = (at(self.layers[layer], self.mlp), patch, False)
            behind = []
        behind += [(what, k) for k in range(layer + 1, len(self.layers)) for what in ("attn", "mlp")]
        return hook, behind

    def hold(self, what, k, corrupt):
        module = at(self.layers[k], self.attn if what == "attn" else self.mlp)
        return module, lambda m, args, out: again(out, corrupt[what, k].clone()), False

    def path(self, sender, receiver, clean, corrupt, mlps_held):
        hook, behind = self.send(*sender, clean)
        held = [self.hold(what, k, corrupt) for what, k in behind if what == "attn" or mlps_held]
        module, part, is_input = self.receiver(*receiver)
        heard = {}
        keep = self.keep_in(module, heard, 0) if is_input else self.keep_out(module, heard, 0)
        self.run(CORRUPT, hook, *held, keep)

        def chosen(x, y):
            x = x.clone()
            if isinstance(part, int):
                x[:, :, part] = y[:, :, part]
            else:
                x[..., part] = y[..., part]
            return x
        if is_input:
            put = (module, lambda m, args: (chosen(args[0], heard[0]),) + args[1:], True)
        else:
            put = (module, lambda m, args, out: again(out, chosen(first(out), heard[0])), False)
        return self.run(CORRUPT, put)


@torch.no_grad()
def paths(folder, name):
    p = Paths(folder, name)
    last = len(p.layers) - 1
    senders = {"z": [("z", k, h) for k in range(len(p.layers)) for h in range(p.heads)],
               "mlp": [("mlp", k, None) for k in range(len(p.layers))]}
    receivers = {"q": [("q", last, h) for h in range(p.heads)],
                 "v": [("v", last, h) for h in range(p.kv)],
                 "mlp": [("mlp", last, None)],
                 "final": [("final", None, None)]}
    clean, clean_store = p.all(IDS)
    corrupt, corrupt_store = p.all(CORRUPT)
    result = dict(ids=IDS, corrupt=CORRUPT, a=A, b=B, late=LATE, clean=clean, unpatched=corrupt)
    for how in ("held", "free"):
        for s, some in senders.items():
            for r, ends in receivers.items():
                result[f"{s}-{r}-{how}"] = [
                    [p.path(one, end, clean_store, corrupt_store, how == "held") - corrupt
                     if reaches(p, one, end, last) else None for end in ends] for one in some]
    return result


def reaches(p, sender, receiver, last):
    kind, layer, _ = sender
    if receiver[0] == "final" or layer < last:
        return True
    return receiver[0] == "mlp" and kind == "z" and not p.parallel


if __name__ == "__main__":
    parity = sys.argv[1]
    found = {name: paths(os.path.join(parity, name), name) for name in MODELS}
    with open(os.path.join(parity, "paths.json"), "w") as f:
        json.dump(found, f)

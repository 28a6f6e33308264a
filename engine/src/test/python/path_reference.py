"""Path patching of tiny models, done with plain hooks and whole forward passes: python path_reference.py PARITY_DIR

Writes PARITY_DIR/paths.json. Made with torch 2.15.0, transformers 5.23.0 (eager, f32). Nothing is random here.

Three runs a path: (1) the clean run, to know what the sender held; (2) the corrupt run with the sender patched and every
attention (and, if held, every MLP) behind it replaced by what it gave in the corrupt run, to hear what the receiver gets;
(3) the corrupt run with the receiver patched. Scores and patterns are between modules: where one of them is an end, the
function that computes them is replaced by four lines that do the same.
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
        self.between = {}  # (what, layer): function of the scores or the pattern, while it is there
        self.code = sys.modules[type(self.model).__module__]
        self.code.eager_attention_forward = self.attend

    def attend(self, module, q, k, v, mask, scaling=None, softcap=None, **_):
        group = q.shape[1] // k.shape[1]
        scores = q @ k.repeat_interleave(group, 1).transpose(2, 3) * (q.shape[-1] ** -0.5 if scaling is None else scaling)
        if softcap is not None:
            scores = softcap * torch.tanh(scores / softcap)
        seen = torch.ones(q.shape[2], q.shape[2], dtype=bool).tril() if mask is None else mask[0, 0] >= 0
        scores = self.between.get(("scores", module.layer_idx), lambda x: x)(scores.masked_fill(~seen, float("-inf")))
        pattern = self.between.get(("pattern", module.layer_idx), lambda x: x)(scores.softmax(-1))
        return (pattern @ v.repeat_interleave(group, 1)).transpose(1, 2), pattern

    @contextlib.contextmanager
    def amid(self, what, layer, change):
        self.between[what, layer] = change
        try:
            yield
        finally:
            del self.between[what, layer]

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

    def heard_in(self, ids, what, layer, *made):
        heard = []
        with self.amid(what, layer, lambda x: heard.append(x.clone()) or x):
            self.run(ids, *made)
        return heard[0]

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

    @staticmethod
    def put_head(head, source):
        def change(x):
            x = x.clone()
            x[:, head] = source[:, head]
            return x
        return change

    def path_between(self, sender, receiver, clean, corrupt, mlps_held):
        """The same where an end is scores or pattern."""
        with contextlib.ExitStack() as sending:
            if sender[0] in ("scores", "pattern"):
                what, layer, head = sender
                sending.enter_context(self.amid(what, layer, self.put_head(head, self.heard_in(IDS, what, layer))))
                made, behind = [], [] if self.parallel else [("mlp", layer)]
                behind += [(w, k) for k in range(layer + 1, len(self.layers)) for w in ("attn", "mlp")]
            else:
                hook, behind = self.send(*sender, clean)
                made = [hook]
            made += [self.hold(w, k, corrupt) for w, k in behind if w == "attn" or mlps_held]
            if receiver[0] in ("scores", "pattern"):
                heard = self.heard_in(CORRUPT, *receiver[:2], *made)
            else:
                module, _, is_input = self.receiver(*receiver)
                assert is_input
                store = {}
                self.run(CORRUPT, *made, self.keep_in(module, store, 0))
        if receiver[0] in ("scores", "pattern"):
            with self.amid(*receiver[:2], self.put_head(receiver[2], heard)):
                return self.run(CORRUPT)
        return self.run(CORRUPT, (module, lambda m, args: (store[0],) + args[1:], True))

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
    heads = {what: [(what, k, h) for k in range(last + 1) for h in range(p.heads)] for what in ("scores", "pattern")}
    for s, r in (("scores", "final"), ("pattern", "final"), ("pattern", "mlp"), ("z", "pattern"), ("mlp", "scores")):
        some = heads.get(s) or senders[s]
        ends = receivers.get(r) or [(r, last, h) for h in range(p.heads)]
        result[f"{s}-{r}-between"] = [
            [p.path_between(one, end, clean_store, corrupt_store, True) - corrupt
             if reaches(p, one, end, last) else None for end in ends] for one in some]
    return result


def reaches(p, sender, receiver, last):
    kind, layer, _ = sender
    if receiver[0] == "final" or layer < last:
        return True
    return receiver[0] == "mlp" and kind in ("z", "scores", "pattern") and not p.parallel


if __name__ == "__main__":
    parity = sys.argv[1]
    found = {name: paths(os.path.join(parity, name), name) for name in MODELS}
    with open(os.path.join(parity, "paths.json"), "w") as f:
        json.dump(found, f)

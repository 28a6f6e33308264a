"""Every place of one decoder, as transformers has it in f32 with eager attention.

Two kinds of names: HuggingFace's (each module that is called, its output under its name, its input under NAME:in) and the
short ones, which are the same for every family. Shapes are those of one trial: token first, or head, query, key.
"""
import sys

import torch

# What each family calls its parts: module names inside the model, or inside a block. None: the family has none.
LLAMA = dict(blocks="model.layers", embed="model.embed_tokens", final="model.norm", attn="self_attn", o="self_attn.o_proj",
             v="self_attn.v_proj", mlp="mlp", gate="mlp.gate_proj", up="mlp.up_proj", act="mlp.act_fn", down="mlp.down_proj",
             ln1="input_layernorm", ln2="post_attention_layernorm")
SANDWICH = dict(LLAMA, ln2="pre_feedforward_layernorm", attn_post="post_attention_layernorm",
                mlp_post="post_feedforward_layernorm")
PARTS = {
    "llama": LLAMA, "mistral": LLAMA, "qwen2": LLAMA, "granite": LLAMA, "gemma": LLAMA,
    "qwen3": dict(LLAMA, q_raw="self_attn.q_proj", k_raw="self_attn.k_proj"),
    "gemma2": SANDWICH,
    "gemma3_text": dict(SANDWICH, q_raw="self_attn.q_proj", k_raw="self_attn.k_proj"),
    "olmo2": dict(LLAMA, ln1=None, ln2=None, q_raw="self_attn.q_proj", k_raw="self_attn.k_proj",
                  attn_post="post_attention_layernorm", mlp_post="post_feedforward_layernorm"),
    "phi3": dict(LLAMA, qkv="self_attn.qkv_proj", gate_up="mlp.gate_up_proj", act="mlp.activation_fn"),
    "gpt2": dict(blocks="transformer.h", embed="transformer.wte", positions="transformer.wpe", final="transformer.ln_f",
                 attn="attn", o="attn.c_proj", qkv="attn.c_attn", mlp="mlp", pre="mlp.c_fc", down="mlp.c_proj", ln1="ln_1",
                 ln2="ln_2"),
    "gpt_neox": dict(blocks="gpt_neox.layers", embed="gpt_neox.embed_in", final="gpt_neox.final_layer_norm",
                     attn="attention", o="attention.dense", qkv="attention.query_key_value", mlp="mlp",
                     pre="mlp.dense_h_to_4h", down="mlp.dense_4h_to_h", ln1="input_layernorm",
                     ln2="post_attention_layernorm"),
    # What SiLU is applied to is w2: w1 is the up projection.
    "qwen": dict(blocks="transformer.h", embed="transformer.wte", final="transformer.ln_f", attn="attn", o="attn.c_proj",
                 qkv="attn.c_attn", mlp="mlp", gate="mlp.w2", up="mlp.w1", down="mlp.c_proj", ln1="ln_1", ln2="ln_2"),
}


def first_tensor(value):
    """The tensor of activations among what a module takes or gives, or None."""
    if isinstance(value, (tuple, list)):
        value = value[0] if value else None
    value = getattr(value, "last_hidden_state", value)
    value = getattr(value, "logits", value)
    return value if torch.is_tensor(value) and value.is_floating_point() else None


class Capture:
    """One forward pass with everything kept, with its graph."""

    def __init__(self, model, ids):
        self.model, self.config, self.ids = model, model.config, torch.tensor([ids])
        self.parts = PARTS[model.config.model_type]
        self.code = sys.modules[type(model).__module__]
        self.inputs, self.outputs, self.attention = {}, {}, []
        self.run()

    def run(self):
        hooks = [m.register_forward_hook(self.hook(n), with_kwargs=True) for n, m in self.model.named_modules() if n]
        attend = self.code.eager_attention_forward
        rotate = getattr(self.code, "apply_rotary_pos_emb", None)
        before = []

        def rotate_kept(q, k, *args, **kwargs):
            before.append((q, k))
            return rotate(q, k, *args, **kwargs)

        def attend_kept(module, q, k, v, mask, scaling=None, softcap=None, **kwargs):
            result, pattern = attend(module, q, k, v, mask, scaling=scaling, softcap=softcap, **kwargs)
            keys = k.repeat_interleave(q.shape[1] // k.shape[1], dim=1)
            scores = torch.matmul(q, keys.transpose(2, 3)) * scaling
            if softcap is not None:
                scores = softcap * torch.tanh(scores / softcap)
            scores = scores.masked_fill(mask[..., : keys.shape[2]] < 0, float("-inf"))
            kept = dict(v=v, scores=scores, pattern=pattern)
            kept.update(zip(("q", "k"), before[-1] if rotate else (q, k)))
            if rotate:
                kept.update(q_rot=q, k_rot=k)
            self.attention.append(kept)
            return result, pattern

        self.code.eager_attention_forward = attend_kept
        if rotate:
            self.code.apply_rotary_pos_emb = rotate_kept
        try:
            self.logits = self.model(self.ids, use_cache=False).logits
        finally:
            self.code.eager_attention_forward = attend
            if rotate:
                self.code.apply_rotary_pos_emb = rotate
            for hook in hooks:
                hook.remove()

    def hook(self, name):
        def keep(module, args, kwargs, output):
            if name.endswith("rotary_emb"):
                return
            into = first_tensor(args) if args else first_tensor(kwargs.get("hidden_states"))
            out = first_tensor(output)
            if into is not None:
                if into.requires_grad:
                    into.retain_grad()
                self.inputs[name] = into
            if out is not None:
                self.outputs[name] = out

        return keep

    def layers(self):
        return range(len(self.model.get_submodule(self.parts["blocks"])))

    def part(self, layer, key):
        """The full name of a part of a block, or None if the family has none."""
        return f"{self.parts['blocks']}.{layer}.{self.parts[key]}" if self.parts.get(key) else None

    def heads(self, flat, count):
        return flat.unflatten(-1, (count, -1))

    def short(self):
        """{short site: tensor with a batch axis}."""
        c, p, out = self.config, self.parts, {}
        block0 = f"{p['blocks']}.0"
        out["embed"] = self.inputs[block0]
        table = self.model.get_submodule(p["embed"])
        tokens = torch.nn.functional.embedding(self.ids, table.weight)
        if not torch.equal(tokens, out["embed"]):
            out["embed.tokens"] = tokens
        if p.get("positions"):
            out["embed.positions"] = self.outputs[p["positions"]]
        for i in self.layers():
            self.block(i, f"L{i}.", out)
        out["final_norm"] = self.outputs[p["final"]]
        if not torch.equal(self.outputs["lm_head"], self.logits):
            out["unembed"] = self.outputs["lm_head"]
        out["logits"] = self.logits
        return out

    def block(self, i, at, out):
        name = f"{self.parts['blocks']}.{i}"
        at_attention = self.attention[i]
        n_heads, n_kv = at_attention["q"].shape[1], at_attention["k"].shape[1]
        out[at + "resid_pre"] = self.inputs[name]
        if self.part(i, "ln1"):
            out[at + "ln1"] = self.outputs[self.part(i, "ln1")]
        if self.part(i, "qkv"):
            out[at + "attn.qkv"] = self.outputs[self.part(i, "qkv")]
        if self.part(i, "q_raw"):
            out[at + "attn.q_proj"] = self.heads(self.outputs[self.part(i, "q_raw")], n_heads)
            out[at + "attn.k_proj"] = self.heads(self.outputs[self.part(i, "k_raw")], n_kv)
        for site in ("q", "k", "v", "q_rot", "k_rot"):
            if site in at_attention:
                out[f"{at}attn.{site}"] = at_attention[site].transpose(1, 2)
        out[at + "attn.scores"], out[at + "attn.pattern"] = at_attention["scores"], at_attention["pattern"]
        z = self.heads(self.inputs[self.part(i, "o")], n_heads)
        projection = self.model.get_submodule(self.part(i, "o"))
        weight = projection.weight.T if type(projection).__name__ == "Conv1D" else projection.weight
        out[at + "attn.z"] = z
        out[at + "attn.head_out"] = torch.einsum("bthd,mhd->bthm", z, self.heads(weight, n_heads))
        proj = self.outputs[self.part(i, "o")]
        added = self.outputs[self.part(i, "attn_post")] if self.part(i, "attn_post") else proj
        added = added * getattr(self.config, "residual_multiplier", 1.0)
        if not torch.equal(proj, added):
            out[at + "attn.proj"] = proj
        out[at + "attn.out"] = added
        if not getattr(self.config, "use_parallel_residual", False):
            out[at + "resid_mid"] = self.inputs[self.part(i, "ln2") or self.part(i, "mlp")]
        if self.part(i, "ln2"):
            out[at + "ln2"] = self.outputs[self.part(i, "ln2")]
        self.mlp(i, at, out)
        out[at + "resid_post"] = self.outputs[name]

    def mlp(self, i, at, out):
        if self.part(i, "gate_up"):
            both = self.outputs[self.part(i, "gate_up")]
            out[at + "mlp.gate_up"] = both
            out[at + "mlp.gate"], out[at + "mlp.up"] = both.chunk(2, dim=-1)
        elif self.part(i, "gate"):
            out[at + "mlp.gate"], out[at + "mlp.up"] = (self.outputs[self.part(i, k)] for k in ("gate", "up"))
        else:
            out[at + "mlp.pre"] = self.outputs[self.part(i, "pre")]
        if at + "mlp.gate" in out:
            act = self.part(i, "act")
            gate = out[at + "mlp.gate"]
            out[at + "mlp.act"] = self.outputs[act] if act else torch.nn.functional.silu(gate)
        out[at + "mlp.neurons"] = self.inputs[self.part(i, "down")]
        proj = self.outputs[self.part(i, "down")]
        added = self.outputs[self.part(i, "mlp_post")] if self.part(i, "mlp_post") else proj
        added = added * getattr(self.config, "residual_multiplier", 1.0)
        if not torch.equal(proj, added):
            out[at + "mlp.proj"] = proj
        out[at + "mlp.out"] = added

    def gradients(self, target):
        """d log p(target | the whole prompt), at each layer's neurons, residual stream and heads."""
        torch.log_softmax(self.logits[0, -1], -1)[target].backward()
        out = {}
        for i in self.layers():
            n_heads = self.attention[i]["q"].shape[1]
            out[f"grad/L{i}.resid_pre"] = self.inputs[f"{self.parts['blocks']}.{i}"].grad
            out[f"grad/L{i}.attn.z"] = self.heads(self.inputs[self.part(i, "o")].grad, n_heads)
            out[f"grad/L{i}.mlp.neurons"] = self.inputs[self.part(i, "down")].grad
        return out


def capture(model, ids, target_rank=1):
    """(short sites and gradients, HuggingFace ends, target id): arrays of one trial."""
    taken = Capture(model, ids)

    def numbers(t, name=""):
        # Gemma 3 norms its queries head by head, others token by token: here a token is always a row.
        if name.removesuffix(":in").endswith("_norm") and t.dim() == 4 and t.shape[1] != len(ids):
            t = t.transpose(1, 2)
        return t.detach()[0].float().contiguous().numpy().copy()

    short = {k: numbers(v) for k, v in taken.short().items()}
    names = {n + ":in": numbers(v, n) for n, v in taken.inputs.items()}
    names |= {n: numbers(v, n) for n, v in taken.outputs.items()}
    target = taken.logits[0, -1].topk(target_rank + 1).indices[-1].item()
    short.update({k: numbers(v) for k, v in taken.gradients(target).items()})
    return short, names, target


def greedy(model, ids, count):
    """Greedy continuation with the cache, and the smallest margin between the best and the second token."""
    with torch.no_grad():
        made = model.generate(torch.tensor([ids]), attention_mask=torch.ones(1, len(ids), dtype=torch.long),
                              max_new_tokens=count, do_sample=False, eos_token_id=None, pad_token_id=0,
                              return_dict_in_generate=True, output_logits=True)
    best = torch.stack([step[0].topk(2).values for step in made.logits])
    return made.sequences[0, len(ids):].tolist(), (best[:, 0] - best[:, 1]).min().item()

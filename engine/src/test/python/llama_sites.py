"""Every site of a Llama-family model, taken from transformers in f32 with eager attention.

Names and shapes are those of the short names (one trial: token first, or head, query, key for attention).
"""
import torch
from transformers.models.llama import modeling_llama


def capture(model, ids):
    """{site: array} for one sequence of token ids."""
    out, hooks, layer_now = {}, [], [0]
    config = model.config
    heads = config.num_attention_heads
    kv_heads = config.num_key_value_heads
    d_head = getattr(config, "head_dim", None) or config.hidden_size // heads

    def keep(name, value):
        out[name] = value.detach()[0].float().contiguous().clone().numpy()

    def after(module, name, change=lambda x: x):
        hooks.append(module.register_forward_hook(
            lambda m, a, o: keep(name, change(o[0] if isinstance(o, tuple) else o))))

    def before(module, name, change=lambda x: x):
        hooks.append(module.register_forward_pre_hook(
            lambda m, a, k: keep(name, change(a[0] if a else k["hidden_states"])), with_kwargs=True))

    split = lambda n: lambda x: x.view(*x.shape[:2], n, d_head)
    after(model.model.embed_tokens, "embed")
    after(model.model.norm, "final_norm")
    after(model.lm_head, "logits")
    for i, block in enumerate(model.model.layers):
        at = f"L{i}."
        before(block, at + "resid_pre")
        after(block, at + "resid_post")
        after(block.input_layernorm, at + "ln1")
        after(block.self_attn.q_proj, at + "attn.q", split(heads))
        after(block.self_attn.k_proj, at + "attn.k", split(kv_heads))
        after(block.self_attn.v_proj, at + "attn.v", split(kv_heads))
        before(block.self_attn.o_proj, at + "attn.z", split(heads))
        after(block.self_attn, at + "attn.out")
        before(block.post_attention_layernorm, at + "resid_mid")
        after(block.post_attention_layernorm, at + "ln2")
        after(block.mlp.gate_proj, at + "mlp.gate")
        after(block.mlp.act_fn, at + "mlp.act")
        after(block.mlp.up_proj, at + "mlp.up")
        before(block.mlp.down_proj, at + "mlp.neurons")
        after(block.mlp, at + "mlp.out")

    rope, attend = modeling_llama.apply_rotary_pos_emb, modeling_llama.eager_attention_forward

    def rope_kept(q, k, cos, sin, *a, **kw):
        q, k = rope(q, k, cos, sin, *a, **kw)
        keep(f"L{layer_now[0]}.attn.q_rot", q.transpose(1, 2))
        keep(f"L{layer_now[0]}.attn.k_rot", k.transpose(1, 2))
        return q, k

    def attend_kept(module, q, k, v, mask, scaling, dropout=0.0, **kw):
        keys = modeling_llama.repeat_kv(k, module.num_key_value_groups)
        scores = torch.matmul(q, keys.transpose(2, 3)) * scaling
        future = torch.triu(torch.ones(scores.shape[-2:], dtype=torch.bool), 1)
        keep(f"L{layer_now[0]}.attn.scores", scores.masked_fill(future, float("-inf")))
        result, pattern = attend(module, q, k, v, mask, scaling, dropout, **kw)
        keep(f"L{layer_now[0]}.attn.pattern", pattern)
        layer_now[0] += 1
        return result, pattern

    modeling_llama.apply_rotary_pos_emb, modeling_llama.eager_attention_forward = rope_kept, attend_kept
    try:
        with torch.no_grad():
            model(torch.tensor([ids]), use_cache=False)
    finally:
        modeling_llama.apply_rotary_pos_emb, modeling_llama.eager_attention_forward = rope, attend
        for hook in hooks:
            hook.remove()
    for i, block in enumerate(model.model.layers):
        z = torch.tensor(out[f"L{i}.attn.z"])
        weight = block.self_attn.o_proj.weight.detach().view(config.hidden_size, heads, d_head)
        out[f"L{i}.attn.head_out"] = torch.einsum("thd,mhd->thm", z, weight).numpy()
    return out


def greedy(model, ids, count, end):
    """Greedy continuation, token by token, with the cache."""
    with torch.no_grad():
        made = model.generate(torch.tensor([ids]), attention_mask=torch.ones(1, len(ids), dtype=torch.long),
                              max_new_tokens=count, do_sample=False, eos_token_id=end, pad_token_id=0)
    return made[0, len(ids):].tolist()

"""What transformers has at the two ends of every module, and TransformerLens at every hook point, at the last token.

    python name_truth.py PARITY_DIR

Writes grouped.truth.json and biased.truth.json beside this file, from the tiny models in PARITY_DIR
(src/test/resources/parity), which are seeded where they are made. TransformerLens knows neither linear rotary scaling nor
biases in a Llama, so it runs "grouped" alone. Made with transformers 4.57.1, transformer-lens 2.16.1, torch 2.7.1.
"""

import json
import os
import pathlib
import sys

import torch
from safetensors import safe_open
from transformer_lens import HookedTransformer, HookedTransformerConfig
from transformer_lens.pretrained.weight_conversions.llama import convert_llama_weights
from transformers import LlamaForCausalLM

here = pathlib.Path(__file__).parent


def last(tensor):
    """The last token's numbers; of attention [head, query, key] the last query's."""
    tensor = tensor.detach()[0]
    return [float(f"{x:.7g}") for x in (tensor[-1] if tensor.dim() < 3 else tensor[:, -1]).flatten().tolist()]


def first_tensor(value):
    if isinstance(value, (tuple, list)):
        value = value[0] if value else None
    if hasattr(value, "last_hidden_state"):
        value = value.last_hidden_state
    if hasattr(value, "logits"):
        value = value.logits
    return value if torch.is_tensor(value) and value.is_floating_point() else None


def huggingface(model, ids):
    seen = {}

    def hook(name):
        def keep(module, args, kwargs, output):
            into = first_tensor(args) if args else first_tensor(kwargs.get("hidden_states"))
            if into is not None and "rotary" not in name:
                seen[name + ":in"] = last(into)
            out = first_tensor(output)
            if out is not None and "rotary" not in name:
                seen[name] = last(out)

        return keep

    for name, module in model.named_modules():
        if name:
            module.register_forward_hook(hook(name), with_kwargs=True)
    with torch.no_grad():
        model(torch.tensor([ids]))
    return seen


def transformerlens(model, ids):
    c = model.config
    cfg = HookedTransformerConfig(
        n_layers=c.num_hidden_layers,
        d_model=c.hidden_size,
        n_ctx=c.max_position_embeddings,
        d_head=c.head_dim,
        n_heads=c.num_attention_heads,
        n_key_value_heads=c.num_key_value_heads,
        d_mlp=c.intermediate_size,
        d_vocab=c.vocab_size,
        act_fn="silu",
        eps=c.rms_norm_eps,
        normalization_type="RMS",
        positional_embedding_type="rotary",
        rotary_adjacent_pairs=False,
        rotary_dim=c.head_dim,
        rotary_base=c.rope_theta,
        final_rms=True,
        gated_mlp=True,
        original_architecture="LlamaForCausalLM",
        use_attn_result=True,
        use_NTK_by_parts_rope=True,
        NTK_by_parts_factor=c.rope_scaling["factor"],
        NTK_by_parts_low_freq_factor=c.rope_scaling["low_freq_factor"],
        NTK_by_parts_high_freq_factor=c.rope_scaling["high_freq_factor"],
        NTK_original_ctx_len=c.rope_scaling["original_max_position_embeddings"],
        device="cpu",
        dtype=torch.float32,
    )
    lens = HookedTransformer(cfg)
    lens.load_state_dict(convert_llama_weights(model, cfg), strict=False)
    with torch.no_grad():
        _, cache = lens.run_with_cache(torch.tensor([ids]))
    seen = {}
    for name, value in cache.items():
        if "hook_scale" in name:
            continue
        attention = name.endswith("scores") or name.endswith("pattern")
        seen[name] = last(value if attention else value.flatten(2))
    return seen


for name in ("grouped", "biased"):
    folder = os.path.join(sys.argv[1], name)
    model = LlamaForCausalLM.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()
    with safe_open(os.path.join(folder, "reference.bin"), "pt") as reference:
        meta = reference.metadata()
    ids = json.loads(meta["ids"])
    truth = {"text": meta["text"], "huggingface": huggingface(model, ids)}
    truth["transformerlens"] = transformerlens(model, ids) if name == "grouped" else {}
    text = json.dumps(truth).replace("-Infinity", '"-inf"')
    (here / f"{name}.truth.json").write_text(text + "\n", encoding="utf-8")
    print(name, len(truth["huggingface"]), len(truth["transformerlens"]), len(text))

"""A tiny Gemma 3 with images, and what its text part says: python gemma3_vision.py OUT_DIR TOKENIZER_JSON

Writes OUT_DIR/saved (as transformers saves it, which are the names of the sparse) and OUT_DIR/sparse (the names the modules have
in transformers, and a config.json that leaves out what goes without saying, as the first releases do), each with reference.json: ids, logits of the last token, and the stream after the last block. Made with torch 2.15.0,
transformers 5.23.0 (eager, f32), seed 7.
"""
import json
import os
import shutil
import sys

import torch
from safetensors.torch import load_file, save_file
from transformers import Gemma3Config, Gemma3ForConditionalGeneration

IDS = [7, 3, 21, 14, 40, 2, 33, 18, 11, 25, 6, 30, 9]
TEXT = dict(vocab_size=72, hidden_size=20, intermediate_size=14, num_hidden_layers=3, num_attention_heads=4,
            num_key_value_heads=2, head_dim=6, sliding_window=5, query_pre_attn_scalar=9, max_position_embeddings=128,
            layer_types=["sliding_attention", "full_attention", "sliding_attention"],
            rope_parameters=dict(sliding_attention=dict(rope_type="default", rope_theta=100.0),
                                 full_attention=dict(rope_type="linear", factor=2.0, rope_theta=5000.0)))
VISION = dict(hidden_size=8, intermediate_size=6, num_hidden_layers=1, num_attention_heads=2, image_size=8, patch_size=4)


def main(out, tokenizer):
    torch.manual_seed(7)
    config = Gemma3Config(text_config=TEXT, vision_config=VISION, mm_tokens_per_image=4, image_token_index=71,
                          boi_token_index=70, eoi_token_index=69)
    config._attn_implementation = "eager"
    model = Gemma3ForConditionalGeneration(config).eval()
    with torch.no_grad():
        for p in model.parameters():
            p.copy_(torch.randn_like(p) * 0.3)
        run = model(input_ids=torch.tensor([IDS]), output_hidden_states=True, use_cache=False)
    language = model.model.language_model
    kept = {}
    handle = language.layers[-1].register_forward_hook(lambda m, a, o: kept.update(x=o[0] if isinstance(o, tuple) else o))
    with torch.no_grad():
        model(input_ids=torch.tensor([IDS]), use_cache=False)
    handle.remove()
    reference = dict(ids=IDS, logits=run.logits[0, -1].tolist(), stream=kept["x"].reshape(len(IDS), -1)[-1].tolist())
    saved, sparse = os.path.join(out, "saved"), os.path.join(out, "sparse")
    model.save_pretrained(saved)
    os.makedirs(sparse, exist_ok=True)
    weights = load_file(os.path.join(saved, "model.safetensors"))
    inner = {name.replace("language_model.model.", "language_model."): value for name, value in weights.items()}
    inner = {name if name.startswith("lm_head") else "model." + name: value for name, value in inner.items()}
    save_file(inner, os.path.join(sparse, "model.safetensors"), metadata={"format": "pt"})
    text = {k: v for k, v in TEXT.items() if k not in ("rope_parameters", "layer_types")}
    text.update(model_type="gemma3_text", rope_theta=5000.0, rope_local_base_freq=100.0, layer_types=TEXT["layer_types"],
                rope_scaling=dict(factor=2.0, rope_type="linear"))
    with open(os.path.join(sparse, "config.json"), "w") as f:
        json.dump(dict(architectures=["Gemma3ForConditionalGeneration"], model_type="gemma3", text_config=text,
                       vision_config=dict(VISION, model_type="siglip_vision_model"), mm_tokens_per_image=4, image_token_index=71,
                       boi_token_index=70, eoi_token_index=69, eos_token_id=[1, 106], initializer_range=0.02,
                       torch_dtype="bfloat16", transformers_version="4.50.0.dev0"), f, indent=1)
    for folder in (saved, sparse):
        shutil.copy(tokenizer, os.path.join(folder, "tokenizer.json"))
        with open(os.path.join(folder, "reference.json"), "w") as f:
            json.dump(reference, f)


if __name__ == "__main__":
    main(*sys.argv[1:])

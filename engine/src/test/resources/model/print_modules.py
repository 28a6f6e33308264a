"""Writes what transformers prints of two Llamas, and their parameters: smollm2.* and biased.* beside this file.

    python print_modules.py smollm2.gguf

Made with transformers 4.57.1, torch 2.7.1, gguf 0.17.1. No weights are read, only the configuration: nothing is random.
"""

import pathlib
import sys

import torch
from transformers import LlamaConfig, LlamaForCausalLM
from transformers.modeling_gguf_pytorch_utils import load_gguf_checkpoint

here = pathlib.Path(__file__).parent


def write(name, config):
    with torch.device("meta"):
        model = LlamaForCausalLM(config)
    (here / f"{name}.modules.txt").write_text(repr(model) + "\n", encoding="utf-8")
    lines = [f"{n} {'x'.join(map(str, p.shape))}" for n, p in model.named_parameters()]
    (here / f"{name}.parameters.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    names = [n for n, _ in model.named_modules() if n]
    (here / f"{name}.names.txt").write_text("\n".join(names) + "\n", encoding="utf-8")
    print(name, sum(p.numel() for p in model.parameters()))


smollm2 = load_gguf_checkpoint(sys.argv[1], return_tensors=False)["config"]
write("smollm2", LlamaConfig(**{k: v for k, v in smollm2.items() if not k.startswith("_") and k != "model_type"}))
write(
    "biased",
    LlamaConfig(
        num_hidden_layers=1,
        hidden_size=24,
        num_attention_heads=4,
        num_key_value_heads=2,
        head_dim=8,
        intermediate_size=40,
        vocab_size=100,
        rms_norm_eps=1e-6,
        attention_bias=True,
        mlp_bias=True,
        tie_word_embeddings=False,
    ),
)

"""Tiny random Llama models with awkward shapes, and every site of each: python tiny_llama_reference.py OUT_DIR

Made with torch 2.7.1, transformers 4.57.1, tokenizers 0.22, safetensors 0.6. Seeded below.
"""
import copy
import json
import os
import sys

import numpy as np
import torch
from safetensors.numpy import save_file
from tokenizers import Regex, Tokenizer, models, pre_tokenizers
from transformers import LlamaConfig, LlamaForCausalLM

from llama_sites import capture, greedy

MODELS = {
    # three queries a key, d_head * heads != d_model, Llama 3 scaling, prompt longer than the original context
    "grouped": dict(vocab_size=67, hidden_size=20, intermediate_size=28, num_hidden_layers=3, num_attention_heads=6,
                    num_key_value_heads=2, head_dim=6, rope_theta=500.0, max_position_embeddings=96,
                    rms_norm_eps=1e-5, tie_word_embeddings=True,
                    rope_scaling=dict(rope_type="llama3", factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0,
                                      original_max_position_embeddings=16)),
    # biases everywhere, untied, linear scaling, one key/value head, stored as bf16 in shards
    "biased": dict(vocab_size=71, hidden_size=24, intermediate_size=17, num_hidden_layers=2, num_attention_heads=3,
                   num_key_value_heads=1, rope_theta=10000.0, max_position_embeddings=64, rms_norm_eps=1e-6,
                   tie_word_embeddings=False, attention_bias=True, mlp_bias=True,
                   rope_scaling=dict(rope_type="linear", factor=4.0)),
}


def main(target):
    letters = [chr(c) for c in range(ord("a"), ord("z") + 1)] + [chr(c) for c in range(ord("A"), ord("Z") + 1)] + list(" .,!?0123456789")
    for number, (name, settings) in enumerate(MODELS.items()):
        torch.manual_seed(100 + number)
        folder = os.path.join(target, name)
        model = LlamaForCausalLM(LlamaConfig(attn_implementation="eager", bos_token_id=None, eos_token_id=None,
                                             **settings)).eval()
        with torch.no_grad():
            for parameter_name, p in model.named_parameters():
                p.copy_(1 + 0.2 * torch.randn_like(p) if "norm" in parameter_name else 0.3 * torch.randn_like(p))
        if name == "biased":
            with torch.no_grad():
                for p in model.parameters():
                    p.copy_(p.bfloat16().float())
            # A copy: casting the model itself would round the rotary frequencies too.
            copy.deepcopy(model).bfloat16().save_pretrained(folder, max_shard_size="8KB")
        else:
            model.save_pretrained(folder)
        vocabulary = {c: i for i, c in enumerate(["<unk>"] + letters) if i < settings["vocab_size"]}
        tok = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
        tok.pre_tokenizer = pre_tokenizers.Split(Regex("(.|\\n)"), "isolated")
        tok.save(os.path.join(folder, "tokenizer.json"))
        for extra in ("generation_config.json",):
            if os.path.exists(os.path.join(folder, extra)):
                os.remove(os.path.join(folder, extra))
        text = "The quick brown fox, 42 jumps."
        ids = tok.encode(text).ids
        sites = capture(model, ids)
        sites = {k: np.ascontiguousarray(v) for k, v in sites.items()}
        save_file(sites, os.path.join(folder, "reference.bin"),
                  metadata={"text": text, "ids": json.dumps(ids), "greedy": json.dumps(greedy(model, ids, 12, -1))})
        print(name, len(ids), sum(p.numel() for p in model.parameters()), sorted(os.listdir(folder)))


if __name__ == "__main__":
    main(sys.argv[1])

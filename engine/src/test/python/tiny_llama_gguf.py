"""The tiny model 'grouped' as llama.cpp's converter would write it: python tiny_llama_gguf.py PARITY_DIR

Query and key rows interleaved, Llama 3's rotary scaling as a tensor of divisors.
Made with gguf 0.17.1; the same references as the directory 'grouped'.
"""
import json
import math
import os
import sys

import gguf
import numpy as np
from safetensors.numpy import load_file

NAMES = {"input_layernorm": "attn_norm", "self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k",
         "self_attn.v_proj": "attn_v", "self_attn.o_proj": "attn_output", "post_attention_layernorm": "ffn_norm",
         "mlp.gate_proj": "ffn_gate", "mlp.up_proj": "ffn_up", "mlp.down_proj": "ffn_down"}


def interleave(weight, heads):
    return (weight.reshape(heads, 2, weight.shape[0] // heads // 2, *weight.shape[1:])
            .swapaxes(1, 2).reshape(weight.shape))


def divisors(config):
    scaling, d = config["rope_scaling"], config["head_dim"]
    frequencies = 1.0 / config["rope_theta"] ** (np.arange(0, d, 2) / d)
    low = scaling["original_max_position_embeddings"] / scaling["low_freq_factor"]
    high = scaling["original_max_position_embeddings"] / scaling["high_freq_factor"]
    out = []
    for f in frequencies:
        wavelength = 2 * math.pi / f
        if wavelength < high:
            out.append(1.0)
        elif wavelength > low:
            out.append(scaling["factor"])
        else:
            smooth = ((scaling["original_max_position_embeddings"] / wavelength - scaling["low_freq_factor"])
                      / (scaling["high_freq_factor"] - scaling["low_freq_factor"]))
            out.append(1 / ((1 - smooth) / scaling["factor"] + smooth))
    return np.array(out, dtype=np.float32)


def main(parity):
    folder = os.path.join(parity, "grouped")
    config = json.load(open(os.path.join(folder, "config.json")))
    vocabulary = json.load(open(os.path.join(folder, "tokenizer.json")))["model"]["vocab"]
    tokens = sorted(vocabulary, key=vocabulary.get)
    # One token that a merge makes, in the place of one that the test's text never needs.
    tokens[-1] = "ab"
    w = gguf.GGUFWriter(os.path.join(parity, "grouped.gguf"), "llama")
    w.add_block_count(config["num_hidden_layers"])
    w.add_context_length(config["max_position_embeddings"])
    w.add_embedding_length(config["hidden_size"])
    w.add_feed_forward_length(config["intermediate_size"])
    w.add_head_count(config["num_attention_heads"])
    w.add_head_count_kv(config["num_key_value_heads"])
    w.add_key_length(config["head_dim"])
    w.add_value_length(config["head_dim"])
    w.add_rope_dimension_count(config["head_dim"])
    w.add_rope_freq_base(config["rope_theta"])
    w.add_layer_norm_rms_eps(config["rms_norm_eps"])
    w.add_tokenizer_model("gpt2")
    w.add_tokenizer_pre("gpt-2")
    w.add_token_list([t.replace(" ", "\u0120") for t in tokens])
    w.add_token_types([3 if t == "<unk>" else 1 for t in tokens])
    w.add_token_merges(["a b"])
    for name, tensor in load_file(os.path.join(folder, "model.safetensors")).items():
        module, kind = name.rsplit(".", 1)
        if module.startswith("model.layers."):
            _, _, layer, rest = module.split(".", 3)
            stored = f"blk.{layer}.{NAMES[rest]}.{kind}"
            if rest.endswith("q_proj"):
                tensor = interleave(tensor, config["num_attention_heads"])
            if rest.endswith("k_proj"):
                tensor = interleave(tensor, config["num_key_value_heads"])
        else:
            stored = {"model.embed_tokens": "token_embd", "model.norm": "output_norm"}[module] + "." + kind
        w.add_tensor(stored, np.ascontiguousarray(tensor))
    w.add_tensor("rope_freqs.weight", divisors(config))
    w.write_header_to_file()
    w.write_kv_data_to_file()
    w.write_tensors_to_file()
    w.close()


if __name__ == "__main__":
    main(sys.argv[1])

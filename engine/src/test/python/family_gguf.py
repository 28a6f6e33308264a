"""Models of family_reference.py as llama.cpp's converter writes them: python family_gguf.py PARITY_DIR [NAME ...]

NAME.gguf beside the folder NAME, whose references hold for both. Only models that such a file can say in full: it has no
place for a GPT-NeoX's or Gemma 2's rotary base, for the scale of Gemma's attention, or for Qwen's windows.
Made with gguf 0.19.0, after llama.cpp's conversion scripts of 2026.
"""
import json
import math
import os
import sys

import gguf
import numpy as np
from safetensors.torch import load_file

ARCHITECTURES = {"llama": gguf.MODEL_ARCH.LLAMA, "qwen2": gguf.MODEL_ARCH.QWEN2, "qwen3": gguf.MODEL_ARCH.QWEN3,
                 "gemma": gguf.MODEL_ARCH.GEMMA, "gemma2": gguf.MODEL_ARCH.GEMMA2, "gemma3_text": gguf.MODEL_ARCH.GEMMA3,
                 "gpt2": gguf.MODEL_ARCH.GPT2, "gpt_neox": gguf.MODEL_ARCH.GPTNEOX, "phi3": gguf.MODEL_ARCH.PHI3}
TWINS = ["llama-grouped", "llama-biased", "llama-yarn", "qwen2-yarn", "qwen3-grouped", "gemma-one", "gemma2-window",
         "gemma3-local", "gpt2-wide", "gptneox-parallel", "phi3-longrope", "phi3-plain"]


def common(w, c):
    """What the converter writes for any model that has no method of its own for it."""
    w.add_block_count(c["num_hidden_layers"])
    w.add_context_length(c["max_position_embeddings"])
    w.add_embedding_length(c["hidden_size"])
    w.add_feed_forward_length(c["intermediate_size"])
    w.add_head_count(c["num_attention_heads"])
    w.add_head_count_kv(c["num_key_value_heads"])
    w.add_layer_norm_rms_eps(c["rms_norm_eps"])
    if c.get("head_dim") is not None:
        w.add_key_length(c["head_dim"])
        w.add_value_length(c["head_dim"])


def rotary(w, c):
    rope = c["rope_parameters"].get("full_attention", c["rope_parameters"])
    kind = rope["rope_type"]
    if kind == "linear":
        w.add_rope_scaling_type(gguf.RopeScalingType.LINEAR)
        w.add_rope_scaling_factor(rope["factor"])
    elif kind == "yarn":
        w.add_rope_scaling_type(gguf.RopeScalingType.YARN)
        w.add_rope_scaling_factor(rope["factor"])
        w.add_rope_scaling_orig_ctx_len(rope["original_max_position_embeddings"])
        if "beta_fast" in rope:
            w.add_rope_scaling_yarn_beta_fast(rope["beta_fast"])
        if "beta_slow" in rope:
            w.add_rope_scaling_yarn_beta_slow(rope["beta_slow"])
    w.add_rope_freq_base(rope["rope_theta"])
    local = c["rope_parameters"].get("sliding_attention")
    if local is not None:
        w.add_rope_freq_base_swa(local["rope_theta"])


def llama(w, c):
    common(w, c)
    rotary(w, c)
    w.add_vocab_size(c["vocab_size"])
    w.add_rope_dimension_count(c.get("head_dim") or c["hidden_size"] // c["num_attention_heads"])
    rope = c["rope_parameters"]
    if rope["rope_type"] == "llama3":
        w.add_tensor("rope_freqs.weight", divisors(rope, c["head_dim"]))


def divisors(rope, d):
    frequencies = 1.0 / rope["rope_theta"] ** (np.arange(0, d, 2, dtype=np.float32) / d)
    context, factor = rope["original_max_position_embeddings"], rope["factor"]
    low, high = rope["low_freq_factor"], rope["high_freq_factor"]
    out = []
    for f in frequencies:
        wavelength = 2 * math.pi / f
        smooth = (context / wavelength - low) / (high - low)
        out.append(1.0 if wavelength < context / high else factor if wavelength > context / low
                   else 1 / ((1 - smooth) / factor + smooth))
    return np.array(out, dtype=np.float32)


def qwen(w, c):
    common(w, c)
    rotary(w, c)


def gemma(w, c):
    common(w, c)


def gemma2(w, c):
    common(w, c)
    w.add_attn_logit_softcapping(c["attn_logit_softcapping"])
    w.add_final_logit_softcapping(c["final_logit_softcapping"])
    w.add_sliding_window(c["sliding_window"])


def gemma3(w, c):
    common(w, c)
    rotary(w, c)
    w.add_sliding_window(c["sliding_window"])


def gpt2(w, c):
    w.add_block_count(c["n_layer"])
    w.add_context_length(c["n_positions"])
    w.add_embedding_length(c["n_embd"])
    w.add_feed_forward_length(4 * c["n_embd"])
    w.add_head_count(c["n_head"])
    w.add_layer_norm_eps(c["layer_norm_epsilon"])


def neox(w, c):
    w.add_context_length(c["max_position_embeddings"])
    w.add_embedding_length(c["hidden_size"])
    w.add_block_count(c["num_hidden_layers"])
    w.add_feed_forward_length(c["intermediate_size"])
    part = c["rope_parameters"]["partial_rotary_factor"]
    w.add_rope_dimension_count(int(part * (c["hidden_size"] // c["num_attention_heads"])))
    w.add_head_count(c["num_attention_heads"])
    w.add_parallel_residual(c["use_parallel_residual"])
    w.add_layer_norm_eps(c["layer_norm_eps"])


def phi3(w, c):
    rope = c["rope_parameters"]
    turned = int(rope.get("partial_rotary_factor", 1.0) * c["hidden_size"]) // c["num_attention_heads"]
    common(w, c)
    w.add_rope_scaling_orig_ctx_len(c["original_max_position_embeddings"])
    w.add_rope_dimension_count(turned)
    w.add_rope_freq_base(rope["rope_theta"])
    w.add_sliding_window(c["sliding_window"] or 0)
    if rope["rope_type"] == "longrope":
        scale = c["max_position_embeddings"] / c["original_max_position_embeddings"]
        context = c["original_max_position_embeddings"]
        w.add_rope_scaling_attn_factors(math.sqrt(1 + math.log(scale) / math.log(context)) if scale > 1 else 1.0)
        w.add_tensor("rope_factors_long.weight", np.array(rope["long_factor"], dtype=np.float32))
        w.add_tensor("rope_factors_short.weight", np.array(rope["short_factor"], dtype=np.float32))


SETTINGS = {"llama": llama, "qwen2": qwen, "qwen3": qwen, "gemma": gemma, "gemma2": gemma2, "gemma3_text": gemma3,
            "gpt2": gpt2, "gpt_neox": neox, "phi3": phi3}


def interleave(x, heads):
    """Rows laid out so that the two halves of a rotary pair are neighbours."""
    return x.reshape(heads, 2, x.shape[0] // heads // 2, *x.shape[1:]).swapaxes(1, 2).reshape(x.shape)


def converted(kind, c, name, x):
    """A weight as the converter changes it, or None where it leaves it out."""
    if kind == "llama" and ".q_proj." in name:
        return interleave(x, c["num_attention_heads"])
    if kind == "llama" and ".k_proj." in name:
        return interleave(x, c["num_key_value_heads"])
    if kind.startswith("gemma"):
        return None if name == "lm_head.weight" else x + 1 if name.endswith("norm.weight") else x
    if kind == "gpt2" and name.endswith(("c_attn.weight", "c_proj.weight", "c_fc.weight")):
        return x.T
    if kind == "gpt_neox" and ".query_key_value." in name:
        # From query, key, value of one head after the other to all queries, all keys, all values.
        heads = c["num_attention_heads"]
        return x.reshape(heads, 3, x.shape[0] // heads // 3, *x.shape[1:]).swapaxes(0, 1).reshape(x.shape)
    return x


def tokens(w, folder):
    with open(os.path.join(folder, "tokenizer.json")) as f:
        vocabulary = json.load(f)["model"]["vocab"]
    words = sorted(vocabulary, key=vocabulary.get)
    # One token that a merge makes, in the place of one that the text never needs.
    words[-1] = "ab"
    w.add_tokenizer_model("gpt2")
    w.add_tokenizer_pre("gpt-2")
    w.add_token_list([t.replace(" ", "\u0120") for t in words])
    w.add_token_types([3 if t == "<unk>" else 1 for t in words])
    w.add_token_merges(["a b"])


def write(parity, name):
    folder = os.path.join(parity, name)
    with open(os.path.join(folder, "config.json")) as f:
        config = json.load(f)
    kind = config["model_type"]
    arch = ARCHITECTURES[kind]
    w = gguf.GGUFWriter(os.path.join(parity, name + ".gguf"), gguf.MODEL_ARCH_NAMES[arch])
    w.add_file_type(gguf.LlamaFileType.ALL_F32)
    names = gguf.get_tensor_name_map(arch, config.get("num_hidden_layers", config.get("n_layer")))
    SETTINGS[kind](w, config)
    tokens(w, folder)
    for file in sorted(f for f in os.listdir(folder) if f.endswith(".safetensors")):
        for weight, value in sorted(load_file(os.path.join(folder, file)).items()):
            stored = converted(kind, config, weight, value.float().numpy())
            if stored is not None:
                w.add_tensor(names.get_name(weight, try_suffixes=(".weight", ".bias")),
                             np.ascontiguousarray(stored, dtype=np.float32))
    w.write_header_to_file()
    w.write_kv_data_to_file()
    w.write_tensors_to_file()
    w.close()


def main(parity, *chosen):
    for name in chosen or TWINS:
        write(parity, name)
        reader = gguf.GGUFReader(os.path.join(parity, name + ".gguf"))
        print(name, os.path.getsize(os.path.join(parity, name + ".gguf")) // 1024, "KB",
              [f for f in reader.fields if f.split(".")[0] not in ("GGUF", "tokenizer", "general")],
              [t.name for t in reader.tensors if not t.name.startswith("blk.1")])


if __name__ == "__main__":
    main(*sys.argv[1:])

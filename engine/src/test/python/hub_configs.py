"""Configurations as released models have them on the hub, with the parameters that transformers counts for each.

    python hub_configs.py ../resources/hub-configs.json

Written with transformers 5.23: the modules are made without memory (device "meta") and their parameters added up.
"""
import json
import sys
import tempfile

import torch
from transformers import AutoConfig, AutoModelForCausalLM


def model(kind, name, layers, heads, kv, width, mlp, vocabulary, context, **more):
    common = dict(architectures=[kind], model_type=name, num_hidden_layers=layers, num_attention_heads=heads,
                  hidden_size=width, intermediate_size=mlp, vocab_size=vocabulary, max_position_embeddings=context,
                  initializer_range=0.02, attention_dropout=0.0, torch_dtype="bfloat16", use_cache=True)
    if kv is not None:
        common["num_key_value_heads"] = kv
    return dict(common, **more)


def llama(*sizes, **more):
    return model("LlamaForCausalLM", "llama", *sizes, attention_bias=False, hidden_act="silu", pretraining_tp=1,
                 rms_norm_eps=1e-5, **more)


LLAMA3 = dict(factor=8.0, high_freq_factor=4.0, low_freq_factor=1.0, original_max_position_embeddings=8192, rope_type="llama3")

CONFIGS = {
    "meta-llama/Llama-2-7b-hf": model(
        "LlamaForCausalLM", "llama", 32, 32, 32, 4096, 11008, 32000, 4096, _name_or_path="meta-llama/Llama-2-7b-hf",
        bos_token_id=1, eos_token_id=2, hidden_act="silu", pretraining_tp=1, rms_norm_eps=1e-5, rope_scaling=None,
        tie_word_embeddings=False, transformers_version="4.31.0.dev0"),
    "meta-llama/Llama-3.1-8B-Instruct": llama(
        32, 32, 8, 4096, 14336, 128256, 131072, bos_token_id=128000, eos_token_id=[128001, 128008, 128009], mlp_bias=False,
        rope_scaling=LLAMA3, rope_theta=500000.0, tie_word_embeddings=False, transformers_version="4.42.3"),
    "meta-llama/Llama-3.2-1B": llama(
        16, 32, 8, 2048, 8192, 128256, 131072, bos_token_id=128000, eos_token_id=128001, head_dim=64, mlp_bias=False,
        rope_scaling=dict(LLAMA3, factor=32.0), rope_theta=500000.0, tie_word_embeddings=True),
    "HuggingFaceTB/SmolLM2-135M": llama(
        30, 9, 3, 576, 1536, 49152, 8192, bos_token_id=0, eos_token_id=0, is_llama_config=True, rope_interleaved=False,
        rope_scaling=None, rope_theta=100000, tie_word_embeddings=True, transformers_version="4.40.1"),
    "TinyLlama/TinyLlama-1.1B-Chat-v1.0": llama(
        22, 32, 4, 2048, 5632, 32000, 2048, bos_token_id=1, eos_token_id=2, rope_scaling=None, rope_theta=10000.0,
        tie_word_embeddings=False, transformers_version="4.35.0"),
    "01-ai/Yi-6B": llama(
        32, 32, 4, 4096, 11008, 64000, 4096, bos_token_id=1, eos_token_id=2, pad_token_id=0, rope_scaling=None,
        rope_theta=5000000.0, tie_word_embeddings=False),
    "deepseek-ai/deepseek-coder-1.3b-base": llama(
        24, 16, 16, 2048, 5504, 32256, 16384, bos_token_id=32013, eos_token_id=32014, rope_theta=100000,
        rope_scaling=dict(type="linear", factor=4.0), tie_word_embeddings=False),
    "mistralai/Mistral-7B-v0.1": model(
        "MistralForCausalLM", "mistral", 32, 32, 8, 4096, 14336, 32000, 32768, bos_token_id=1, eos_token_id=2,
        hidden_act="silu", rms_norm_eps=1e-5, rope_theta=10000.0, sliding_window=4096, tie_word_embeddings=False,
        transformers_version="4.34.0.dev0"),
    "mistralai/Mistral-Nemo-Base-2407": model(
        "MistralForCausalLM", "mistral", 40, 32, 8, 5120, 14336, 131072, 128000, bos_token_id=1, eos_token_id=2,
        hidden_act="silu", head_dim=128, rms_norm_eps=1e-5, rope_theta=1000000.0, sliding_window=None,
        tie_word_embeddings=False),
    "Qwen/Qwen2.5-0.5B": model(
        "Qwen2ForCausalLM", "qwen2", 24, 14, 2, 896, 4864, 151936, 32768, bos_token_id=151643, eos_token_id=151643,
        hidden_act="silu", max_window_layers=24, rms_norm_eps=1e-6, rope_theta=1000000.0, sliding_window=32768,
        tie_word_embeddings=True, use_mrope=False, use_sliding_window=False, transformers_version="4.40.1"),
    "Qwen/Qwen2-7B-Instruct": model(
        "Qwen2ForCausalLM", "qwen2", 28, 28, 4, 3584, 18944, 152064, 32768, bos_token_id=151643, eos_token_id=151645,
        hidden_act="silu", max_window_layers=28, rms_norm_eps=1e-6, rope_theta=1000000.0, sliding_window=131072,
        tie_word_embeddings=False, use_sliding_window=False),
    "deepseek-ai/DeepSeek-R1-Distill-Qwen-1.5B": model(
        "Qwen2ForCausalLM", "qwen2", 28, 12, 2, 1536, 8960, 151936, 131072, bos_token_id=151643, eos_token_id=151643,
        hidden_act="silu", max_window_layers=21, rms_norm_eps=1e-6, rope_theta=10000, sliding_window=4096,
        tie_word_embeddings=False, use_mrope=False, use_sliding_window=False),
    "Qwen/Qwen3-0.6B": model(
        "Qwen3ForCausalLM", "qwen3", 28, 16, 8, 1024, 3072, 151936, 40960, attention_bias=False, bos_token_id=151643,
        eos_token_id=151645, head_dim=128, hidden_act="silu", max_window_layers=28, rms_norm_eps=1e-6, rope_scaling=None,
        rope_theta=1000000, sliding_window=None, tie_word_embeddings=True, use_sliding_window=False),
    "google/gemma-2b": model(
        "GemmaForCausalLM", "gemma", 18, 8, 1, 2048, 16384, 256000, 8192, attention_bias=False, bos_token_id=2,
        eos_token_id=1, head_dim=256, hidden_act="gelu", hidden_activation="gelu_pytorch_tanh", pad_token_id=0,
        rms_norm_eps=1e-6, rope_scaling=None, rope_theta=10000.0, transformers_version="4.38.0.dev0"),
    "google/gemma-2-2b": model(
        "Gemma2ForCausalLM", "gemma2", 26, 8, 4, 2304, 9216, 256000, 8192, attention_bias=False,
        attn_logit_softcapping=50.0, bos_token_id=2, cache_implementation="hybrid", eos_token_id=1,
        final_logit_softcapping=30.0, head_dim=256, hidden_act="gelu_pytorch_tanh", hidden_activation="gelu_pytorch_tanh",
        pad_token_id=0, query_pre_attn_scalar=256, rms_norm_eps=1e-6, rope_theta=10000.0, sliding_window=4096,
        transformers_version="4.42.4"),
    "google/gemma-2-9b": model(
        "Gemma2ForCausalLM", "gemma2", 42, 16, 8, 3584, 14336, 256000, 8192, attention_bias=False,
        attn_logit_softcapping=50.0, bos_token_id=2, cache_implementation="hybrid", eos_token_id=1,
        final_logit_softcapping=30.0, head_dim=256, hidden_act="gelu_pytorch_tanh", hidden_activation="gelu_pytorch_tanh",
        pad_token_id=0, query_pre_attn_scalar=256, rms_norm_eps=1e-6, rope_theta=10000.0, sliding_window=4096,
        sliding_window_size=4096),
    "google/gemma-3-270m": model(
        "Gemma3ForCausalLM", "gemma3_text", 18, 4, 1, 640, 2048, 262144, 32768, _sliding_window_pattern=6,
        attention_bias=False, attn_logit_softcapping=None, bos_token_id=2, eos_token_id=1, final_logit_softcapping=None,
        head_dim=256, hidden_activation="gelu_pytorch_tanh", pad_token_id=0, query_pre_attn_scalar=256, rms_norm_eps=1e-6,
        layer_types=(["sliding_attention"] * 5 + ["full_attention"]) * 3, rope_local_base_freq=10000.0, rope_scaling=None,
        rope_theta=1000000.0, sliding_window=512, use_bidirectional_attention=False, transformers_version="4.55.0.dev0"),
    "google/gemma-3-1b-it": model(
        "Gemma3ForCausalLM", "gemma3_text", 26, 4, 1, 1152, 6912, 262144, 32768, attention_bias=False,
        attn_logit_softcapping=None, bos_token_id=2, cache_implementation="hybrid", eos_token_id=[1, 106],
        final_logit_softcapping=None, head_dim=256, hidden_activation="gelu_pytorch_tanh", pad_token_id=0,
        query_pre_attn_scalar=256, rms_norm_eps=1e-6, rope_local_base_freq=10000, rope_scaling=None, rope_theta=1000000,
        sliding_window=512, sliding_window_pattern=6, transformers_version="4.50.0.dev0"),
    "allenai/OLMo-2-0425-1B": model(
        "Olmo2ForCausalLM", "olmo2", 16, 16, 16, 2048, 8192, 100352, 4096, attention_bias=False, eos_token_id=100257,
        hidden_act="silu", pad_token_id=100277, rms_norm_eps=1e-6, rope_scaling=None, rope_theta=500000,
        tie_word_embeddings=False, transformers_version="4.47.0"),
    "ibm-granite/granite-3.1-2b-instruct": dict(model(
        "GraniteForCausalLM", "granite", 40, 32, 8, 2048, 8192, 49155, 131072, attention_bias=False,
        attention_multiplier=0.015625, bos_token_id=0, embedding_multiplier=12.0, eos_token_id=0, hidden_act="silu",
        logits_scaling=8.0, mlp_bias=False, pad_token_id=0, residual_multiplier=0.22, rms_norm_eps=1e-5, rope_scaling=None,
        rope_theta=5000000.0, tie_word_embeddings=True), attention_dropout=0.1),
}


def parameters(config):
    with tempfile.TemporaryDirectory() as folder:
        with open(folder + "/config.json", "w") as out:
            json.dump(config, out)
        with torch.device("meta"):
            made = AutoModelForCausalLM.from_config(AutoConfig.from_pretrained(folder))
    made.tie_weights()
    return sum(p.numel() for p in made.parameters()), str(made)


def main(target):
    lines = []
    for name, config in CONFIGS.items():
        count, printed = parameters(config)
        print(f"{name:45} {count:,}")
        entry = dict(parameters=count, modules=printed, config=config)
        lines.append(json.dumps(name) + ": " + json.dumps(entry, sort_keys=True))
    with open(target, "w") as out:
        out.write("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])

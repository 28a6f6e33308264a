"""What transformers makes of published configurations, without weights: python published_configs.py OUT.json

Configurations as they lie on the hub, with all the fields that have no part in the arithmetic; parameters and printed modules
as transformers 5.23.0 (torch 2.15.0) has them on the meta device. Qwen's first generation is qwen1.py.
"""
import copy
import json
import sys
from types import SimpleNamespace

import torch
import transformers

from qwen1 import QWenLMHeadModel

GPT2 = dict(
    activation_function="gelu_new", architectures=["GPT2LMHeadModel"], attn_pdrop=0.1, bos_token_id=50256, embd_pdrop=0.1,
    eos_token_id=50256, initializer_range=0.02, layer_norm_epsilon=1e-05, model_type="gpt2", n_ctx=1024, n_embd=768, n_head=12,
    n_layer=12, n_positions=1024, resid_pdrop=0.1, summary_activation=None, summary_first_dropout=0.1,
    summary_proj_to_labels=True, summary_type="cls_index", summary_use_proj=True, vocab_size=50257,
    task_specific_params={"text-generation": {"do_sample": True, "max_length": 50}})
PYTHIA = dict(
    architectures=["GPTNeoXForCausalLM"], bos_token_id=0, eos_token_id=0, hidden_act="gelu", hidden_size=512,
    initializer_range=0.02, intermediate_size=2048, layer_norm_eps=1e-05, max_position_embeddings=2048, model_type="gpt_neox",
    num_attention_heads=8, num_hidden_layers=6, rotary_emb_base=10000, rotary_pct=0.25, tie_word_embeddings=False,
    torch_dtype="float16", transformers_version="4.24.0", use_cache=True, use_parallel_residual=True, vocab_size=50304)
QWEN2 = dict(
    architectures=["Qwen2ForCausalLM"], attention_dropout=0.0, bos_token_id=151643, eos_token_id=151643, hidden_act="silu",
    hidden_size=896, initializer_range=0.02, intermediate_size=4864, max_position_embeddings=32768, max_window_layers=24,
    model_type="qwen2", num_attention_heads=14, num_hidden_layers=24, num_key_value_heads=2, rms_norm_eps=1e-06,
    rope_theta=1000000.0, sliding_window=32768, tie_word_embeddings=True, torch_dtype="bfloat16",
    transformers_version="4.40.1", use_cache=True, use_mrope=False, use_sliding_window=False, vocab_size=151936)
GEMMA3 = dict(
    architectures=["Gemma3ForCausalLM"], attention_bias=False, attention_dropout=0.0, attn_logit_softcapping=None,
    bos_token_id=2, cache_implementation="hybrid", eos_token_id=[1, 106], final_logit_softcapping=None, head_dim=256,
    hidden_activation="gelu_pytorch_tanh", hidden_size=1152, initializer_range=0.02, intermediate_size=6912,
    max_position_embeddings=32768, model_type="gemma3_text", num_attention_heads=4, num_hidden_layers=26,
    num_key_value_heads=1, pad_token_id=0, query_pre_attn_scalar=256, rms_norm_eps=1e-06, rope_local_base_freq=10000,
    rope_scaling=None, rope_theta=1000000, sliding_window=512, sliding_window_pattern=6, torch_dtype="bfloat16",
    transformers_version="4.50.0.dev0", use_cache=True, vocab_size=262144)
PHI3 = dict(
    _name_or_path="Phi-3-mini-4k-instruct", architectures=["Phi3ForCausalLM"], attention_bias=False, attention_dropout=0.0,
    auto_map={"AutoConfig": "configuration_phi3.Phi3Config", "AutoModelForCausalLM": "modeling_phi3.Phi3ForCausalLM"},
    bos_token_id=1, embd_pdrop=0.0, eos_token_id=32000, hidden_act="silu", hidden_size=3072, initializer_range=0.02,
    intermediate_size=8192, max_position_embeddings=4096, model_type="phi3", num_attention_heads=32, num_hidden_layers=32,
    num_key_value_heads=32, original_max_position_embeddings=4096, pad_token_id=32000, resid_pdrop=0.0, rms_norm_eps=1e-05,
    rope_scaling=None, rope_theta=10000.0, sliding_window=2047, tie_word_embeddings=False, torch_dtype="bfloat16",
    transformers_version="4.40.2", use_cache=True, vocab_size=32064)


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
    "gpt2": GPT2,
    "distilgpt2": dict(GPT2, _num_labels=1, id2label={"0": "LABEL_0"}, label2id={"LABEL_0": 0}, n_layer=6),
    "gpt2-medium": dict(GPT2, n_embd=1024, n_head=16, n_layer=24, n_special=0, predict_special_tokens=True),
    "EleutherAI/pythia-70m": PYTHIA,
    "EleutherAI/pythia-160m, saved again": dict(
        PYTHIA, attention_bias=True, attention_dropout=0.0, classifier_dropout=0.1, hidden_dropout=0.0, hidden_size=768,
        intermediate_size=3072, num_attention_heads=12, num_hidden_layers=12, partial_rotary_factor=0.25, rope_scaling=None,
        rope_theta=10000, transformers_version="4.47.0"),
    "HuggingFaceTB/SmolLM2-135M-Instruct": {
        "architectures": ["LlamaForCausalLM"], "attention_bias": False, "attention_dropout": 0.0, "bos_token_id": 1,
        "eos_token_id": 2, "hidden_act": "silu", "hidden_size": 576, "initializer_range": 0.041666666666666664,
        "intermediate_size": 1536, "is_llama_config": True, "max_position_embeddings": 8192, "mlp_bias": False,
        "model_type": "llama", "num_attention_heads": 9, "num_hidden_layers": 30, "num_key_value_heads": 3, "pad_token_id": 2,
        "pretraining_tp": 1, "rms_norm_eps": 1e-05, "rope_interleaved": False, "rope_scaling": None, "rope_theta": 100000,
        "tie_word_embeddings": True, "torch_dtype": "bfloat16", "transformers.js_config": {
            "kv_cache_dtype": {"q4f16": "float16", "fp16": "float16"}},
        "transformers_version": "4.42.3", "use_cache": True, "vocab_size": 49152},
    "meta-llama/Llama-3.2-1B": dict(
        architectures=["LlamaForCausalLM"], attention_bias=False, attention_dropout=0.0, bos_token_id=128000,
        eos_token_id=128001, head_dim=64, hidden_act="silu", hidden_size=2048, initializer_range=0.02, intermediate_size=8192,
        max_position_embeddings=131072, mlp_bias=False, model_type="llama", num_attention_heads=32, num_hidden_layers=16,
        num_key_value_heads=8, pretraining_tp=1, rms_norm_eps=1e-05, rope_scaling=dict(
            factor=32.0, high_freq_factor=4.0, low_freq_factor=1.0, original_max_position_embeddings=8192,
            rope_type="llama3"),
        rope_theta=500000.0, tie_word_embeddings=True, torch_dtype="bfloat16", transformers_version="4.45.0.dev0",
        use_cache=True, vocab_size=128256),
    "meta-llama/Meta-Llama-3-8B": dict(
        architectures=["LlamaForCausalLM"], attention_bias=False, attention_dropout=0.0, bos_token_id=128000,
        eos_token_id=128001, hidden_act="silu", hidden_size=4096, initializer_range=0.02, intermediate_size=14336,
        max_position_embeddings=8192, model_type="llama", num_attention_heads=32, num_hidden_layers=32,
        num_key_value_heads=8, pretraining_tp=1, rms_norm_eps=1e-05, rope_scaling=None, rope_theta=500000.0,
        tie_word_embeddings=False, torch_dtype="bfloat16", transformers_version="4.40.0.dev0", use_cache=True,
        vocab_size=128256),
    "mistralai/Mistral-7B-v0.1": dict(
        architectures=["MistralForCausalLM"], bos_token_id=1, eos_token_id=2, hidden_act="silu", hidden_size=4096,
        initializer_range=0.02, intermediate_size=14336, max_position_embeddings=32768, model_type="mistral",
        num_attention_heads=32, num_hidden_layers=32, num_key_value_heads=8, rms_norm_eps=1e-05, rope_theta=10000.0,
        sliding_window=4096, tie_word_embeddings=False, torch_dtype="bfloat16", transformers_version="4.34.0.dev0",
        use_cache=True, vocab_size=32000),
    "Qwen/Qwen-7B": dict(
        architectures=["QWenLMHeadModel"], attn_dropout_prob=0.0, auto_map={
            "AutoConfig": "configuration_qwen.QWenConfig", "AutoModelForCausalLM": "modeling_qwen.QWenLMHeadModel"},
        bf16=False, emb_dropout_prob=0.0, fp16=False, fp32=False, hidden_size=4096, initializer_range=0.02,
        intermediate_size=22016, kv_channels=128, layer_norm_epsilon=1e-06, max_position_embeddings=32768, model_type="qwen",
        no_bias=True, num_attention_heads=32, num_hidden_layers=32, onnx_safe=None, rotary_emb_base=10000, rotary_pct=1.0,
        scale_attn_weights=True, seq_length=8192, softmax_in_fp32=False, tie_word_embeddings=False,
        tokenizer_class="QWenTokenizer", transformers_version="4.32.0", use_cache=True, use_cache_kernel=False,
        use_cache_quantization=False, use_dynamic_ntk=True, use_flash_attn="auto", use_logn_attn=True, vocab_size=151936),
    "Qwen/Qwen-7B-Chat, first release": dict(
        activation="swiglu", apply_residual_connection_post_layernorm=False, architectures=["QWenLMHeadModel"],
        auto_map={"AutoConfig": "configuration_qwen.QWenConfig", "AutoModelForCausalLM": "modeling_qwen.QWenLMHeadModel"},
        attn_pdrop=0.0, bf16=False, fp16=False, fp32=False, bias_dropout_fusion=True, bos_token_id=151643, embd_pdrop=0.1,
        eos_token_id=151643, ffn_hidden_size=22016, initializer_range=0.02, kv_channels=128, layer_norm_epsilon=1e-05,
        model_type="qwen", n_embd=4096, n_head=32, n_layer=32, n_positions=6144, no_bias=True, onnx_safe=None,
        padded_vocab_size=151936, params_dtype="torch.bfloat16", pos_emb="rotary", resid_pdrop=0.1, rotary_emb_base=10000,
        rotary_pct=1.0, scale_attn_weights=True, seq_length=2048, tie_word_embeddings=False, tokenizer_type="QWenTokenizer",
        transformers_version="4.31.0", use_cache=True, use_flash_attn="auto", vocab_size=151936, use_dynamic_ntk=True,
        use_logn_attn=True),
    "Qwen/Qwen2.5-0.5B": QWEN2,
    "Qwen/Qwen2.5-7B-Instruct, long": dict(
        QWEN2, hidden_size=3584, intermediate_size=18944, max_window_layers=28, num_attention_heads=28, num_hidden_layers=28,
        num_key_value_heads=4, sliding_window=131072, tie_word_embeddings=False, vocab_size=152064, rope_scaling=dict(
            factor=4.0, original_max_position_embeddings=32768, type="yarn")),
    "Qwen/Qwen3-0.6B": dict(
        architectures=["Qwen3ForCausalLM"], attention_bias=False, attention_dropout=0.0, bos_token_id=151643,
        eos_token_id=151645, head_dim=128, hidden_act="silu", hidden_size=1024, initializer_range=0.02,
        intermediate_size=3072, max_position_embeddings=40960, max_window_layers=28, model_type="qwen3",
        num_attention_heads=16, num_hidden_layers=28, num_key_value_heads=8, rms_norm_eps=1e-06, rope_scaling=None,
        rope_theta=1000000, sliding_window=None, tie_word_embeddings=True, torch_dtype="bfloat16",
        transformers_version="4.51.0", use_cache=True, use_sliding_window=False, vocab_size=151936),
    "google/gemma-2b": dict(
        architectures=["GemmaForCausalLM"], attention_bias=False, attention_dropout=0.0, bos_token_id=2, eos_token_id=1,
        head_dim=256, hidden_act="gelu", hidden_activation="gelu_pytorch_tanh", hidden_size=2048, initializer_range=0.02,
        intermediate_size=16384, max_position_embeddings=8192, model_type="gemma", num_attention_heads=8,
        num_hidden_layers=18, num_key_value_heads=1, pad_token_id=0, rms_norm_eps=1e-06, rope_scaling=None,
        rope_theta=10000.0, torch_dtype="bfloat16", transformers_version="4.38.0.dev0", use_cache=True, vocab_size=256000),
    "google/gemma-2-2b": dict(
        architectures=["Gemma2ForCausalLM"], attention_bias=False, attention_dropout=0.0, attn_logit_softcapping=50.0,
        bos_token_id=2, cache_implementation="hybrid", eos_token_id=1, final_logit_softcapping=30.0, head_dim=256,
        hidden_act="gelu_pytorch_tanh", hidden_activation="gelu_pytorch_tanh", hidden_size=2304, initializer_range=0.02,
        intermediate_size=9216, max_position_embeddings=8192, model_type="gemma2", num_attention_heads=8,
        num_hidden_layers=26, num_key_value_heads=4, pad_token_id=0, query_pre_attn_scalar=256, rms_norm_eps=1e-06,
        rope_theta=10000.0, sliding_window=4096, torch_dtype="float32", transformers_version="4.42.4", use_cache=True,
        vocab_size=256000),
    "google/gemma-3-1b-it": GEMMA3,
    "google/gemma-3-270m": dict(
        {k: v for k, v in GEMMA3.items() if k not in ("cache_implementation", "sliding_window_pattern")},
        _sliding_window_pattern=6, eos_token_id=1, hidden_size=640, intermediate_size=2048,
        layer_types=(["sliding_attention"] * 5 + ["full_attention"]) * 3, num_hidden_layers=18, rope_local_base_freq=10000.0,
        transformers_version="4.55.0.dev0", use_bidirectional_attention=False),
    "microsoft/Phi-3-mini-4k-instruct": PHI3,
    "microsoft/Phi-4-mini-instruct": dict(
        PHI3, _name_or_path="Phi-4-mini-instruct", bos_token_id=199999, eos_token_id=199999, full_attn_mod=1,
        interpolate_factor=1, lm_head_bias=False, max_position_embeddings=131072, mlp_bias=False, num_attention_heads=24,
        num_key_value_heads=8, pad_token_id=199999, partial_rotary_factor=0.75, rope_scaling=dict(
            long_factor=[1.0 + 0.9 * i for i in range(48)], short_factor=[1.0] * 48, type="longrope"),
        sliding_window=262144, tie_word_embeddings=True, transformers_version="4.45.0", vocab_size=200064),
    "allenai/OLMo-2-1124-7B": dict(
        architectures=["Olmo2ForCausalLM"], attention_bias=False, attention_dropout=0.0, eos_token_id=100257,
        hidden_act="silu", hidden_size=4096, initializer_range=0.02, intermediate_size=11008, max_position_embeddings=4096,
        model_type="olmo2", num_attention_heads=32, num_hidden_layers=32, num_key_value_heads=32, pad_token_id=100277,
        rms_norm_eps=1e-06, rope_scaling=None, rope_theta=500000, tie_word_embeddings=False, torch_dtype="float32",
        transformers_version="4.47.0.dev0", use_cache=False, vocab_size=100352),
    "ibm-granite/granite-3.0-2b-base": dict(
        architectures=["GraniteForCausalLM"], attention_bias=False, attention_dropout=0.1, attention_multiplier=0.015625,
        bos_token_id=0, embedding_multiplier=12.0, eos_token_id=0, hidden_act="silu", hidden_size=2048,
        initializer_range=0.02, intermediate_size=8192, logits_scaling=8.0, max_position_embeddings=4096, mlp_bias=False,
        model_type="granite", num_attention_heads=32, num_hidden_layers=40, num_key_value_heads=8, pad_token_id=0,
        residual_multiplier=0.22, rms_norm_eps=1e-05, rope_scaling=None, rope_theta=10000.0, tie_word_embeddings=True,
        torch_dtype="bfloat16", transformers_version="4.46.0.dev0", use_cache=True, vocab_size=49155),
    "meta-llama/Llama-2-7b-hf": model(
        "LlamaForCausalLM", "llama", 32, 32, 32, 4096, 11008, 32000, 4096, _name_or_path="meta-llama/Llama-2-7b-hf",
        bos_token_id=1, eos_token_id=2, hidden_act="silu", pretraining_tp=1, rms_norm_eps=1e-5, rope_scaling=None,
        tie_word_embeddings=False, transformers_version="4.31.0.dev0"),
    "meta-llama/Llama-3.1-8B-Instruct": llama(
        32, 32, 8, 4096, 14336, 128256, 131072, bos_token_id=128000, eos_token_id=[128001, 128008, 128009], mlp_bias=False,
        rope_scaling=LLAMA3, rope_theta=500000.0, tie_word_embeddings=False, transformers_version="4.42.3"),
    "TinyLlama/TinyLlama-1.1B-Chat-v1.0": llama(
        22, 32, 4, 2048, 5632, 32000, 2048, bos_token_id=1, eos_token_id=2, rope_scaling=None, rope_theta=10000.0,
        tie_word_embeddings=False, transformers_version="4.35.0"),
    "01-ai/Yi-6B": llama(
        32, 32, 4, 4096, 11008, 64000, 4096, bos_token_id=1, eos_token_id=2, pad_token_id=0, rope_scaling=None,
        rope_theta=5000000.0, tie_word_embeddings=False),
    "deepseek-ai/deepseek-coder-1.3b-base": llama(
        24, 16, 16, 2048, 5504, 32256, 16384, bos_token_id=32013, eos_token_id=32014, rope_theta=100000,
        rope_scaling=dict(type="linear", factor=4.0), tie_word_embeddings=False),
    "mistralai/Mistral-Nemo-Base-2407": model(
        "MistralForCausalLM", "mistral", 40, 32, 8, 5120, 14336, 131072, 128000, bos_token_id=1, eos_token_id=2,
        hidden_act="silu", head_dim=128, rms_norm_eps=1e-5, rope_theta=1000000.0, sliding_window=None,
        tie_word_embeddings=False),
    "deepseek-ai/DeepSeek-R1-Distill-Qwen-1.5B": model(
        "Qwen2ForCausalLM", "qwen2", 28, 12, 2, 1536, 8960, 151936, 131072, bos_token_id=151643, eos_token_id=151643,
        hidden_act="silu", max_window_layers=21, rms_norm_eps=1e-6, rope_theta=10000, sliding_window=4096,
        tie_word_embeddings=False, use_mrope=False, use_sliding_window=False),
    "google/gemma-2-9b": model(
        "Gemma2ForCausalLM", "gemma2", 42, 16, 8, 3584, 14336, 256000, 8192, attention_bias=False,
        attn_logit_softcapping=50.0, bos_token_id=2, cache_implementation="hybrid", eos_token_id=1,
        final_logit_softcapping=30.0, head_dim=256, hidden_act="gelu_pytorch_tanh", hidden_activation="gelu_pytorch_tanh",
        pad_token_id=0, query_pre_attn_scalar=256, rms_norm_eps=1e-6, rope_theta=10000.0, sliding_window=4096,
        sliding_window_size=4096),
    "allenai/OLMo-2-0425-1B": model(
        "Olmo2ForCausalLM", "olmo2", 16, 16, 16, 2048, 8192, 100352, 4096, attention_bias=False, eos_token_id=100257,
        hidden_act="silu", pad_token_id=100277, rms_norm_eps=1e-6, rope_scaling=None, rope_theta=500000,
        tie_word_embeddings=False, transformers_version="4.47.0"),
}
LATER = {"n_embd": "hidden_size", "n_layer": "num_hidden_layers", "n_head": "num_attention_heads",
         "ffn_hidden_size": "intermediate_size", "attn_pdrop": "attn_dropout_prob", "embd_pdrop": "emb_dropout_prob"}


def build(settings):
    kind = settings["architectures"][0]
    with torch.device("meta"):
        if kind == "QWenLMHeadModel":
            return QWenLMHeadModel(SimpleNamespace(**{LATER.get(k, k): v for k, v in settings.items()}))
        model_class = getattr(transformers, kind)
        given = {k: v for k, v in copy.deepcopy(settings).items() if k not in ("model_type", "auto_map")}
        return model_class(model_class.config_class(**given))


def main(target):
    out = {}
    for name, settings in CONFIGS.items():
        model = build(settings)
        model.tie_weights() if hasattr(model, "tie_weights") else None
        out[name] = dict(config=settings, parameters=sum(p.numel() for p in model.parameters()), modules=repr(model))
        print(f"{out[name]['parameters']:15,} {name}")
    with open(target, "w", encoding="utf-8") as f:
        json.dump(out, f, indent=1)
        f.write("\n")


if __name__ == "__main__":
    main(sys.argv[1])

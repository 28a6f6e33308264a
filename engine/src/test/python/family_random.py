"""Models of shapes that nobody thought of, as family_reference.py makes them: python family_random.py OUT_DIR SEED [COUNT]

COUNT (2) models of each family, drawn from all settings that the engine understands. Then:

    mvn test -pl engine -Dtest=FamilyConformanceTest -Dpatchclamp.parity=OUT_DIR

Same seed, same models. No window is 1: there transformers 5.23 keeps all keys in its cache ([-1 + 1:] is everything), so that
its own continuation differs from its own forward pass. A model whose greedy continuation is too close to call is drawn again,
and one where transformers itself is more than 2e-6 from double precision: large scores amplify round-off until no two agree.
"""
import random
import sys

import torch

import family_reference

ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ .,!?012345"
ACTIVATIONS = ["silu", "gelu", "gelu_new", "gelu_pytorch_tanh", "relu"]


class Draw:
    def __init__(self, seed):
        self.r = random.Random(seed)

    def flag(self):
        return self.r.random() < 0.5

    def any(self, *values):
        return self.r.choice(values)

    def theta(self):
        return float(round(10 ** self.r.uniform(1.5, 6)))

    def sizes(self, divides=True):
        kv = self.r.randint(1, 3)
        heads = kv * self.r.randint(1, 3)
        width = heads * self.any(2, 4, 6, 8) if divides else self.r.randint(8, 30)
        return dict(vocab_size=self.r.randint(64, 90), num_hidden_layers=self.r.randint(1, 4), num_attention_heads=heads,
                    num_key_value_heads=kv, hidden_size=max(width, 4), intermediate_size=self.r.randint(3, 40),
                    max_position_embeddings=self.r.randint(60, 120), tie_word_embeddings=self.flag(),
                    rms_norm_eps=self.any(1e-6, 1e-5, 1e-3))

    def rope(self, context, *kinds):
        kind = self.any("default", *kinds)
        rope = dict(rope_type=kind, rope_theta=self.theta())
        if kind != "default":
            rope["factor"] = self.any(1.5, 2.0, 4.0, 8.0)
        if kind == "llama3":
            rope.update(low_freq_factor=1.0, high_freq_factor=self.any(2.0, 4.0),
                        original_max_position_embeddings=self.r.randint(6, 40))
        if kind == "yarn":
            rope["original_max_position_embeddings"] = self.r.randint(6, 40)
            if self.flag():
                rope.update(beta_fast=self.r.uniform(2, 40), beta_slow=self.r.uniform(0.2, 1.5))
            if self.flag():
                rope["attention_factor"] = self.r.uniform(0.5, 1.5)
            elif self.flag():
                rope.update(mscale=self.r.uniform(0.3, 1.5), mscale_all_dim=self.r.uniform(0.3, 1.5))
            if self.flag():
                rope["truncate"] = self.flag()
        return rope

    def layer_types(self, layers):
        return [self.any("full_attention", "sliding_attention") for _ in range(layers)]

    def text(self):
        return "".join(self.r.choice(ALPHABET) for _ in range(self.r.randint(12, 34)))


ALL = ("linear", "dynamic", "yarn", "llama3")


def llama(d):
    s = d.sizes()
    return "LlamaForCausalLM", dict(
        s, rope_parameters=d.rope(s["max_position_embeddings"], *ALL), attention_bias=d.flag(), mlp_bias=d.flag(),
        hidden_act=d.any(*ACTIVATIONS), head_dim=d.any(None, 4, 6, 10)) | d.any({}, dict(max_position_embeddings=11))


def mistral(d):
    s = d.sizes(divides=False)
    return "MistralForCausalLM", dict(s, head_dim=d.any(4, 6, 10), sliding_window=d.any(None, 2, 3, 8),
                                      rope_parameters=d.rope(0, *ALL))


def qwen2(d):
    s = d.sizes()
    return "Qwen2ForCausalLM", dict(s, use_sliding_window=d.flag(), sliding_window=d.any(2, 5, 9),
                                    max_window_layers=d.any(0, 1, 2), rope_parameters=d.rope(0, *ALL))


def qwen3(d):
    s = d.sizes(divides=False)
    more = dict(layer_types=d.layer_types(s["num_hidden_layers"])) if d.flag() else dict(max_window_layers=d.any(0, 1, 2))
    return "Qwen3ForCausalLM", dict(s, head_dim=d.any(4, 6, 12), attention_bias=d.flag(), use_sliding_window=d.flag() or
                                    "layer_types" in more, sliding_window=d.any(2, 5, 9), rope_parameters=d.rope(0, *ALL),
                                    **more)


def gemma(d):
    return "GemmaForCausalLM", dict(d.sizes(divides=False), head_dim=d.any(4, 6, 12), attention_bias=d.flag(),
                                    hidden_act=d.any("gelu_pytorch_tanh", "gelu", "silu"),
                                    rope_parameters=d.rope(0, *ALL))


def gemma2(d):
    s = d.sizes()
    more = dict(layer_types=d.layer_types(s["num_hidden_layers"])) if d.flag() else {}
    return "Gemma2ForCausalLM", dict(
        s, head_dim=d.any(4, 6, 12), attention_bias=d.flag(), query_pre_attn_scalar=d.r.randint(2, 30),
        attn_logit_softcapping=d.any(None, 1.5, 20.0), final_logit_softcapping=d.any(None, 3.0, 30.0),
        sliding_window=d.any(3, 4, 9), rope_parameters=d.rope(0, *ALL), **more)


def gemma3(d):
    s = d.sizes()
    s["num_hidden_layers"] += d.any(0, 4)
    more = dict(layer_types=d.layer_types(s["num_hidden_layers"])) if d.flag() else {}
    return "Gemma3ForCausalLM", dict(
        s, head_dim=d.any(4, 6, 12), attention_bias=d.flag(), query_pre_attn_scalar=d.r.randint(2, 30),
        final_logit_softcapping=d.any(None, 3.0, 30.0), sliding_window=d.any(3, 4, 9), rope_parameters=dict(
            sliding_attention=dict(rope_type="default", rope_theta=d.theta()), full_attention=d.rope(0, "linear")), **more)


def gpt2(d):
    heads = d.r.randint(1, 5)
    return "GPT2LMHeadModel", dict(
        vocab_size=d.r.randint(64, 90), n_embd=heads * d.any(3, 5, 8), n_head=heads, n_layer=d.r.randint(1, 4),
        n_positions=d.r.randint(70, 90), n_inner=d.any(None, 7, 30), activation_function=d.any(*ACTIVATIONS),
        scale_attn_weights=d.flag(), scale_attn_by_inverse_layer_idx=d.flag(),
        tie_word_embeddings=d.flag(), layer_norm_epsilon=d.any(1e-5, 1e-3))


def neox(d):
    s = d.sizes()
    heads = s["num_attention_heads"]
    for key in ("num_key_value_heads", "rms_norm_eps"):
        del s[key]
    rope = d.rope(0, "linear", "dynamic")
    return "GPTNeoXForCausalLM", dict(
        s, hidden_size=heads * d.any(8, 12, 20), use_parallel_residual=d.flag(), attention_bias=d.flag(),
        hidden_act=d.any(*ACTIVATIONS), layer_norm_eps=d.any(1e-5, 1e-3),
        rope_parameters=dict(rope, partial_rotary_factor=d.any(0.25, 0.5, 1.0)))


def phi3(d):
    s = d.sizes()
    s["hidden_size"] = s["num_attention_heads"] * 8
    original = d.any(9, 20, 30, 64)
    rope = dict(rope_type="default", rope_theta=d.theta())
    part = d.any(0.5, 0.75, 1.0)
    if d.flag():
        rope.update(rope_type="longrope", short_factor=[d.r.uniform(1, 2) for _ in range(int(4 * part))],
                    long_factor=[d.r.uniform(1, 8) for _ in range(int(4 * part))])
    return "Phi3ForCausalLM", dict(s, original_max_position_embeddings=original, sliding_window=d.any(None, 2, 7),
                                   rope_parameters=dict(rope, partial_rotary_factor=part))


def olmo2(d):
    return "Olmo2ForCausalLM", dict(d.sizes(), attention_bias=d.flag(), rope_parameters=d.rope(0, *ALL))


def granite(d):
    return "GraniteForCausalLM", dict(
        d.sizes(), attention_bias=d.flag(), mlp_bias=d.flag(), embedding_multiplier=d.r.uniform(0.5, 3),
        attention_multiplier=d.r.uniform(0.1, 1), residual_multiplier=d.r.uniform(0.3, 1.2),
        logits_scaling=d.r.uniform(0.5, 4), rope_parameters=d.rope(0, *ALL))


def qwen(d):
    heads, width = d.r.randint(1, 3), d.any(4, 8, 10)
    return "QWenLMHeadModel", dict(
        family_reference.QWEN1, vocab_size=d.r.randint(64, 90), hidden_size=heads * width, num_hidden_layers=d.r.randint(1, 3),
        intermediate_size=2 * d.r.randint(3, 20), num_attention_heads=heads, kv_channels=width,
        layer_norm_epsilon=d.any(1e-6, 1e-4), max_position_embeddings=80, seq_length=d.any(6, 15, 40), no_bias=d.flag(),
        use_dynamic_ntk=d.flag(), use_logn_attn=d.flag(), rotary_emb_base=int(d.theta()))


FAMILIES = dict(llama=llama, mistral=mistral, qwen2=qwen2, qwen3=qwen3, gemma=gemma, gemma2=gemma2, gemma3=gemma3, gpt2=gpt2,
                gptneox=neox, phi3=phi3, olmo2=olmo2, granite=granite, qwen=qwen)


def main(target, seed, count="2"):
    torch.use_deterministic_algorithms(True)
    for family, settings in FAMILIES.items():
        for number in range(int(count)):
            name = f"{family}-{seed}-{number}"
            for attempt in range(20):
                draw = Draw(f"{name}-{attempt}")
                kind, chosen = settings(draw)
                family_reference.MODELS[name] = (kind, chosen, None)
                family_reference.TEXT = draw.text()
                try:
                    family_reference.make(name, target, int(seed) * 1000 + number, steady=True)
                    break
                except (SystemExit, ValueError, ZeroDivisionError) as e:
                    print(f"{name}: drawn again, {e}")


if __name__ == "__main__":
    main(*sys.argv[1:])
